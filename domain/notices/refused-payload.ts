/** Replaces a payload that this desk did not seal: it is no command, no answer and no start of a notice. */
export const REFUSED_PAYLOAD = { refusedPayload: true } as const;

export function isRefusedPayload(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'refusedPayload' in value;
}
