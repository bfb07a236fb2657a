import type { RestoreCause, SubmissionFacts } from './submission.js';

/** What may show that a restriction has lost its basis. */
export const RESTORE_BASES = ['ended', 'revocation', 'annulment', 'refusal'] as const;

/** Why the record shows that a restriction has lost its basis. */
export type RestoreBasis =
  /** The order's own end has passed, or the term for which something was preserved. RFC 3339. */
  | { basis: 'ended'; endedAt: string }
  /** A verified paper that revokes or annuls the order. */
  | { basis: 'revocation'; notice: string; number: string }
  /** The law behind the order was struck down. */
  | { basis: 'annulment'; law: string }
  /** Another person has refused to ratify the emergency in which it was done; `refused`: its submission. */
  | { basis: 'refusal'; refused: number };

/** `byAuthor`: the person who restores has put this on record themself, so that it is their word alone. */
type OnRecord<Fact> = Fact & { byAuthor: boolean };

/** What the record shows of a notice at one instant, for one author and the targets that they have chosen. */
export interface RestoreFacts {
  /** The end of what was ordered, where it has passed. `byTerm`: that of a preservation, which follows from law and clock. */
  ended: OnRecord<{ at: string; byTerm: boolean }> | null;
  /** Verified papers that revoke or annul the order and cover every target chosen. */
  papers: readonly OnRecord<{ notice: string; number: string }>[];
  /** The law behind the order, where it was annulled and what follows from that is still to be done. */
  annulledLaw: string | null;
  /** The emergency that was refused ratification, where all that is chosen was done in it. */
  refusedEmergency: OnRecord<{ submission: number }> | null;
  /** A won appeal about every target chosen. */
  wonAppeal: string | null;
  /** Until when a target among those chosen has to be preserved; `open` while that has no end yet, null: none has. */
  preservedUntil: string | null;
}

/**
 * What lets the author of a restoration act without anybody's yes, or null: then another person has to say it. Naming a
 * cause is not enough, the record has to show it by what another person or the authority has put there. A won appeal is one
 * person's decision: an approver always confirms what it restores.
 */
export function mayActAlone(cause: RestoreCause | null, facts: RestoreFacts): RestoreBasis | null {
  if (facts.preservedUntil !== null) return null;
  switch (cause) {
    case 'order_lapsed':
      return facts.ended === null || facts.ended.byAuthor ? null : { basis: 'ended', endedAt: facts.ended.at };
    case 'order_revoked':
      return byPaper(facts);
    case 'order_annulled':
      return byPaper(facts) ?? (facts.annulledLaw === null ? null : { basis: 'annulment', law: facts.annulledLaw });
    case 'emergency_refused': {
      const refused = facts.refusedEmergency;
      return refused === null || refused.byAuthor ? null : { basis: 'refusal', refused: refused.submission };
    }
    case 'appeal_won':
    case 'own_error':
    case 'unilateral':
    case null:
      return null;
  }
}

/** Causes that the record has to show; the others are people's own word from the start. */
const SHOWN_CAUSES: readonly (RestoreCause | null)[] = [
  'order_lapsed',
  'order_revoked',
  'order_annulled',
  'emergency_refused',
  'appeal_won',
];

/**
 * What the approver of a restoration should know. While a term of preservation runs, nothing is said of the cause: a paper
 * that only the author may know of would show by it.
 */
export function restorationRisks(
  cause: RestoreCause | null,
  facts: RestoreFacts,
): Required<Pick<SubmissionFacts, 'causeUnshown' | 'stillPreserved'>> {
  const stillPreserved = facts.preservedUntil !== null;
  const isShown = cause === 'appeal_won' ? facts.wonAppeal !== null : mayActAlone(cause, facts) !== null;
  const causeUnshown = !stillPreserved && SHOWN_CAUSES.includes(cause) && !isShown;
  return { causeUnshown, stillPreserved };
}

function byPaper({ papers }: RestoreFacts): RestoreBasis | null {
  const paper = papers.find(({ byAuthor }) => !byAuthor);
  return paper === undefined ? null : { basis: 'revocation', notice: paper.notice, number: paper.number };
}
