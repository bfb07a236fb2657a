import type { Role } from '../people/permission.js';
import type { Citation } from '../law/citation.js';
import type { Confidence } from '../law/confidence.js';

/** What an obligation is about. `house` and `reinstate` clocks are ours by choice; `authority` clocks bind the other side. */
export const CLOCK_KINDS = [
  'acknowledge',
  'decide',
  'comply',
  'inform',
  'reply',
  'challenge',
  'secrecy',
  'preserve',
  'user_notice',
  'authority',
  'reinstate',
  'house',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

/** Whom an obligation binds. */
export const CLOCK_OWNERS = ['us', 'authority'] as const;
export type ClockOwner = (typeof CLOCK_OWNERS)[number];

/** Where a number comes from: the law, the order itself, or a house rule (labelled as such wherever it is shown). */
export const CLOCK_BASES = ['law', 'order', 'house'] as const;
export type ClockBasis = (typeof CLOCK_BASES)[number];

/** A ceiling is an instant to be done by; a floor one that may not be undercut (a hearing at least 48 hours off). */
export const CLOCK_FORMS = ['ceiling', 'floor'] as const;
export type ClockForm = (typeof CLOCK_FORMS)[number];

export const CLOCK_STATES = ['running', 'paused', 'met', 'missed', 'cancelled', 'lapsed'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** One step of a rule's ladder, in percent of the span from start to due. */
export interface LadderRule {
  percent: number;
  to: Role[];
  page: boolean;
}

/** `business`: the steps lie in the calendar's open time; `any`: they fire at any hour. */
export const LADDER_TIMES = ['any', 'business'] as const;
export type LadderTime = (typeof LADDER_TIMES)[number];

/** One step of the ladder. Levels count from 1 and fire in order of `atMs`. */
export interface LadderLevel {
  level: number;
  percent: number;
  atMs: number;
  to: Role[];
  /** A page asks to be acknowledged and is repeated until it is. */
  page: boolean;
  firedAtMs: number | null;
  acknowledgedBy: string | null;
  /** Pages sent so far for this level; the last one went out at `pagedAtMs`. */
  pages: number;
  pagedAtMs: number | null;
}

/** The authority's paper behind more time: a document of the notice by its SHA-256, or another notice. */
export type AuthorityPaper = { document: string } | { notice: string; number: string };

/** More time that one person has read from the authority's paper. Nothing moves before another person has read it too. */
export interface PendingExtension {
  /** The row that keeps it, with the receipt after it. */
  move: string;
  /** The clock's round that was computed from: a clock moved since then has no such extension any more. */
  round: number;
  toMs: number;
  /** Every step anew, unfired. */
  ladder: LadderLevel[];
  reason: string;
  authorityReference: string | null;
  paper: AuthorityPaper;
  by: string;
  byName: string;
  atMs: number;
}

/** One obligation as the workflow holds it. Its receipt (working, versions) lies in the registry. */
export interface Clock {
  id: string;
  kind: ClockKind;
  owner: ClockOwner;
  basis: ClockBasis;
  state: ClockState;
  startsAtMs: number;
  /** null while paused. */
  dueAtMs: number | null;
  metAtMs: number | null;
  pausedAtMs: number | null;
  /** An ordered deadline entered by a person runs unconfirmed until a second person has read it. */
  confirmed: boolean;
  enteredBy: string | null;
  mayPause: boolean;
  mayExtend: boolean;
  ladder: LadderLevel[];
  /** Absent: a ceiling. */
  form?: ClockForm;
  /** How often the due has been moved (pause, resume, extend, changed law); absent: never. */
  round?: number;
  /** Waits for another person's `confirm-deadline`; the present due runs until then. */
  pendingExtension?: PendingExtension;
  /** Of a duty to restore: the paper names some of the targets, so that any restoration meets it. */
  partly?: true;
  /** The submission whose ratification this house clock waits for; absent on every other clock. */
  ratifies?: number;
  /** The submission whose report this clock to inform waits for; absent on those that began with the notice. */
  reports?: number;
  /** The order is not in effect: it runs again if the order is. */
  cancelledByOrder?: true;
  /** Closing the notice has cancelled it, and a reopening lets it run again. */
  cancelledByClosing?: true;
}

/** Everything needed to compute a clock again by hand. Stored with the clock, shown by `GET …/clocks`. */
export interface ClockReceipt {
  regime: { id: string; version: string };
  rule: Record<string, unknown>;
  facts: Record<string, string>;
  zone: string;
  calendar: { id: string; version: string } | null;
  tzVersion: string;
  source: string;
  confidence: Confidence;
  /** Who of counsel has checked the rule; null: nobody. */
  reviewer: string | null;
  /** What was read for the rule; absent where nothing was. */
  citation?: Citation;
  /** What makes the ladder's steps from start and due. */
  ladder: { rules: LadderRule[]; time: LadderTime };
  working: string[];
}

/** An unacknowledged page is repeated after this long (house rule). */
export const PAGE_REPEAT_MS = 5 * 60_000;
/** After this many pages of one level only the attention stays (house rule). */
export const PAGE_LIMIT = 12;
/** The workflow wakes at least this often; a pinned worker version is left at such a wake-up. */
export const LONGEST_SLEEP_MS = 24 * 3_600_000;

/** Kinds that give or limit a right of ours: letting one run out breaks nothing, so it neither blocks closing nor is missed. */
export const RIGHTS: readonly ClockKind[] = ['challenge', 'secrecy', 'preserve'];

export function isRight(kind: ClockKind): boolean {
  return RIGHTS.includes(kind);
}

/** Whether missing the clock would be a breach of ours. */
export function isDuty({ owner, form, kind }: Pick<Clock, 'owner' | 'form' | 'kind'>): boolean {
  return owner === 'us' && form !== 'floor' && !isRight(kind);
}

/** True while the obligation is ours and still open, late or not. */
export function isOpenOwnClock(clock: Pick<Clock, 'owner' | 'form' | 'kind' | 'state' | 'metAtMs'>): boolean {
  return (
    isDuty(clock) &&
    (clock.state === 'running' || clock.state === 'paused' || (clock.state === 'missed' && clock.metAtMs === null))
  );
}

/**
 * A clock that we have set ourselves. The time to comply is none, also where an order says only "immediately" and the
 * number is the house's.
 */
export function isHousePlan({ basis, kind }: Pick<Clock, 'basis' | 'kind'>): boolean {
  return basis === 'house' && kind !== 'comply';
}

export interface NearestDue {
  clock: string;
  kind: ClockKind;
  dueAtMs: number;
}

/** The nearest due of our own running clocks, if any: what law or order wants, and what we have planned. */
export function nearestOwnDues(clocks: readonly Clock[]): { due: NearestDue | null; plan: NearestDue | null } {
  const nearest: { due: NearestDue | null; plan: NearestDue | null } = { due: null, plan: null };
  for (const clock of clocks) {
    const { id, kind, state, dueAtMs } = clock;
    if (!isDuty(clock) || state !== 'running' || dueAtMs === null) continue;
    const which = isHousePlan(clock) ? 'plan' : 'due';
    if (dueAtMs < (nearest[which]?.dueAtMs ?? Infinity)) nearest[which] = { clock: id, kind, dueAtMs };
  }
  return nearest;
}

/** Where the queue puts a notice: the earliest due of our open clocks, so that one that was missed comes before all that run. */
export function queueDueAtMs(clocks: readonly Clock[]): number | null {
  const dues = clocks.flatMap((clock) => (isOpenOwnClock(clock) && clock.dueAtMs !== null ? [clock.dueAtMs] : []));
  return dues.length === 0 ? null : Math.min(...dues);
}

/** When this clock next wants to act: an unfired level, its due instant, or the repeat of an unacknowledged page. */
export function nextActionAtMs(clock: Clock): number | null {
  const instants: number[] = [];
  if (clock.state === 'running') {
    if (clock.dueAtMs !== null) instants.push(clock.dueAtMs);
    for (const level of clock.ladder) if (level.firedAtMs === null) instants.push(level.atMs);
  }
  if (clock.state === 'running' || (clock.state === 'missed' && clock.metAtMs === null)) {
    for (const level of clock.ladder) {
      const repeat = repeatPageAtMs(level);
      if (repeat !== null) instants.push(repeat);
    }
  }
  return instants.length === 0 ? null : Math.min(...instants);
}

/** When the page of a fired, unacknowledged level is due again; null if it never is. */
export function repeatPageAtMs(level: LadderLevel): number | null {
  if (!level.page || level.firedAtMs === null || level.pagedAtMs === null) return null;
  if (level.acknowledgedBy !== null || level.pages >= PAGE_LIMIT) return null;
  return level.pagedAtMs + PAGE_REPEAT_MS;
}
