import type { Weekday } from './clock-arithmetic/calendar-date.js';
import type { ClockKind } from './clock.js';
import type { NoticeKind } from './notice.js';
import type { Role } from './permission.js';

export type Confidence = 'primary' | 'secondary' | 'from_memory' | 'house';
export type RuleStatus = 'draft' | 'in_force' | 'suspended' | 'partly_annulled' | 'annulled' | 'repealed';
export type StartFact = 'issue' | 'service' | 'receipt' | 'actual_knowledge';

/** How an amount of time is counted (contract section 7). */
export interface CountingRule {
  amount: number;
  unit: 'minute' | 'hour' | 'calendar_day' | 'business_day' | 'business_hour' | 'month';
  dueTime: 'same_time' | 'end_of_day';
  roll: 'none' | 'following' | 'preceding';
  /** Whether the clock may be paused at all; most laws never stop. */
  stop: boolean;
}

/** One step of a rule's ladder, in percent of the span from start to due. */
export interface LadderRule {
  percent: number;
  to: Role[];
  page: boolean;
}

/** One clock that a regime starts. Without `counting` the order itself sets the time. */
export interface ClockRule {
  kind: ClockKind;
  owner: 'us' | 'authority';
  basis: 'law' | 'house';
  startsOn: StartFact;
  counting: CountingRule | null;
  extend: boolean;
  ladder: LadderRule[];
  source: string;
  confidence: Confidence;
}

/** One version of one law, as it stands from `inForceFrom` (ISO date in `zone`) until `inForceTo` (exclusive), if it has ended. */
export interface RegimeVersion {
  id: string;
  version: string;
  title: string;
  jurisdiction: string;
  zone: string;
  calendar: string | null;
  status: RuleStatus;
  inForceFrom: string;
  inForceTo: string | null;
  /** House number for "immediately", in seconds; labelled so wherever it is shown. */
  immediatelySeconds: number;
  /** Countries in which a withholding under this law takes effect, unless a decision says otherwise. */
  countries: string[];
  noticeKinds: NoticeKind[];
  authorities: string[];
  clocks: ClockRule[];
  summary: string;
}

/** One version of an authority's working calendar. */
export interface CalendarVersion {
  id: string;
  version: string;
  title: string;
  zone: string;
  /** A draft table has not been checked against the published list of holidays. */
  status: 'draft' | 'verified';
  weekend: Weekday[];
  /** ISO dates. */
  holidays: string[];
  windows: Partial<Record<Weekday, [string, string][]>>;
  source: string;
}
