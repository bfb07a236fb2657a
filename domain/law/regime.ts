import type { Weekday } from '../clock-arithmetic/calendar-date.js';
import type { Citation, Provision, Silence, SilentTopic, Unread } from './citation.js';
import type { Confidence } from './confidence.js';
import type { DueTime, Roll, Unit } from '../clock-arithmetic/counting-words.js';
import type { ClockBasis, ClockForm, ClockKind, ClockOwner, LadderRule, LadderTime } from '../clock/clock.js';
import type { Cadence } from '../letter/cadence.js';
import type { NoticeKind, SecrecyLevel } from '../notice/notice.js';

export const RULE_STATUSES = ['draft', 'in_force', 'suspended', 'partly_annulled', 'annulled', 'repealed'] as const;
export type RuleStatus = (typeof RULE_STATUSES)[number];

/**
 * What starts a clock. `issue` is also the sending of the paper; `deemed_service` is computed by the law's own rule;
 * `effect` is our own act on the platform; `authority_request` is when the authority itself got the request on which it acts.
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
  'effect',
] as const;
export type StartFact = (typeof START_FACTS)[number];

/** Fields of a notice's `facts`: instants beside issue, service and receipt that start a clock, or that a floor guards. */
export const FACT_FIELDS = [
  'actualKnowledgeAt',
  'clarifiedAt',
  'obstacleEndedAt',
  'courtConfirmedAt',
  'requestReceivedAt',
  'hearingAt',
] as const;
export type FactField = (typeof FACT_FIELDS)[number];

/** Where a fact of law comes from and how far it can be trusted; shown wherever the fact is. */
export interface Sourced {
  source: string;
  confidence: Confidence;
  /** Who of counsel has checked the number against the primary text; null: nobody yet. */
  reviewer: string | null;
  /** What was read for it; absent: nothing. */
  citation?: Citation;
  /** Its place in law, where that does not follow from what was read; absent: nobody has named it. */
  provision?: Provision;
}

/** How an amount of time is counted (docs/interface.md, Clock arithmetic). */
export interface CountingRule {
  amount: number;
  unit: Unit;
  dueTime: DueTime;
  roll: Roll;
  /** Whether the clock may be paused at all; most laws never stop. */
  stop: boolean;
}

/** `plain`: as the rule says. `eu_1182_71`: hours and days are counted as Regulation (EEC, Euratom) 1182/71 has it. */
export const PERIOD_RULES = ['plain', 'eu_1182_71'] as const;
export type PeriodRule = (typeof PERIOD_RULES)[number];

/** What a floor protects: the shortest time that the order may give, or the notice before a hearing. */
export const GUARDED = ['ordered_deadline', 'hearing'] as const;
export type Guarded = (typeof GUARDED)[number];

/** What a rule of the rulebook may rest on; the order itself comes with the notice. */
export const RULE_BASES = ['law', 'house'] as const satisfies readonly ClockBasis[];
export type RuleBasis = (typeof RULE_BASES)[number];

/** One clock that a regime starts. Without `counting` the order itself sets the time. */
export interface ClockRule extends Sourced {
  kind: ClockKind;
  owner: ClockOwner;
  basis: RuleBasis;
  /** A ceiling is an instant to be done by; a floor one that may not be undercut. */
  form: ClockForm;
  startsOn: StartFact;
  counting: CountingRule | null;
  period: PeriodRule;
  /** Local dates (the second not included) in one of which the start has to fall; empty: always. Displaces the same clock without a window. */
  windows: { from: string; to: string }[];
  guards: Guarded | null;
  /** Of this provision alone: a court may have struck down one clock of a law that stands. */
  status: RuleStatus;
  extend: boolean;
  ladder: LadderRule[];
  ladderTime: LadderTime;
  /** What a reader has to know beside the number. */
  note: string | null;
}

/**
 * What it does to the clocks when something is missing from the paper: nothing, it may pause them (one of the law's own
 * has to stop, or the rulebook is not loaded), or the order is void.
 */
export const LACKS = ['clocks_run', 'clocks_may_pause', 'void'] as const;
export type Lack = (typeof LACKS)[number];

/** What a reviewer answers, with the paper in hand, to a question of the checklist. */
export const CHECKLIST_ANSWERS = ['present', 'missing'] as const;
export type ChecklistAnswer = (typeof CHECKLIST_ANSWERS)[number];

/** One thing that the paper must contain. */
export interface ContentRule extends Sourced {
  /** Lower case with dashes, unique in its version. */
  id: string;
  /** The question a reviewer answers with the paper in hand. */
  asks: string;
  /** The sentence of the push-back letter when it is missing. */
  sentence: string;
  lack: Lack;
}

export const USER_NOTICE_RULES = ['required', 'allowed', 'forbidden', 'contested'] as const;
/** When the user is told by the law's own words; a law may ask for it and name no time. */
export const USER_NOTICE_TIMES = ['at_once', 'after_secrecy', 'never'] as const;
/** What a law may ask of an answer beside its time. */
export const FORMALITIES = ['language', 'form', 'addressee', 'publication'] as const;
export type Formality = (typeof FORMALITIES)[number];
/** What a law says of publishing what it orders and what was done: absent, it asks for something or says nothing. */
export const PUBLICATION_RULES = ['forbidden', 'contested'] as const;
export type PublicationRule = (typeof PUBLICATION_RULES)[number];
export const PENALTY_BEARERS = ['company', 'staff', 'content_manager', 'representative'] as const;

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
  inForce: Sourced;
  /** House number for "immediately", in seconds; labelled so wherever it is shown. */
  immediatelySeconds: number;
  /** Countries in which a withholding under this law takes effect, unless a decision says otherwise. */
  countries: string[];
  noticeKinds: NoticeKind[];
  authorities: string[];
  /** Other laws that hold for the same order: of each clock of ours the one that falls due first runs. */
  alongside: string[];
  whoMayOrder: (Sourced & { who: string; rank: string | null; channel: string | null })[];
  contents: ContentRule[];
  /** How service is dated where it is not witnessed, counted from the issue. */
  deemedService: (Sourced & { counting: CountingRule }) | null;
  clocks: ClockRule[];
  /** The level a reader of this law would choose when the paper says nothing. */
  secrecy: (Sourced & { level: SecrecyLevel; text: string }) | null;
  userNotice:
    | (Sourced & {
        rule: (typeof USER_NOTICE_RULES)[number];
        /** Absent: the law names no time, or nobody has read one. */
        when?: (typeof USER_NOTICE_TIMES)[number] | undefined;
        text: string;
      })
    | null;
  /** `forUsers`: the text that affected people get; absent: the message to them leaves the remedy out. */
  remedies: (Sourced & { text: string; forUsers?: string | undefined })[];
  /** `prison`: the text read for it names one; absent: it does not, or nobody has read it. */
  penalties: (Sourced & { text: string; fallsOn: (typeof PENALTY_BEARERS)[number][]; prison?: true | undefined })[];
  /** What an answer has to be like; what nobody has read is absent. */
  formalities?: Partial<Record<Formality, Sourced & { text: string; rule?: PublicationRule | undefined }>> | undefined;
  /** How often the authority is to hear how an open notice stands; absent: the law asks for none, or nobody has read it. */
  statusUpdates?: (Sourced & { every: Cadence; text: string }) | undefined;
  /** On what an order may rest. */
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
 * Where the holidays of some years come from: `published` by the authority, `derived` from a law that names the days, or a
 * `draft` of neither.
 */
export const CALENDAR_YEAR_STATUSES = ['published', 'derived', 'draft'] as const;

/** Years (both included) of which a calendar knows the holidays. */
export interface CalendarYears {
  from: number;
  to: number;
  status: (typeof CALENDAR_YEAR_STATUSES)[number];
  source: string;
  url?: string | undefined;
  /** ISO date on which that was read. */
  read?: string | undefined;
}

/** A day on which an office is open for a part of its hours only; local times like 13:00, one of them at least. */
export interface HalfDay {
  /** ISO date. */
  date: string;
  opensAt?: string | undefined;
  closesAt?: string | undefined;
}

/** One version of an authority's working calendar. */
export interface CalendarVersion {
  id: string;
  version: string;
  title: string;
  zone: string;
  status: CalendarStatus;
  weekend: Weekday[];
  /** ISO dates. */
  holidays: string[];
  /** In no holiday list: they count as whole working days. Absent where there are none. */
  halfDays?: HalfDay[] | undefined;
  windows: Partial<Record<Weekday, [string, string][]>>;
  source: string;
  /** The span that the holidays cover; empty where no day is closed. */
  years: CalendarYears[];
}

/** Whether a version or a provision with this status, in force from and to, may drive a clock at all. */
export function drivesClocks({ status, inForceTo }: { status: RuleStatus; inForceTo: string | null }): boolean {
  // What was repealed or struck down governs what was received while it stood, so its end has to be known.
  if (status === 'repealed' || status === 'annulled') return inForceTo !== null;
  return status === 'in_force' || status === 'partly_annulled';
}
