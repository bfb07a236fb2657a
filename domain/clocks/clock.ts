import type { Role } from '../people/permission.js';
import type { Citation } from '../rulebook/citation.js';
import type { Confidence } from '../rulebook/confidence.js';

/**
 * What an obligation is about. Internal deadlines and `reinstate` clocks are set by us; `authority` clocks bind the
 * other side.
 */
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
  'policy',
] as const;
export type ClockKind = (typeof CLOCK_KINDS)[number];

export const CLOCK_OWNERS = ['us', 'authority'] as const;
export type ClockOwner = (typeof CLOCK_OWNERS)[number];

/** Where a period comes from: the law, the order itself, or company policy (labelled as such wherever it is shown). */
export const CLOCK_BASES = ['law', 'order', 'policy'] as const;
export type ClockBasis = (typeof CLOCK_BASES)[number];

/** A ceiling is an instant to act by; a floor must not be undercut (a hearing at least 48 hours off). */
export const CLOCK_FORMS = ['ceiling', 'floor'] as const;
export type ClockForm = (typeof CLOCK_FORMS)[number];

export const CLOCK_STATES = ['running', 'paused', 'met', 'missed', 'cancelled', 'lapsed'] as const;
export type ClockState = (typeof CLOCK_STATES)[number];

/** One escalation step of a rule, in percent of the span from start to due. */
export interface EscalationRule {
  percent: number;
  to: Role[];
  page: boolean;
}

/** `business`: the steps lie in the calendar's open time; `any`: they fire at any hour. */
export const ESCALATION_TIMES = ['any', 'business'] as const;
export type EscalationTime = (typeof ESCALATION_TIMES)[number];

/** One escalation step of a clock. Levels count from 1 and fire in order of `atMs`. */
export interface EscalationLevel {
  level: number;
  percent: number;
  atMs: number;
  to: Role[];
  page: boolean;
  firedAtMs: number | null;
  acknowledgedBy: string | null;
  pages: number;
  pagedAtMs: number | null;
}

/** The authority's document that grants more time: a document of the notice by its SHA-256, or another notice. */
export type AuthorityDocument = { document: string } | { notice: string; number: string };

/**
 * An extension that one person has read from the authority's document. The clock does not move until another person has
 * read it too.
 */
export interface PendingExtension {
  move: string;
  /** Revision of the clock that it was computed from; any move of the clock since then drops the extension. */
  revision: number;
  toMs: number;
  escalation: EscalationLevel[];
  reason: string;
  authorityReference: string | null;
  document: AuthorityDocument;
  by: string;
  byName: string;
  atMs: number;
}

/** One obligation as the workflow holds it. Its receipt (working, versions) is in the registry. */
export interface Clock {
  id: string;
  kind: ClockKind;
  owner: ClockOwner;
  basis: ClockBasis;
  state: ClockState;
  startsAtMs: number;
  /** Null while paused. */
  dueAtMs: number | null;
  metAtMs: number | null;
  pausedAtMs: number | null;
  /** An ordered deadline that a person entered runs unconfirmed until a second person has read it. */
  confirmed: boolean;
  enteredBy: string | null;
  mayPause: boolean;
  mayExtend: boolean;
  escalation: EscalationLevel[];
  /** Absent: a ceiling. */
  form?: ClockForm;
  /** For a floor on our own act; absent: a floor on the authority's demand, or a ceiling. */
  guards?: 'disclosure';
  /** How often the due has moved (pause, resume, extend, changed law); absent: never. */
  revision?: number;
  /** Awaits another person's `confirm-deadline`; the current due applies until then. */
  pendingExtension?: PendingExtension;
  /** For a duty to restore: the document names only some targets, so any restoration meets it. */
  partly?: true;
  /** The submission whose ratification this internal deadline awaits; absent on every other clock. */
  ratifies?: number;
  reports?: number;
  /** Cancelled because the order is not in effect; runs again if the order is. */
  cancelledByOrder?: true;
  /** Cancelled by closing the notice; runs again after a reopening. */
  cancelledByClosing?: true;
}

/** Everything needed to recompute a clock by hand. Stored with the clock, returned by `GET …/clocks`. */
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
  /** The text that the rule was read from; absent if none was. */
  citation?: Citation;
  /** The escalation steps are computed from these, the start and the due. */
  escalation: { rules: EscalationRule[]; time: EscalationTime };
  working: string[];
}

/** Company default: an unacknowledged page is repeated after this time. */
export const PAGE_REPEAT_MS = 5 * 60_000;
/** Company default: after this many pages of one level only the alert remains. */
export const PAGE_LIMIT = 12;
/** Upper bound between wake-ups of the workflow, at which it can leave a pinned worker version. */
export const MAX_SLEEP_MS = 24 * 3_600_000;

/**
 * Kinds that give or limit a right of ours: letting one lapse breaches nothing, so it neither blocks closing nor counts
 * as missed.
 */
export const RIGHTS: readonly ClockKind[] = ['challenge', 'secrecy', 'preserve'];

export function isRight(kind: ClockKind): boolean {
  return RIGHTS.includes(kind);
}

/** Whether missing the clock would be a breach on our side. */
export function isDuty({ owner, form, kind }: Pick<Clock, 'owner' | 'form' | 'kind'>): boolean {
  return owner === 'us' && form !== 'floor' && !isRight(kind);
}

/** Whether the obligation is ours and still open, late or not. */
export function isOpenOwnClock(clock: Pick<Clock, 'owner' | 'form' | 'kind' | 'state' | 'metAtMs'>): boolean {
  return (
    isDuty(clock) &&
    (clock.state === 'running' || clock.state === 'paused' || (clock.state === 'missed' && clock.metAtMs === null))
  );
}

/**
 * Whether we set this clock ourselves. Never true for `comply`, even if the order says only "immediately" and the
 * period is company policy.
 */
export function isPolicyPlan({ basis, kind }: Pick<Clock, 'basis' | 'kind'>): boolean {
  return basis === 'policy' && kind !== 'comply';
}

export interface NearestDue {
  clock: string;
  kind: ClockKind;
  dueAtMs: number;
}

/** Returns the nearest dues of our running clocks: one set by law or order, and one planned by us. */
export function nearestOwnDues(clocks: readonly Clock[]): { due: NearestDue | null; plan: NearestDue | null } {
  const nearest: { due: NearestDue | null; plan: NearestDue | null } = { due: null, plan: null };
  for (const clock of clocks) {
    const { id, kind, state, dueAtMs } = clock;
    if (!isDuty(clock) || state !== 'running' || dueAtMs === null) continue;
    const which = isPolicyPlan(clock) ? 'plan' : 'due';
    if (dueAtMs < (nearest[which]?.dueAtMs ?? Infinity)) nearest[which] = { clock: id, kind, dueAtMs };
  }
  return nearest;
}

/**
 * Returns the queue position of a notice: the earliest due of our open clocks, so that a missed one sorts before all
 * running ones.
 */
export function queueDueAtMs(clocks: readonly Clock[]): number | null {
  const dues = clocks.flatMap((clock) => (isOpenOwnClock(clock) && clock.dueAtMs !== null ? [clock.dueAtMs] : []));
  return dues.length === 0 ? null : Math.min(...dues);
}

/** Returns when this clock next acts: an unfired level, its due, or the repeat of an unacknowledged page. */
export function nextActionAtMs(clock: Clock): number | null {
  const instants: number[] = [];
  if (clock.state === 'running') {
    if (clock.dueAtMs !== null) instants.push(clock.dueAtMs);
    for (const level of clock.escalation) if (level.firedAtMs === null) instants.push(level.atMs);
  }
  if (clock.state === 'running' || (clock.state === 'missed' && clock.metAtMs === null)) {
    for (const level of clock.escalation) {
      const repeat = repeatPageAtMs(level);
      if (repeat !== null) instants.push(repeat);
    }
  }
  return instants.length === 0 ? null : Math.min(...instants);
}

export function repeatPageAtMs(level: EscalationLevel): number | null {
  if (!level.page || level.firedAtMs === null || level.pagedAtMs === null) return null;
  if (level.acknowledgedBy !== null || level.pages >= PAGE_LIMIT) return null;
  return level.pagedAtMs + PAGE_REPEAT_MS;
}
