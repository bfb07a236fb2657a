/** Why something is in a person's view "For me", in the order of its groups. */
export const FOR_ME_KINDS = [
  'approval',
  'returned',
  'opinion',
  'mention',
  'deadline',
  'assigned',
  'second_review',
  'reply',
  'mail',
  'appeal',
  'change',
] as const;
export type ForMeKind = (typeof FOR_ME_KINDS)[number];

const SOON_MS = 24 * 3_600_000;

/** A notice assigned to a person is listed under their deadlines once one of ours is missed or due within a day. */
export function isOwnDeadline(
  due: { owner: 'us' | 'authority'; state: 'running' | 'paused' | 'missed'; dueAt: string | null } | null,
  nowMs: number,
): boolean {
  if (due === null || due.owner !== 'us' || due.state === 'paused' || due.dueAt === null) return false;
  return due.state === 'missed' || Date.parse(due.dueAt) - nowMs <= SOON_MS;
}
