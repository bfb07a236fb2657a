/**
 * Status of a user notice. `waiting`: until a secrecy ends; `gone`: the platform no longer knows the user;
 * `not_offered`: it has no such messages.
 */
export const USER_MESSAGE_STATES = ['waiting', 'queued', 'notified', 'gone', 'refused', 'not_offered'] as const;
export type UserMessageState = (typeof USER_MESSAGE_STATES)[number];

export function stateAfter(status: 'applied' | 'already' | 'not_found' | 'refused'): UserMessageState {
  if (status === 'not_found') return 'gone';
  return status === 'refused' ? 'refused' : 'notified';
}

/** Returns the user's language if there are texts in it, otherwise English, in which every text exists. */
export function languageFor(wanted: string | null | undefined, offered: readonly string[]): string {
  const primary = wanted?.toLowerCase().split(/[-_]/)[0];
  return primary !== undefined && offered.includes(primary) ? primary : 'en';
}
