import type { Weekday } from '../clock-arithmetic/calendar-date.js';
import type { Citation, Provision, Silence, SilentTopic, Unread } from './citation.js';
import type { Confidence } from './confidence.js';
import type { DueTime, Roll, Unit } from '../clock-arithmetic/counting-words.js';
import type { ClockBasis, ClockForm, ClockKind, ClockOwner, EscalationRule, EscalationTime } from '../clocks/clock.js';
import type { Cadence } from '../letters/cadence.js';
import type { AcceptedLanguages, IntakeDuty } from '../duties/intake.js';
import type { NoticeKind, SecrecyLevel } from '../notices/notice.js';

export const RULE_STATUSES = ['draft', 'in_force', 'suspended', 'partly_annulled', 'annulled', 'repealed'] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

/**
 * Facts that start a clock. `issue` is also when the document was sent; `deemed_service` follows the law's own rule;
 * `authority_request` is when the authority itself received the request that it acts on; `enforcing_notice` is the
 * receipt of an order that another State's authority was also notified of. Our own acts: `effect`, what we do on the
 * platform, and `user_notice`, the message to users.
 */
export const START_FACTS = [
  'issue',
  'service',
  'deemed_service',
  'receipt',
  'actual_knowledge',
  'clarification',
  'obstacle_ended',
  'court_confirmation',
  'authority_request',
  'enforcing_notice',
  'effect',
  'user_notice',
] as const;
export type StartFact = (typeof START_FACTS)[number];
/** Clocks that these start open once the act is done, not at intake. */
export const OWN_ACTS = ['effect', 'user_notice'] as const satisfies readonly StartFact[];
export type OwnAct = (typeof OWN_ACTS)[number];

/**
 * Fields of a notice's `facts`: instants, besides issue, service and receipt, that start a clock or that a floor
 * guards.
 */
export const FACT_FIELDS = [
  'actualKnowledgeAt',
  'clarifiedAt',
  'obstacleEndedAt',
  'courtConfirmedAt',
  'requestReceivedAt',
  'hearingAt',
  'enforcingNoticeAt',
  'disclosureClearedAt',
] as const;
export type FactField = (typeof FACT_FIELDS)[number];

/** Source of a fact of law and how far it can be trusted; shown wherever the fact is. */
export interface Sourced {
  source: string;
  confidence: Confidence;
  reviewer: string | null;
  citation?: Citation;
  /** Place in law, if it does not follow from the citation; absent: not named. */
  provision?: Provision;
}

/** How an amount of time is counted (docs/integrating/interface.md, Clock arithmetic). */
export interface CountingRule {
  amount: number;
  unit: Unit;
  dueTime: DueTime;
  roll: Roll;
  /** Whether the clock may be paused at all; under most laws it may not. */
  stop: boolean;
}

/** `plain`: as the rule says. `eu_1182_71`: hours and days are counted by Regulation (EEC, Euratom) 1182/71. */
export const PERIOD_RULES = ['plain', 'eu_1182_71'] as const;
export type PeriodRule = (typeof PERIOD_RULES)[number];

/**
 * What a floor protects: the shortest time that the order may give, the notice before a hearing, or data that we must not
 * produce earlier.
 */
export const GUARDED = ['ordered_deadline', 'hearing', 'disclosure'] as const;
export type Guarded = (typeof GUARDED)[number];

/** Possible bases of a rule in the rulebook; the order itself arrives with the notice. */
export const RULE_BASES = ['law', 'policy'] as const satisfies readonly ClockBasis[];
export type RuleBasis = (typeof RULE_BASES)[number];

/** One clock that a regime starts. Without `counting` the order itself sets the time. */
export interface ClockRule extends Sourced {
  kind: ClockKind;
  owner: ClockOwner;
  basis: RuleBasis;
  form: ClockForm;
  startsOn: StartFact;
  counting: CountingRule | null;
  period: PeriodRule;
  /**
   * Local dates (end exclusive), one of which must contain the start; empty: always. Replaces the same clock without a
   * window.
   */
  windows: { from: string; to: string }[];
  guards: Guarded | null;
  /** Status of this provision alone: a court may have struck down one clock of a law that stands. */
  status: RuleStatus;
  extend: boolean;
  escalation: EscalationRule[];
  escalationTime: EscalationTime;
  note: string | null;
}

/**
 * Effect on the clocks if the document lacks something: none; they may be paused (the rulebook loads only if at least
 * one of the law's clocks may stop); or the order is void.
 */
export const LACKS = ['clocks_run', 'clocks_may_pause', 'void'] as const;
export type Lack = (typeof LACKS)[number];

export const CHECKLIST_ANSWERS = ['present', 'missing'] as const;
export type ChecklistAnswer = (typeof CHECKLIST_ANSWERS)[number];

/** One thing that the document must contain. */
export interface ContentRule extends Sourced {
  id: string;
  /** The checklist question that a reviewer answers from the document. */
  asks: string;
  sentence: string;
  lack: Lack;
  /** Absent: the content of the document. */
  about?: IntakeDuty | undefined;
  /** Of an item about the language; absent: only a person can tell. */
  accepts?: AcceptedLanguages | undefined;
}

export const USER_NOTICE_RULES = ['required', 'allowed', 'forbidden', 'contested'] as const;
/** When the law itself says that the user is notified; it may require notification without naming a time. */
export const USER_NOTICE_TIMES = ['at_once', 'after_secrecy', 'never'] as const;
/** What a law may require of an answer besides its time. */
export const FORMALITIES = ['language', 'form', 'addressee', 'publication'] as const;
export type Formality = (typeof FORMALITIES)[number];
/** `forbidden`: of publication alone; absent: it requires something or is silent. */
export const PUBLICATION_RULES = ['forbidden', 'contested'] as const;
export type PublicationRule = (typeof PUBLICATION_RULES)[number];
/** A fact about the company on which a law's application depends (`company.yaml`). */
export type CompanyTest =
  | { users: { country: string; atLeast: number } }
  | { licence: string }
  | { representative: string }
  | { designation: string };

export interface FormalityRule extends Sourced {
  text: string;
  rule?: PublicationRule | undefined;
  /** Prescribed forms of an answer (`rulebook/forms/`), of `form` alone. */
  forms?: string[] | undefined;
}

export const PENALTY_BEARERS = ['company', 'staff', 'content_manager', 'representative'] as const;

/**
 * One version of a law, in force from `inForceFrom` (ISO date in `zone`) until `inForceTo` (exclusive), if it has
 * ended.
 */
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
  inForce: Sourced;
  /** Company default for "immediately", in seconds; labelled so wherever it is shown. */
  immediatelySeconds: number;
  /** Countries in which a withholding under this law takes effect, unless a decision says otherwise. */
  countries: string[];
  noticeKinds: NoticeKind[];
  authorities: string[];
  /** Other laws that apply to the same order: of each of our clocks, the one due first runs. */
  alongside: string[];
  // The law of counter notifications: the complainant gets a copy of each. Absent: there are none.
  counteredBy?: string | undefined;
  /** The law applies only to a company for which all of them hold; absent: to every company. */
  thresholds?: (Sourced & { text: string; test: CompanyTest })[] | undefined;
  whoMayOrder: (Sourced & { who: string; rank: string | null; channel: string | null })[];
  contents: ContentRule[];
  /** How unwitnessed service is dated, counted from the issue. */
  deemedService: (Sourced & { counting: CountingRule }) | null;
  clocks: ClockRule[];
  secrecy: (Sourced & { level: SecrecyLevel; text: string }) | null;
  userNotice:
    | (Sourced & {
        rule: (typeof USER_NOTICE_RULES)[number];
        /** Absent: the law names no time, or none has been read. */
        when?: (typeof USER_NOTICE_TIMES)[number] | undefined;
        text: string;
      })
    | null;
  /** `forUsers`: text for affected users; absent: their message omits the remedy. */
  remedies: (Sourced & { text: string; forUsers?: string | undefined })[];
  /** `prison`: the text that was read names it; absent: it does not, or it has not been read. */
  penalties: (Sourced & { text: string; fallsOn: (typeof PENALTY_BEARERS)[number][]; prison?: true | undefined })[];
  /** What an answer has to be like; what nobody has read is absent. */
  formalities?: Partial<Record<Formality, FormalityRule>> | undefined;
  /** Absent: the law requires none, or it has not been read. */
  statusUpdates?: (Sourced & { every: Cadence; text: string }) | undefined;
  grounds: (Sourced & { text: string })[];
  /** Topics on which the law was read and says nothing. */
  silent: Partial<Record<SilentTopic, Silence>>;
  /** Topics whose text was looked for and could not be read; absent: none. */
  unread?: Partial<Record<SilentTopic, Unread>> | undefined;
  summary: string;
}

/** A draft table has not been checked against the published list of holidays. */
export const CALENDAR_STATUSES = ['draft', 'verified'] as const;
export type CalendarStatus = (typeof CALENDAR_STATUSES)[number];

/**
 * Source of a year's holidays: `published` by the authority, `derived` from a law that names the days, or a `draft`
 * from neither.
 */
export const CALENDAR_YEAR_STATUSES = ['published', 'derived', 'draft'] as const;

/** Years (both inclusive) whose holidays a calendar knows. */
export interface CalendarYears {
  from: number;
  to: number;
  status: (typeof CALENDAR_YEAR_STATUSES)[number];
  source: string;
  url?: string | undefined;
  read?: string | undefined;
}

/** A day on which an office is open only part of its hours; local times like 13:00, at least one of them set. */
export interface HalfDay {
  date: string;
  opensAt?: string | undefined;
  closesAt?: string | undefined;
}

export interface CalendarVersion {
  id: string;
  version: string;
  title: string;
  zone: string;
  status: CalendarStatus;
  weekend: Weekday[];
  holidays: string[];
  /** Not in any holiday list: they count as whole working days. */
  halfDays?: HalfDay[] | undefined;
  windows: Partial<Record<Weekday, [string, string][]>>;
  source: string;
  /** The span that the holidays cover; empty where no day is closed. */
  years: CalendarYears[];
}

/** Whether a version or provision with this status and these dates may drive a clock at all. */
export function drivesClocks({ status, inForceTo }: { status: RuleStatus; inForceTo: string | null }): boolean {
  // A repealed or annulled law governs what was received while it stood, so its end has to be known.
  if (status === 'repealed' || status === 'annulled') return inForceTo !== null;
  return status === 'in_force' || status === 'partly_annulled';
}
