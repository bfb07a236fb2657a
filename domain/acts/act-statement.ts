import type { Command, CommandOf } from '../commands/command.js';
import type { Secrecy } from '../notices/secrecy.js';
import type { Authenticity, LinkKind, NoticeKind } from '../notices/notice.js';
import type { SenderMethod, SenderOutcome } from '../notices/sender.js';
import type { OrderStatus } from '../orders/order-status.js';
import type { Role } from '../people/permission.js';
import type { StepUpAct } from '../people/step-up.js';

/**
 * Facts that the API signs for each kind of act other than an approval; later acts rely on them. Instants are RFC 3339.
 */
export interface ActFacts {
  receipt: {
    authority: string | null;
    authorityName: string;
    noticeKind: NoticeKind;
    authenticity: Authenticity;
    regime: { id: string; version: string };
    effectiveUntil: string | null;
    links: { notice: string; as: LinkKind }[];
  };
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
    requestedBy: string | null;
  };
}

export interface ReclassifiedSecrecy {
  level: Secrecy['level'];
  people: readonly string[];
  until: string | null;
}

export type ActKind = keyof ActFacts;

/** One act of a person, or of the desk itself, as signed by the API. */
export type ActStatement = {
  [Kind in ActKind]: {
    kind: Kind;
    /** Null for an appeal that the desk could not match to a notice. */
    notice: string | null;
    person: string | null;
    roles: readonly Role[];
    facts: ActFacts[Kind];
    /** Id of the command, or of the act itself if it is not a command. */
    commandId: string;
    at: string;
    /** The act that a passkey confirmed; its assertion is stored separately. Absent if none was required. */
    stepUp?: StepUpAct;
  };
}[ActKind];

export type Act = { [Kind in ActKind]: { kind: Kind; facts: ActFacts[Kind] } }[ActKind];

/** Returns the act to sign for a command other than a submission or approval, or null if no later act relies on it. */
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
