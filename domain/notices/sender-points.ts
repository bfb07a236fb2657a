import type { SenderMethod } from './sender.js';

/**
 * Checklist against forged orders, done before a sender is confirmed. Each point is a way in which forged orders have
 * been detected (docs/working/reviewer.md).
 */
export const SENDER_POINTS = [
  /** The number or address used is listed in the directory, whatever the document says. */
  'contact_from_directory',
  /** The signer or a superior confirmed it, not just the person who answered the call. */
  'signer_or_superior',
  /** They named the reference and the date unprompted. */
  'reference_by_them',
  /** The number of targets, and the first and last of them, match their records. */
  'targets_compared',
  'law_and_rank',
  /** Every letter of the mail address was compared with the directory's domain. */
  'domain_compared',
  /** Letterhead, number and stamp were compared with an earlier document of theirs. */
  'letterhead_compared',
] as const;
export type SenderPoint = (typeof SENDER_POINTS)[number];

const OF_THE_DOCUMENT = ['targets_compared', 'law_and_rank', 'domain_compared', 'letterhead_compared'] as const;

const POINTS_OF: Record<SenderMethod, readonly SenderPoint[]> = {
  call_back: SENDER_POINTS,
  signature: ['targets_compared', 'law_and_rank', 'domain_compared'],
  known_document: OF_THE_DOCUMENT,
};

export function listSenderPoints(method: SenderMethod): readonly SenderPoint[] {
  return POINTS_OF[method];
}

export function openPoints(method: SenderMethod, ticked: readonly SenderPoint[]): SenderPoint[] {
  return POINTS_OF[method].filter((point) => !ticked.includes(point));
}
