import type { Dialogue } from '../letters/dialogue.js';
import type { Clock, ClockKind } from '../clocks/clock.js';
import type { ClockMove, CommandBodies, TargetRepairAction, TriageReading } from '../commands/command.js';
import type { ClosingAnswers } from '../duties/closing.js';
import type { Duty } from '../duties/duty.js';
import type { OrderState, OrderStatus } from '../orders/order-status.js';
import type { Authenticity, Priority } from '../notices/notice.js';
import type { Role } from '../people/permission.js';
import type { RestoreBasis } from '../submissions/restoring-alone.js';
import type { RestoreCause } from '../submissions/submission.js';

export interface LoggedLaw {
  id: string;
  version: string;
}

type Moved = Omit<ClockMove, 'escalation'> & { kind: ClockKind; fromDueAtMs: number | null };

interface ExtensionRequested {
  /** Id of the clock move that another person is asked to confirm. */
  requested: string;
  clock: string;
  kind: ClockKind;
  dueAtMs: number;
  fromDueAtMs: number | null;
  reason: string;
  authorityReference: string | null;
  /** The authority's document: one of the notice by its SHA-256, or another notice. */
  document?: string;
  notice?: string;
  number?: string;
}

interface ExtensionConfirmed {
  clock: string;
  kind: ClockKind;
  move: string;
  dueAtMs: number;
  fromDueAtMs: number | null;
  /** Name and id of who asked for it. */
  requestedBy: string;
  requestedById: string;
}

interface SubmittedBy {
  submission: number;
  digest: string;
  targets: number;
  /** 0: its author may act alone. */
  approvalsNeeded: number;
  /** Absent if the full quorum is asked beforehand. */
  emergency?: boolean;
}

interface LoggedBasis {
  basis?: RestoreBasis['basis'];
  /** RFC 3339. */
  endedAt?: string;
  notice?: string;
  number?: string;
  law?: string;
  refused?: number;
  appeal?: string;
}

type Repaired =
  | { action: TargetRepairAction; reason: string; submission: number; target: number | null; count: number }
  | { action: 'resend'; reason: string; letters: string[] }
  | { action: 'reassign'; reason: string; from: string | null; to: string; name: string }
  /** `from`: the state the notice continued from; absent: the workflow's. */
  | { action: 'rebuild'; reason: string; workflowVersion: number; registryVersion: number; from?: 'registry' }
  | {
      action: 'force_close';
      reason: string;
      requested: { id: string; by: string; byName: string; reason: string };
      dropped: string[];
    };

export interface CommandEvents {
  triage: {
    regime: LoggedLaw;
    authenticity: Authenticity;
    priority: Priority | null;
    queue: string | null;
    read?: TriageReading;
    answeredAtMs?: number;
  };
  /** `authenticity` is the value after the check. */
  verify_sender: CommandBodies['verify_sender'] & { authenticity: Authenticity };
  /** `from`: the previous holder, if counsel took the notice over. */
  claim: { until: string; from?: string | null };
  release: { from: string };
  assign: { to: string; name: string; note?: string };
  submit: SubmittedBy;
  /** Submitted for approval, or carried out immediately if its author may act alone. */
  reinstate: SubmittedBy & { cause: RestoreCause | null; note: string } & LoggedBasis;
  /** `complete`: the approval was the last one needed. */
  approve: {
    submission: number;
    digest: string;
    complete: boolean;
    /** Absent people on whose behalf it was given, and the roles used. */
    for?: { id: string; name: string }[];
    roles?: Role[];
    emergency?: boolean;
    /** People whose earlier approval no longer counts: inactive, or without the role. */
    voided?: { id: string; name: string }[];
  };
  return: { submission: number; reason: string };
  ratify: { submission: number; digest: string; refused: boolean; reason?: string; complete?: boolean };
  /**
   * A second person has confirmed an ordered deadline, or the document that extends it; an extended clock moves now.
   */
  confirm_deadline: { clock: string; kind: ClockKind } | ExtensionConfirmed;
  /** Followed by `page_acknowledged`. */
  acknowledge_escalation: { clock: string; level: number };
  pause: Moved & { atMs: number; stayed?: true; reply?: number; replyClock?: string };
  resume: Moved & { atMs: number; reply?: number; notice?: string };
  /** More time from the authority was asked for and waits for a second person. */
  extend: ExtensionRequested;
  move_clock: Moved & { rulebookRevision: number };
  start_clocks: { clocks: { clock: string; kind: ClockKind; dueAtMs: Clock['dueAtMs'] }[] };
  /** `replyClock`: the clock for the office's answer. */
  request_dialogue: Dialogue & { replyClock?: string };
  record_dialogue: CommandBodies['record_dialogue'];
  link: CommandBodies['link'];
  authority_act: CommandBodies['authority_act'];
  /**
   * A person attached a mail to the notice: unless it is `aligned`, only their word says that the authority sent it.
   */
  mail_attached: { mail: string; reply: number };
  /**
   * A mail of the authority was attached. `automatic`: an auto-reply. The message comes first in the list of documents,
   * each by its SHA-256.
   */
  authority_replied: {
    reply: number;
    mail: string;
    from: string;
    subject: string;
    text: string;
    aligned: boolean;
    automatic: boolean;
    documents: string[];
  };
  add_targets: { upload: number; accepted: number };
  annotate: CommandBodies['annotate'];
  /** Counsel has the order enforced although it is not in effect. */
  uphold_order: CommandBodies['uphold_order'];
  /** `stopped`, `restarted`: kinds of our clocks. */
  order_status_changed: OrderState & { from: OrderStatus; stopped: ClockKind[]; restarted: ClockKind[] };
  repair: Repaired;
  users_notified: CommandBodies['users_notified'];
  /** `unmet`: clocks of ours that counsel's override closed; `owed`: further unmet duties. */
  close: { reason: string; override: boolean; unmet: string[]; owed?: Duty[]; answers?: ClosingAnswers };
  reopen: CommandBodies['reopen'];
}
