import type { SenderMethod } from './sender.js';

/**
 * The checklist against forged orders: what a person looks at before a sender is confirmed. Each is a way in which forged
 * orders have been found out (docs/authenticity.md).
 */
export const SENDER_POINTS = [
  /** The number or address that was used stands in the directory, whatever the paper says. */
  'contact_from_directory',
  /** The signer, or whoever stands above them, confirmed it, and not whoever picked up. */
  'signer_or_superior',
  /** They named the reference and the date by themselves. */
  'reference_by_them',
  /** How many targets there are, and the first and the last of them, are as they have it. */
  'targets_compared',
  /** Law, rank and country fit what is asked. */
  'law_and_rank',
  /** Every letter of the mail address was compared with the directory's domain. */
  'domain_compared',
  /** Letterhead, number and stamp were compared with an earlier paper of theirs. */
  'letterhead_compared',
] as const;
export type SenderPoint = (typeof SENDER_POINTS)[number];

const OF_THE_PAPER = ['targets_compared', 'law_and_rank', 'domain_compared', 'letterhead_compared'] as const;

/** What each way of asking has to look at. */
const POINTS_OF: Record<SenderMethod, readonly SenderPoint[]> = {
  call_back: SENDER_POINTS,
  signature: ['targets_compared', 'law_and_rank', 'domain_compared'],
  known_paper: OF_THE_PAPER,
};

/** What of the checklist a way of asking looks at, in its order. */
export function pointsOf(method: SenderMethod): readonly SenderPoint[] {
  return POINTS_OF[method];
}

/** What was not ticked of it. */
export function openPoints(method: SenderMethod, ticked: readonly SenderPoint[]): SenderPoint[] {
  return POINTS_OF[method].filter((point) => !ticked.includes(point));
}
