import type { RestoreCause, SubmissionFacts } from './submission.js';

export const RESTORE_BASES = ['ended', 'revocation', 'annulment', 'refusal'] as const;

/** Recorded proof that a restriction has lost its basis. */
export type RestoreBasis =
  | { basis: 'ended'; endedAt: string }
  | { basis: 'revocation'; notice: string; number: string }
  | { basis: 'annulment'; law: string }
  | { basis: 'refusal'; refused: number };

/** `byAuthor`: recorded by the restoring person, so it proves nothing independently. */
type OnRecord<Fact> = Fact & { byAuthor: boolean };

/** The recorded facts about a notice at one instant, for one author and the targets they chose. */
export interface RestoreFacts {
  /** The end of the order, if passed. `byTerm`: the end of a preservation term, which follows from law and clock. */
  ended: OnRecord<{ at: string; byTerm: boolean }> | null;
  documents: readonly OnRecord<{ notice: string; number: string }>[];
  annulledLaw: string | null;
  /** The emergency that was refused ratification, if all chosen targets were acted on in it. */
  refusedEmergency: OnRecord<{ submission: number }> | null;
  wonAppeal: string | null;
  /** End of a preservation that covers a chosen target; `open` while it has no end yet, null: none. */
  preservedUntil: string | null;
}

/**
 * Returns what lets the author of a restoration act without an approval, or null. Naming a cause is not enough: the
 * record must prove it by what another person or the authority entered. A won appeal is one person's decision, so an
 * approver always confirms its restoration.
 */
export function mayActAlone(cause: RestoreCause | null, facts: RestoreFacts): RestoreBasis | null {
  if (facts.preservedUntil !== null) return null;
  switch (cause) {
    case 'order_lapsed':
      return facts.ended === null || facts.ended.byAuthor ? null : { basis: 'ended', endedAt: facts.ended.at };
    case 'order_revoked':
      return byDocument(facts);
    case 'order_annulled':
      return byDocument(facts) ?? (facts.annulledLaw === null ? null : { basis: 'annulment', law: facts.annulledLaw });
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

const SHOWN_CAUSES: readonly (RestoreCause | null)[] = [
  'order_lapsed',
  'order_revoked',
  'order_annulled',
  'emergency_refused',
  'appeal_won',
];

/**
 * Returns what the approver of a restoration should know. While a preservation term runs the cause is omitted: it could
 * reveal a document that only the author can read.
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

function byDocument({ documents }: RestoreFacts): RestoreBasis | null {
  const document = documents.find(({ byAuthor }) => !byAuthor);
  return document === undefined ? null : { basis: 'revocation', notice: document.notice, number: document.number };
}
