import type { Command, CommandOf } from '../command/command.js';
import type { Secrecy } from '../notice/secrecy.js';
import type { Authenticity, LinkKind, NoticeKind } from '../notice/notice.js';
import type { SenderMethod, SenderOutcome } from '../notice/sender.js';
import type { OrderStatus } from '../order/order-status.js';
import type { Role } from '../people/permission.js';
import type { StepUpAct } from '../people/step-up.js';

/** What the API signs of acts that are no approval, by kind: what later acts rest on. Instants are RFC 3339. */
export interface ActFacts {
  /** How a notice came in: by which channel it is proven, under which law, and what it relates to. */
  receipt: {
    authority: string | null;
    authorityName: string;
    noticeKind: NoticeKind;
    authenticity: Authenticity;
    regime: { id: string; version: string };
    effectiveUntil: string | null;
    links: { notice: string; as: LinkKind }[];
  };
  /** What triage read from the document, as far as later acts rest on it. */
  reading: {
    authenticity: Authenticity | null;
    regime: { id: string; version: string } | null;
    /** Absent: not read again; null: the order names no end. */
    effectiveUntil?: string | null;
  };
  sender_check: {
    method: SenderMethod;
    contact: string | null;
    document: string | null;
    outcome: SenderOutcome;
  };
  /** One notice acts on another: `revokes` is a withdrawal. */
  link: { notice: string; as: LinkKind };
  confirmed_deadline: { clock: string; dueAt: string | null };
  uphold_order: { status: OrderStatus; because: string | null; reason: string; document: string | null };
  refused_ratification: { submission: number; digest: string; reason: string };
  appeal_decision: { appeal: string; number: string; target: number | null; outcome: string; reasons: string };
  reclassification: {
    from: ReclassifiedSecrecy;
    to: ReclassifiedSecrecy;
    reason: string;
    state: 'requested' | 'in_effect' | 'dropped';
    /** The other person whose request this agrees to. */
    requestedBy: string | null;
  };
}

export interface ReclassifiedSecrecy {
  level: Secrecy['level'];
  people: readonly string[];
  until: string | null;
}

export type ActKind = keyof ActFacts;

/** One act of a person, or of the desk itself, as the API signs it. */
export type ActStatement = {
  [Kind in ActKind]: {
    kind: Kind;
    /** null: an appeal behind which the desk found nothing. */
    notice: string | null;
    /** Id of the person, of the authority's signer, or of the desk itself; null: a mail that the desk opened as a notice. */
    person: string | null;
    /** Roles under which it was done: those of the session or key. */
    roles: readonly Role[];
    facts: ActFacts[Kind];
    /** Id of the command, or of the act itself where it is none. */
    commandId: string;
    /** RFC 3339, by the clock of the API. */
    at: string;
    /** What a passkey confirmed; its answer is kept beside this. Absent where none was required. */
    stepUp?: StepUpAct;
  };
}[ActKind];

/** What was done, without by whom and when. */
export type Act = { [Kind in ActKind]: { kind: Kind; facts: ActFacts[Kind] } }[ActKind];

/** What is signed of a command beside submissions and approvals, or null where nothing later rests on it. */
export function readAct(command: Command): Act | null {
  switch (command.name) {
    case 'triage':
      return { kind: 'reading', facts: readingFacts(command) };
    case 'verify_sender': {
      const { method, contact, document, outcome } = command.body;
      return { kind: 'sender_check', facts: { method, contact, document, outcome } };
    }
    case 'link': {
      const { notice, as } = command.body;
      return { kind: 'link', facts: { notice, as } };
    }
    case 'confirm_deadline': {
      const { clock, toMs } = command.body;
      return {
        kind: 'confirmed_deadline',
        facts: { clock, dueAt: toMs === undefined ? null : new Date(toMs).toISOString() },
      };
    }
    case 'uphold_order': {
      const { reason, document, order } = command.body;
      return { kind: 'uphold_order', facts: { status: order.status, because: order.because, reason, document } };
    }
    case 'ratify': {
      const { submission, digest, refuse, reason } = command.body;
      return refuse ? { kind: 'refused_ratification', facts: { submission, digest, reason } } : null;
    }
    default:
      return null;
  }
}

function readingFacts({ body: { authenticity, regime, read } }: CommandOf<'triage'>): ActFacts['reading'] {
  return {
    authenticity,
    regime: regime === null ? null : { id: regime.id, version: regime.version },
    ...(read?.effectiveUntil === undefined ? {} : { effectiveUntil: read.effectiveUntil }),
  };
}
