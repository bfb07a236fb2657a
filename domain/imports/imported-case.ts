import type { NoticeKind, Outcome } from '../notices/notice.js';
import type { DecisionAction } from '../targets/decision-action.js';
import type { TargetStatus, TargetType } from '../targets/target.js';

/** A target of a case with what its source says was decided and came into effect. */
export interface CaseTarget {
  type: TargetType;
  locator: string;
  note: string;
  action: DecisionAction | null;
  grounds: string[];
  countries: string[];
  status: TargetStatus;
  decidedAt: string | null;
}

/** What the desk that exported a case has on record of it. Texts, names and addresses are not part of it. */
export interface CaseRecord {
  submissions: {
    number: number;
    purpose: string;
    state: string;
    digest: string;
    frozenAt: string;
    finishedAt: string | null;
  }[];
  effects: { no: number; submission: number; action: string; attempt: number; status: string; at: string | null }[];
  clocks: { kind: string; basis: string; state: string; startsAt: string; dueAt: string; metAt: string | null }[];
  letters: { n: number; kind: string; language: string; state: string; sentAt: string | null; sha256: string }[];
  log: { action: string; at: string; leafHash: string }[];
}

/** One case as a file holds it. Instants are in UTC with milliseconds, so that equal cases have equal digests. */
export interface ImportedCase {
  source: string;
  externalId: string;
  kind: NoticeKind;
  authority: { name: string; country: string };
  jurisdiction: string;
  law: string;
  reference: string;
  subject: string;
  body: string;
  language: string;
  receivedAt: string;
  decidedAt: string | null;
  closedAt: string | null;
  outcome: Outcome | null;
  targets: CaseTarget[];
  record: CaseRecord | null;
}

/** The part of a case that says which target had which decision and effect, and when. */
export function toCaseLedger({
  source,
  externalId,
  receivedAt,
  decidedAt,
  closedAt,
  outcome,
  targets,
  record,
}: ImportedCase) {
  return { source, externalId, receivedAt, decidedAt, closedAt, outcome, targets, effects: record?.effects ?? [] };
}

export interface CaseCounts {
  cases: number;
  open: number;
  closed: number;
  targets: number;
}

export function countCases(cases: readonly Pick<ImportedCase, 'closedAt' | 'targets'>[]): CaseCounts {
  const closed = cases.filter(({ closedAt }) => closedAt !== null).length;
  const targets = cases.reduce((sum, one) => sum + one.targets.length, 0);
  return { cases: cases.length, open: cases.length - closed, closed, targets };
}
