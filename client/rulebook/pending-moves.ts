import type { Db } from '../../registry/db.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { findAffected, type Affected, type AffectedClock } from './affected-clocks.js';
import { byNumber } from './revisions.js';

/** A move as it is shown: without the receipt and the ladder, which are many and large. */
export type PendingMove = Omit<AffectedClock, 'receipt' | 'ladder'>;

/** Of all notices: `knownOf` cuts from it what somebody may see. */
export interface PendingMoves extends Pick<Affected, 'lost'> {
  edition: number | null;
  clocks: PendingMove[];
}

/** So long the later pages of a list are cut from what the first one found. */
const KEPT_MS = 60_000;

interface Law {
  rulebook: Rulebook;
  rulebookEdition: number | null;
}

/**
 * What the present rulebook would move. Comparing takes a second for some thousand clocks: those who ask at the same
 * time share one comparison, and only a first page asks for a new one.
 */
export function createPendingLook(
  db: Db,
  law: Law,
  nowMs: () => number,
): (page: 'first' | 'later') => Promise<PendingMoves> {
  let running: Promise<PendingMoves> | undefined;
  let kept: { atMs: number; moves: PendingMoves } | undefined;
  const compare = async (): Promise<PendingMoves> => {
    const { rulebook, rulebookEdition: edition } = law;
    const { clocks: affected, lost } = await findAffected(db, rulebook);
    const clocks = affected.toSorted(byNumber).map(({ receipt: _, ladder: __, ...move }) => move);
    const found = { lost, edition, clocks };
    kept = { atMs: nowMs(), moves: found };
    return found;
  };
  return async (page) => {
    const isFresh = kept !== undefined && nowMs() - kept.atMs < KEPT_MS && kept.moves.edition === law.rulebookEdition;
    if (page === 'later' && isFresh && kept !== undefined) return kept.moves;
    running ??= compare().finally(() => (running = undefined));
    return running;
  };
}
