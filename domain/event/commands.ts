import type { Dialogue } from '../letter/dialogue.js';
import type { Clock, ClockKind } from '../clock/clock.js';
import type { ClockMove, CommandBodies, TargetRepairAction, TriageReading } from '../command/command.js';
import type { Duty } from '../duty/duty.js';
import type { OrderStanding, OrderStatus } from '../order/order-status.js';
import type { Authenticity, Priority } from '../notice/notice.js';
import type { Role } from '../people/permission.js';
import type { RestoreBasis } from '../submission/restoring-alone.js';
import type { RestoreCause } from '../submission/submission.js';

/** A law by id and version, as an entry names it. */
export interface ToldLaw {
  id: string;
  version: string;
}

/** A clock that was moved: all of the move but the steps of its ladder, and what it was before. */
type Moved = Omit<ClockMove, 'ladder'> & { kind: ClockKind; fromDueAtMs: number | null };

/** More time that one person has read from a paper of the authority. */
interface ExtensionAsked {
  /** Id of the move that another person is asked to confirm. */
  asked: string;
  clock: string;
  kind: ClockKind;
  dueAtMs: number;
  fromDueAtMs: number | null;
  reason: string;
  authorityReference: string | null;
  /** The paper: a document of the notice by its SHA-256, or another notice. */
  document?: string;
  notice?: string;
  number?: string;
}

/** The same, confirmed: the clock has moved. */
interface ExtensionConfirmed {
  clock: string;
  kind: ClockKind;
  move: string;
  dueAtMs: number;
  fromDueAtMs: number | null;
  /** Name and id of who asked for it. */
  askedBy: string;
  askedById: string;
}

/** What was put up for approval. */
interface PutUp {
  submission: number;
  digest: string;
  targets: number;
  /** 0: its author may act alone. */
  approvalsNeeded: number;
  /** Absent where the full quorum is asked beforehand. */
  emergency?: boolean;
}

/** What let the author of a restoration act alone; nothing of it where another person was asked. */
interface ToldBasis {
  basis?: RestoreBasis['basis'];
  /** When the order or the term ended, RFC 3339. */
  endedAt?: string;
  /** The paper that revokes or annuls the order. */
  notice?: string;
  number?: string;
  /** The law that was annulled, with its version. */
  law?: string;
  /** The emergency that was refused ratification. */
  refused?: number;
  appeal?: string;
}

/** What a repair was, by what it does. */
type Repaired =
  | { action: TargetRepairAction; reason: string; submission: number; target: number | null; count: number }
  | { action: 'resend'; reason: string; letters: string[] }
  | { action: 'reassign'; reason: string; from: string | null; to: string; name: string }
  /** `from`: whose state the notice has gone on from; absent: the workflow's. */
  | { action: 'rebuild'; reason: string; workflowVersion: number; registryVersion: number; from?: 'registry' }
  | {
      action: 'force_close';
      reason: string;
      asked: { id: string; by: string; byName: string; reason: string };
      /** Keys of the effects that are not carried out any more. */
      dropped: string[];
    };

/** What a command tells under its own name, each with what is kept of it. */
export interface CommandEvents {
  /** The facts of a notice and its law are confirmed. */
  triage: {
    regime: ToldLaw;
    authenticity: Authenticity;
    priority: Priority | null;
    queue: string | null;
    /** Absent where triage read nothing from the paper. */
    read?: TriageReading;
    /** When the authority answered a question, where only that was read. */
    answeredAtMs?: number;
  };
  /** A person has checked who sent it; `authenticity` is what it is since. */
  verify_sender: CommandBodies['verify_sender'] & { authenticity: Authenticity };
  /** Somebody has taken the notice for themselves. `from`: whom counsel took it from. */
  claim: { until: string; from?: string | null };
  /** The notice was given back to the queue. */
  release: { from: string };
  /** The notice was handed to a person. */
  assign: { to: string; name: string };
  /** Decisions were put up for approval. */
  submit: PutUp;
  /** A restoration was put up for approval, or carried out where its author may act alone. */
  reinstate: PutUp & { cause: RestoreCause | null; note: string } & ToldBasis;
  /** A yes was said; `complete`: it was the last one needed. */
  approve: {
    submission: number;
    digest: string;
    complete: boolean;
    /** Absent people in whose place it was said, and the roles that were used then. */
    for?: { id: string; name: string }[];
    roles?: Role[];
    emergency?: boolean;
    /** Whose earlier yes no longer counts: they are no longer active or have lost the role. */
    voided?: { id: string; name: string }[];
  };
  /** A submission went back to its authors. */
  return: { submission: number; reason: string };
  /** The quorum's answer to what was carried out on one yes. */
  ratify: { submission: number; digest: string; refused: boolean; reason?: string; complete?: boolean };
  /** A second person has read an ordered deadline, or the paper that gives more time: then the clock has moved. */
  confirm_deadline: { clock: string; kind: ClockKind } | ExtensionConfirmed;
  /** A fired step of a ladder was answered; `page_acknowledged` follows. */
  acknowledge_escalation: { clock: string; level: number };
  /** A clock stands still. */
  pause: Moved & { atMs: number; stayed?: true; reply?: number; replyClock?: string };
  /** A clock runs on. */
  resume: Moved & { atMs: number; reply?: number; notice?: string };
  /** More time from the authority was asked for and waits for a second person. */
  extend: ExtensionAsked;
  /** A clock follows an approved change of the rulebook. */
  move_clock: Moved & { revision: number };
  /** Clocks run that an act of ours has started. */
  start_clocks: { clocks: { clock: string; kind: ClockKind; dueAtMs: Clock['dueAtMs'] }[] };
  /** An office was asked for a meeting; `replyClock` is the clock of its answer. */
  request_dialogue: Dialogue & { replyClock: string };
  /** What came of a meeting. */
  record_dialogue: CommandBodies['record_dialogue'];
  /** The notice was linked to another. */
  link: CommandBodies['link'];
  /** A related notice of the authority came in. */
  authority_act: CommandBodies['authority_act'];
  /** A person made a mail part of the notice: nothing but their word says that the authority sent it, unless it is `aligned`. */
  mail_attached: { mail: string; reply: number };
  /** A mail of the authority was joined. `automatic`: nobody wrote it; `papers`: by SHA-256, the message first. */
  authority_replied: {
    reply: number;
    mail: string;
    from: string;
    subject: string;
    text: string;
    aligned: boolean;
    automatic: boolean;
    papers: string[];
  };
  /** The workflow has heard of targets that a list brought. */
  add_targets: { upload: number; accepted: number };
  /** Somebody wrote a note. */
  annotate: CommandBodies['annotate'];
  /** Counsel has the order carried out although it is not in effect. */
  uphold_order: CommandBodies['uphold_order'];
  /** The order stands otherwise than before. `stopped`, `restarted`: kinds of our clocks. */
  order_status_changed: OrderStanding & { from: OrderStatus; stopped: ClockKind[]; restarted: ClockKind[] };
  /** A stuck notice was repaired. */
  repair: Repaired;
  /** The platform has told the users that were to be told. */
  users_told: CommandBodies['users_told'];
  /** The notice is over. `unmet`: clocks of ours that counsel closed it over; `owed`: duties beside them. */
  close: { reason: string; override: boolean; unmet: string[]; owed?: Duty[] };
  /** A closed notice was taken up again. */
  reopen: CommandBodies['reopen'];
}
