/**
 * Where a message to a user stands: it waits for the end of a secrecy, or to be sent; the user was told, is gone, the
 * platform refused, or it offers no messages at all.
 */
export const USER_MESSAGE_STATES = ['waiting', 'queued', 'told', 'gone', 'refused', 'not_offered'] as const;
export type UserMessageState = (typeof USER_MESSAGE_STATES)[number];

/** What the platform's answer makes of a message. */
export function stateAfter(status: 'applied' | 'already' | 'not_found' | 'refused'): UserMessageState {
  if (status === 'not_found') return 'gone';
  return status === 'refused' ? 'refused' : 'told';
}

/** The language of a message: the user's, where there are texts in it, else English, which every text is written in. */
export function languageFor(wanted: string | null | undefined, offered: readonly string[]): string {
  const primary = wanted?.toLowerCase().split(/[-_]/)[0];
  return primary !== undefined && offered.includes(primary) ? primary : 'en';
}
