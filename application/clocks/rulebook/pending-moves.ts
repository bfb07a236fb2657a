import type { Db } from '../../../registry/db.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { byNumber, findAffected, type Affected, type AffectedClock } from './affected-clocks.js';

/** A move as shown: without receipt and escalation steps, which are many and large. */
export type PendingMove = Omit<AffectedClock, 'receipt' | 'escalation'>;

/** Covers all notices: filter it with `pickKnown` before showing it. */
export interface PendingMoves extends Pick<Affected, 'lost'> {
  edition: number | null;
  clocks: PendingMove[];
}

const KEPT_MS = 60_000;

interface Law {
  rulebook: Rulebook;
  rulebookEdition: number | null;
}

/**
 * Caches what the present rulebook would move. A comparison takes a second for some thousand clocks, so concurrent
 * readers share one, and only a first page starts a new one.
 */
export function createPendingView(
  db: Db,
  law: Law,
  nowMs: () => number,
): (page: 'first' | 'later') => Promise<PendingMoves> {
  let running: Promise<PendingMoves> | undefined;
  let kept: { atMs: number; moves: PendingMoves } | undefined;
  const compare = async (): Promise<PendingMoves> => {
    const { rulebook, rulebookEdition: edition } = law;
    const { clocks: affected, lost } = await findAffected(db, rulebook);
    const clocks = affected.toSorted(byNumber).map(({ receipt: _, escalation: __, ...move }) => move);
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
