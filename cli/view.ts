import { plainText } from './text.js';
import type { ClockOwner } from '../domain/clocks/clock.js';
import type { Cadence } from '../domain/letters/cadence.js';
import type { EnforcementCounts } from '../domain/submissions/submission.js';

/**
 * The part of the desk's JSON that the command line reads (docs/integrating/interface.md, Intake and Reading). Enumerations stay
 * `string`, because newer desks add values.
 */
export interface NoticeView {
  id: string;
  number: string;
  version: number;
  stage: string;
  outcome: string | null;
  kind: string;
  authority?: string | { id?: string; name?: string; verification?: string } | null;
  jurisdiction?: string;
  /** Disputed rules of the notice's law, with counsel's decision on each. */
  contested?: { topic: string; source: string; decision: { allow: boolean; byName: string; reason: string } | null }[];
  /** Countries where a decision by country takes effect when it names none. */
  defaultCountries?: string[];
  regime: { id: string; version: string } | string | null;
  /** Laws that may apply, until triage has named one. */
  lawCandidates?: { id: string; why: string; words: string[] }[];
  /** Absent for intake. */
  orderStatus?: string;
  order?: { reason: string; upheld: { byName: string; reason: string } | null } | null;
  reference: string | null;
  subject?: string;
  authenticity?: string;
  senderDoubts?: string[];
  secrecy?: { level: string; people?: string[]; until?: string | null };
  hold?: { reason: string; byName: string; since: string; lifting: { byName: string; reason: string } | null } | null;
  erased?: { at: string; kinds: string[]; rule: string } | null;
  issuedAt?: string | null;
  servedAt?: string | null;
  receivedAt: string;
  assignee?: string | { id?: string; name?: string } | null;
  assigneeName?: string | null;
  /** Nearest of our running clocks: `nextDue` by law or order, `nextPlan` by company policy. */
  nextDue: NearestClock | null;
  nextPlan?: NearestClock | null;
  /** The most urgent clock: missed ones of ours first; the authority's if none of ours is open. Absent for intake. */
  due?: (NearestClock & { owner: ClockOwner; state: string }) | null;
  /** Worst possible consequence of a breach: prison, person, company, unknown. */
  consequence?: string;
  counts?: NoticeCounts;
  draftRevision?: number;
  submission?: SubmissionView | null;
  ratification?: { submission: number; digest: string; state: string; approverSlots: string[] } | null;
  links?: { notice: string; number: string; as: string; direction: string }[];
  alert?: unknown[];
  allowedCommands?: string[];
}

export interface NearestClock {
  clock: string;
  kind: string;
  dueAt: string | null;
}

interface NoticeCounts {
  targets: number;
  undecided?: number;
  byAction?: Record<string, number>;
  applied?: number;
  failed?: number;
  restored?: number;
}

export interface SubmissionView {
  number: number;
  digest: string;
  by?: string;
  byName?: string;
  approvalsNeeded: number;
  approvals: unknown[];
  /** Approver slots: approver (or counsel), counsel. */
  approverSlots?: string[];
  risks?: string[];
  /** Targets acted on by this and by earlier submissions of the notice. */
  actingSoFar?: number;
  purpose?: string;
}

export interface NoticeCommandAnswer<R = unknown> extends NoticeView {
  result?: R;
}

export interface TargetView {
  no: number;
  type: string;
  locator: string;
  protectedClass: string | null;
  flags: string[];
  problem: string | null;
  decision: { action: string; grounds: string[]; countries?: string[]; note?: string | null } | null;
  status: string;
  proof?: { state: string } | null;
  userNotice?: { decision: string; until: string | null; message: { state: string } | null } | null;
  skipped?: { reason: string } | null;
}

export interface ReviewStatusView {
  state: string;
  until: string | null;
  by: { name: string; at: string; until: string }[];
  mistakes: number[];
}

export interface ClockView {
  id: string;
  kind: string;
  owner: string;
  state: string;
  startsAt: string;
  dueAt: string | null;
  metAt: string | null;
  basis?: string;
  confidence?: string;
  review?: ReviewStatusView | null;
  /** Consequence of missing the clock; null if it is not a duty of ours. */
  penalty?: { consequence: string; penalties: { text: string; fallsOn: string[] }[] } | null;
  pendingExtension?: { to: string; byName: string } | null;
  moves?: { cause: string; from: string | null; to: string | null; reason: string; by: string; at: string | null }[];
  escalation: {
    level: number;
    percent: number;
    at: string;
    to: string[];
    firedAt: string | null;
    acknowledgedBy: unknown;
  }[];
}

export interface TimelineEntry {
  seq: number;
  at: string;
  actor: { kind: string; id?: string | null; name?: string | null };
  action: string;
  detail?: Record<string, unknown>;
}

export interface StatusUpdateView {
  dueAt: string;
  every: Cadence;
  asks: string;
  source: string;
  stop: string | null;
}

export interface ProposalView {
  n: number;
  by: string;
  kind: string;
  at: string;
  targets: number[] | null;
  countries: string[] | null;
  until: string | null;
  words: string;
  document: { letter: number | null; reply: number | null; document: string | null };
  state: string;
  beyond: number;
}

export interface CorrespondenceView {
  at: string;
  kind: string;
  letter: string | null;
  interim: boolean;
  with: string | null;
  subject: string;
  state: string | null;
  waits: { state: string; dueAt: string | null; answeredAt: string | null } | null;
  isRead: boolean | null;
}

export interface LetterView {
  n: number;
  kind: string;
  language: string;
  to: unknown;
  subject: string;
  state: string;
  sentAt: string | null;
}

export interface EnforcementView extends EnforcementCounts {
  startedAt: string | null;
  finishedAt: string | null;
  rate?: number | null;
  etaAt?: string | null;
  paused?: { since: string; reason: string; by: string } | null;
  proof?: { at: string; proven: number; mismatch: number; unread: number; withoutState: number } | null;
}

export function formatName(value: unknown): string {
  if (typeof value !== 'object' || value === null) return plainText(value);
  const { name, id }: { name?: unknown; id?: unknown } = value;
  return plainText(name ?? id);
}
