import type { Dialogue } from '../letter/dialogue.js';
import type { Offer } from '../letter/proposal.js';
import type { Actor } from '../people/actor.js';
import type { AuthorityPaper, Clock, LadderLevel } from '../clock/clock.js';
import type { LetterEffect } from './effect.js';
import type { Duty } from '../duty/duty.js';
import type { LinkKind, Priority } from '../notice/notice.js';
import type { Authenticity } from '../notice/notice.js';
import type { SenderMethod, SenderOutcome } from '../notice/sender.js';
import type { SenderPoint } from '../notice/sender-points.js';
import type { LedgerCounts } from '../target/ledger.js';
import type { LetterKind } from '../letter/letter.js';
import type { ChecklistAnswer } from '../law/regime.js';
import type { OrderStanding } from '../order/order-status.js';
import type { ContentCategory } from '../report/content-category.js';
import type { RestoreBasis } from '../submission/restoring-alone.js';
import type { Purpose, RestoreCause, Seat } from '../submission/submission.js';

/** What the registry froze, as the workflow needs it: no targets, only their count and digest. */
export interface FrozenSubmission {
  number: number;
  digest: string;
  purpose: Purpose;
  cause: RestoreCause | null;
  seats: Seat[];
  /** Targets of this submission for which the platform has to act. */
  enforced: number;
  /** Targets that get an acting lane; a disclosure counts here and not above. */
  acting: number;
  disclosed: number;
  targets: number;
  letters: LetterKind[];
  ledger: LedgerCounts;
  /** Ids of the people who drafted any of its decisions. */
  drafters: string[];
  /** To be carried out on one yes; `seats` is the full quorum, asked afterwards. */
  emergency?: { seats: Seat[] };
}

/** A clock as computed anew outside: the workflow holds no calendar. */
export interface ClockMove {
  /** The row that keeps why and by whom, and the receipt after the move. */
  move: string;
  clock: string;
  /** The clock's round that the computation saw; a clock moved since then is refused. */
  round: number;
  /** null while paused. */
  dueAtMs: number | null;
  /** Every step anew, unfired; empty for a pause. */
  ladder: LadderLevel[];
  reason: string;
}

/** What ops or counsel does about targets that failed or drifted. */
export const TARGET_REPAIRS = ['retry', 'skip'] as const;
export type TargetRepairAction = (typeof TARGET_REPAIRS)[number];

/** What ops or counsel does about a notice that is stuck. */
export type Repair =
  /** Targets are chosen outside and kept under the command's id; the workflow is told how many, of which submission. */
  | { action: TargetRepairAction; reason: string; submission: number; target: number | null; count: number }
  /** Letters that did not arrive, each under the key it had. */
  | { action: 'resend'; reason: string; letters: LetterEffect[] }
  | { action: 'reassign'; reason: string; to: string; toName: string }
  /** `recorded`: the version that the registry shows, which may be ahead of the workflow's. */
  | ({ action: 'rebuild'; reason: string; recorded: number } & FromRegistry)
  /** `asked`: what another person asked for before, with the id under which it is kept. */
  | ({
      action: 'force_close';
      reason: string;
      asked: { id: string; by: string; byName: string; reason: string };
    } & FromRegistry);

/** `epoch`: the run that the registry starts for it, because the workflow is gone or behind; absent: the run that there is. */
interface FromRegistry {
  epoch?: number;
}

/** Repairs that ops may ask for. */
export const REPAIRS = ['retry', 'resend', 'reassign', 'skip', 'rebuild', 'force_close'] as const;
export type RepairAction = (typeof REPAIRS)[number];
export type RepairOf<Action extends RepairAction> = Extract<Repair, { action: Action }>;

export interface TriageReading {
  /** Instants as they stand now, RFC 3339. */
  instants?: { issuedAt: string | null; servedAt: string | null; facts: Record<string, string> };
  /** The regime's checklist as answered so far, by content id. */
  checklist?: Record<string, ChecklistAnswer>;
  /** Until when the order holds by its own words, RFC 3339; null: it names no end. */
  effectiveUntil?: string | null;
  /** What kind of content it is about; null: what was said of it is taken back. */
  category?: ContentCategory | null;
  /** Said of the clocks that were started anew: rules that cannot be computed, floors that the order undercuts. */
  clocks?: { problems: string[]; undercut: string[] };
}

/** Bodies of the commands that the workflow decides, by name. Instants are epoch ms; clocks were computed outside. */
export interface CommandBodies {
  triage: {
    regime: { id: string; version: string; clocks: Clock[] } | null;
    authenticity: Authenticity | null;
    priority: Priority | null;
    queue: string | null;
    /** What triage has read from the paper, kept with the notice once the command is accepted. */
    read?: TriageReading;
    /** When the authority answered a question, read after triage: nothing else changes. */
    answeredAtMs?: number;
  };
  /** A person has checked who sent it. `contact`: who was called, as the directory had it; `document`: by SHA-256. */
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
  assign: { to: string; toName: string };
  submit: { frozen: FrozenSubmission };
  /** `basis`: what lets its author act alone; absent where another person is asked. */
  reinstate: { frozen: FrozenSubmission; note: string; basis?: RestoreBasis };
  /** `voided`: whose earlier yes no longer counts, as the desk saw when this one was given; absent where all do. */
  approve: { submission: number; digest: string; voided?: string[] };
  return: { submission: number; reason: string };
  /** Afterwards, for what was carried out on one yes. `refuse` says no, with its reason. */
  ratify: { submission: number; digest: string; refuse: boolean; reason: string };
  /** `toMs`: the new due that the person has read, of an extension. */
  confirm_deadline: { clock: string; toMs?: number };
  /** `stayed`: a court's stay stops the clock, whatever its rule says. `replyClock`: of the authority, for another answer. */
  pause: ClockMove & { atMs: number; stayed?: true; reply?: number; replyClock?: Clock };
  /** `reply`, `notice`: the answer on record from whose arrival it counts. */
  resume: ClockMove & { atMs: number; reply?: number; notice?: string };
  extend: ClockMove & { authorityReference: string | null; paper: AuthorityPaper };
  acknowledge_escalation: { clock: string; level: number };
  request_dialogue: Dialogue & { replyClock: Clock };
  /** `offer`: what the authority proposed there. */
  record_dialogue: { outcome: string; minutes: string; offer?: Offer };
  link: { notice: string; number: string; as: LinkKind };
  annotate: { text: string; audience: 'internal' | 'outward' };
  /** Counsel has the order carried out although it is not in effect. `order`: how it stood then. */
  uphold_order: { reason: string; document: string | null; order: OrderStanding };
  repair: Repair;
  /** `duties`: what the desk saw of ours that is owed beside the clocks; absent where nothing is. */
  close: { reason: string; override: boolean; duties?: Duty[] };
  reopen: { reason: string };
  /** Sent by the desk when a related notice of the authority came in. */
  authority_act: { notice: string; number: string; as: LinkKind };
  /** Sent by the desk when a mail of the authority has answered us; its text is on the timeline already. */
  authority_replied: { reply: number };
  /** Sent by the desk when a list has brought new targets. */
  add_targets: { upload: number; accepted: number; ledger: LedgerCounts };
  /** Sent by the desk when we have acted and the law starts clocks from that. */
  start_clocks: { clocks: Clock[] };
  /** Sent by the desk when the platform has told all users that were to be told; `gone`: those that it knows no more. */
  users_told: { told: number; gone: number };
  /** Sent by the desk when the record shows that an order stands otherwise. `ended`: clocks of duties whose cause is over. */
  order_status_changed: { order: OrderStanding; ended: string[] };
  /** Sent by the desk for each open clock of an approved change of the rulebook. */
  move_clock: ClockMove & { revision: number };
}

export type CommandName = keyof CommandBodies;

/** A command as it travels to the workflow. `id` is the Update id and the id of the attempt's row. */
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
  | 'users_told';
/** A command of the desk itself, which no person waits for: the outbox keeps it until the engine has it. */
export type OwnCommand = { [Name in OwnCommandName]: { name: Name; body: CommandBodies[Name] } }[OwnCommandName];
