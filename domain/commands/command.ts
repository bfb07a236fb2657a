import type { Dialogue } from '../letters/dialogue.js';
import type { Offer } from '../letters/proposal.js';
import type { Actor } from '../people/actor.js';
import type { AuthorityDocument, Clock, EscalationLevel } from '../clocks/clock.js';
import type { LetterEffect } from './effect.js';
import type { ClosingAnswers } from '../duties/closing.js';
import type { Duty } from '../duties/duty.js';
import type { LinkKind, Priority } from '../notices/notice.js';
import type { Authenticity } from '../notices/notice.js';
import type { SenderMethod, SenderOutcome } from '../notices/sender.js';
import type { SenderPoint } from '../notices/sender-points.js';
import type { LedgerCounts } from '../targets/ledger.js';
import type { LetterKind } from '../letters/letter.js';
import type { ChecklistAnswer } from '../rulebook/regime.js';
import type { OrderState } from '../orders/order-status.js';
import type { ContentCategory } from '../reports/content-category.js';
import type { RestoreBasis } from '../submissions/restoring-alone.js';
import type { Purpose, RestoreCause, ApproverSlot } from '../submissions/submission.js';

/** What the workflow needs of a submission frozen in the registry: counts and digest, no targets. */
export interface FrozenSubmission {
  number: number;
  digest: string;
  purpose: Purpose;
  cause: RestoreCause | null;
  approverSlots: ApproverSlot[];
  enforced: number;
  /** Targets with an acting action, including disclosures, which `enforced` leaves out. */
  acting: number;
  disclosed: number;
  targets: number;
  letters: LetterKind[];
  ledger: LedgerCounts;
  /** Ids of the people who drafted any of its decisions. */
  drafters: string[];
  /** Enforced on one approval; the rest of the quorum ratifies afterwards. */
  emergency?: { approverSlots: ApproverSlot[] };
}

/** A clock recomputed outside the workflow, which holds no calendar. */
export interface ClockMove {
  /** Row that stores the reason, the author and the receipt after the move. */
  move: string;
  clock: string;
  /** The revision that the computation saw; rejected if the clock has moved since. */
  revision: number;
  /** Null while paused. */
  dueAtMs: number | null;
  escalation: EscalationLevel[];
  reason: string;
}

/** What ops or counsel can do about failed or drifted targets. */
export const TARGET_REPAIRS = ['retry', 'skip'] as const;
export type TargetRepairAction = (typeof TARGET_REPAIRS)[number];

/** What ops or counsel can do about a stuck notice. */
export type Repair =
  /**
   * The registry selects the targets and stores them under the command's id; the workflow gets only the count and
   * submission.
   */
  | { action: TargetRepairAction; reason: string; submission: number; target: number | null; count: number }
  | { action: 'resend'; reason: string; letters: LetterEffect[] }
  | { action: 'reassign'; reason: string; to: string; toName: string }
  /** `recorded`: the registry's version, which may be ahead of the workflow's. */
  | ({ action: 'rebuild'; reason: string; recorded: number } & FromRegistry)
  /** `asked`: the earlier request of another person, with the id it is stored under. */
  | ({
      action: 'force_close';
      reason: string;
      requested: { id: string; by: string; byName: string; reason: string };
    } & FromRegistry);

/** `epoch`: the run that the registry starts because the workflow is gone or behind; absent for the existing run. */
interface FromRegistry {
  epoch?: number;
}

export const REPAIRS = ['retry', 'resend', 'reassign', 'skip', 'rebuild', 'force_close'] as const;
export type RepairAction = (typeof REPAIRS)[number];
export type RepairOf<Action extends RepairAction> = Extract<Repair, { action: Action }>;

export interface TriageReading {
  instants?: { issuedAt: string | null; servedAt: string | null; facts: Record<string, string> };
  checklist?: Record<string, ChecklistAnswer>;
  /** RFC 3339; null: the order names no end. */
  effectiveUntil?: string | null;
  /** As a person read it; the clocks were computed from it. */
  orderedDeadline?: { at?: string; within?: string; immediately?: true; confirmed: boolean; enteredBy: string | null };
  /** Kind of content that the order is about; null withdraws an earlier statement. */
  category?: ContentCategory | null;
  clocks?: { problems: string[]; undercut: string[] };
  /** A person named the law, if only to confirm it. */
  lawConfirmed?: true;
}

/**
 * Bodies of the commands that the workflow decides, by name. Instants are epoch ms; clocks were computed outside the
 * workflow.
 */
export interface CommandBodies {
  triage: {
    regime: { id: string; version: string; clocks: Clock[] } | null;
    authenticity: Authenticity | null;
    priority: Priority | null;
    queue: string | null;
    read?: TriageReading;
    /** When the authority answered a question, read after triage; nothing else changes. */
    answeredAtMs?: number;
  };
  /** `contact`: who was called, as listed in the directory; `document`: SHA-256. */
  verify_sender: {
    method: SenderMethod;
    contact: string | null;
    document: string | null;
    outcome: SenderOutcome;
    note: string;
    /** What of the checklist was ticked. */
    points: SenderPoint[];
  };
  claim: object;
  release: object;
  /** `note`: for the assignee. */
  assign: { to: string; toName: string; note?: string };
  submit: { frozen: FrozenSubmission };
  /** `basis`: what lets its author act alone; absent where another person is asked. */
  reinstate: { frozen: FrozenSubmission; note: string; basis?: RestoreBasis };
  /**
   * `voided`: people whose earlier approval no longer counts, as checked when this one was given; absent if all count.
   */
  approve: { submission: number; digest: string; voided?: string[] };
  return: { submission: number; reason: string };
  /** Answers, afterwards, what was enforced on one approval. `refuse` rejects it, with a reason. */
  ratify: { submission: number; digest: string; refuse: boolean; reason: string };
  /** `toMs`: for an extension, the new due that the person has read. */
  confirm_deadline: { clock: string; toMs?: number };
  /**
   * `stayed`: a court's stay pauses the clock whatever its rule says. `replyClock`: the authority's clock for another
   * answer.
   */
  pause: ClockMove & { atMs: number; stayed?: true; reply?: number; replyClock?: Clock };
  /** `reply`, `notice`: the recorded answer from whose arrival the resumption counts. */
  resume: ClockMove & { atMs: number; reply?: number; notice?: string };
  extend: ClockMove & { authorityReference: string | null; document: AuthorityDocument };
  acknowledge_escalation: { clock: string; level: number };
  request_dialogue: Dialogue & { replyClock?: Clock };
  record_dialogue: { outcome: string; minutes: string; offer?: Offer };
  link: { notice: string; number: string; as: LinkKind };
  annotate: { text: string; audience: 'internal' | 'outward' };
  uphold_order: { reason: string; document: string | null; order: OrderState };
  repair: Repair;
  /** `duties`: what the desk saw of ours that is owed beside the clocks; absent where nothing is. */
  /** `duties`: unmet ones; `answers`: what people said about the duties of the answer. */
  close: { reason: string; override: boolean; duties?: Duty[]; answers?: ClosingAnswers };
  reopen: { reason: string };
  authority_act: { notice: string; number: string; as: LinkKind };
  authority_replied: { reply: number };
  add_targets: { upload: number; accepted: number; ledger: LedgerCounts };
  start_clocks: { clocks: Clock[] };
  /** Sent by the desk once the platform has processed all user notices; `gone`: users it no longer knows. */
  users_notified: { notified: number; gone: number };
  /** Sent by the desk when the order's status changes. `ended`: clocks of duties whose cause is over. */
  order_status_changed: { order: OrderState; ended: string[] };
  move_clock: ClockMove & { rulebookRevision: number };
}

export type CommandName = keyof CommandBodies;

/** A command as sent to the workflow. `id` is the Update id and the id of the attempt's row. */
export type Command = {
  [Name in CommandName]: {
    id: string;
    name: Name;
    actor: Actor;
    body: CommandBodies[Name];
    expectedVersion?: number;
    comment?: string;
  };
}[CommandName];

export type CommandOf<Name extends CommandName> = Extract<Command, { name: Name }>;

type OwnCommandName =
  | 'add_targets'
  | 'authority_act'
  | 'authority_replied'
  | 'move_clock'
  | 'start_clocks'
  | 'order_status_changed'
  | 'pause'
  | 'resume'
  | 'users_notified';
/** A command of the desk itself: the outbox stores it until the Temporal server has accepted it. */
export type OwnCommand = { [Name in OwnCommandName]: { name: Name; body: CommandBodies[Name] } }[OwnCommandName];
