export const MANUAL_EFFECTS = ['withheld', 'removed', 'restored'] as const;
export type ManualEffect = (typeof MANUAL_EFFECTS)[number];

export const MANUAL_STATES = ['recorded', 'confirmed', 'refused'] as const;
export type ManualState = (typeof MANUAL_STATES)[number];

/** Why something cannot have been done by hand at an instant; null: it can. */
export function doubtDoneAt({
  doneAtMs,
  receivedAtMs,
  nowMs,
}: {
  doneAtMs: number;
  receivedAtMs: number;
  nowMs: number;
}): 'future' | 'before_receipt' | null {
  if (doneAtMs > nowMs) return 'future';
  return doneAtMs < receivedAtMs ? 'before_receipt' : null;
}
