/** What a payload reads as that was not sealed by this desk: it is no command, no answer and no start of a notice. */
export const REFUSED_PAYLOAD = { refusedPayload: true } as const;

/** Whether something that came through Temporal was refused on the way. */
export function isRefusedPayload(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'refusedPayload' in value;
}
