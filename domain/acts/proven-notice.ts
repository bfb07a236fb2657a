import type { ActStatement } from './act-statement.js';
import { authenticityAfter, refuseRaising, type Verifier } from '../notices/sender.js';
import type { Authenticity, LinkKind, NoticeKind } from '../notices/notice.js';
import { isSameState, type OrderState } from '../orders/order-status.js';

/** A signed act with the outcome of its command. */
export interface SignedStep {
  statement: ActStatement;
  /**
   * The row says that the workflow rejected the command. Rows are unsigned, so an act that lowers trust counts anyway.
   */
  refused: boolean;
}

/** Facts about one notice that signed acts prove, whatever its row says. */
export interface ProvenNotice {
  /** Null if no signed receipt is on record. */
  receipt: { by: string | null; authority: string | null; authorityName: string; kind: NoticeKind } | null;
  authenticity: Authenticity;
  verifiedBy: Verifier[];
  regime: { id: string; version: string } | null;
  /** The end that the order itself names (RFC 3339), and the person who read it. */
  effectiveUntil: { at: string; by: string | null } | null;
  links: { notice: string; as: LinkKind; by: string | null }[];
  upheld: Pick<OrderState, 'status' | 'because'>[];
  wonAppeals: { target: number | null; by: string | null }[];
  refusedRatifications: { submission: number; by: string | null }[];
}

const UNPROVEN: ProvenNotice = {
  receipt: null,
  authenticity: 'unverified',
  verifiedBy: [],
  regime: null,
  effectiveUntil: null,
  links: [],
  upheld: [],
  wonAppeals: [],
  refusedRatifications: [],
};

/** Folds the signed acts of one notice, in signing order, into the facts they prove. */
export function proveNotice(steps: readonly SignedStep[]): ProvenNotice {
  const inOrder = [...steps].sort((a, b) => Date.parse(a.statement.at) - Date.parse(b.statement.at));
  return inOrder.reduce(addStep, UNPROVEN);
}

function addStep(proven: ProvenNotice, { statement, refused }: SignedStep): ProvenNotice {
  // A worker records rejections and could forge one: that may cancel a confirmation, but never a denial.
  if (refused) return lowersTrust(proven, statement) ? { ...proven, authenticity: 'rejected' } : proven;
  const { person } = statement;
  switch (statement.kind) {
    case 'receipt': {
      const { authority, authorityName, noticeKind, authenticity, regime, effectiveUntil, links } = statement.facts;
      return {
        ...proven,
        receipt: { by: person, authority, authorityName, kind: noticeKind },
        authenticity,
        regime,
        effectiveUntil: effectiveUntil === null ? null : { at: effectiveUntil, by: person },
        links: links.map((link) => ({ ...link, by: person })),
      };
    }
    case 'reading': {
      const { authenticity, regime, effectiveUntil } = statement.facts;
      const isLower = authenticity !== null && refuseRaising(proven.authenticity, authenticity) === null;
      return {
        ...proven,
        ...(isLower ? { authenticity } : {}),
        ...(regime === null ? {} : { regime }),
        ...(effectiveUntil === undefined
          ? {}
          : { effectiveUntil: effectiveUntil === null ? null : { at: effectiveUntil, by: person } }),
      };
    }
    case 'sender_check': {
      const { outcome } = statement.facts;
      const { authenticity } = proven;
      const verifier = outcome === 'confirmed' && person !== null ? [{ id: person, from: authenticity }] : [];
      return {
        ...proven,
        authenticity: authenticityAfter(authenticity, outcome),
        verifiedBy: [...proven.verifiedBy, ...verifier],
      };
    }
    case 'link':
      return { ...proven, links: [...proven.links, { ...statement.facts, by: person }] };
    case 'uphold_order': {
      const { status, because } = statement.facts;
      return { ...proven, upheld: [...proven.upheld, { status, because }] };
    }
    case 'refused_ratification': {
      const { submission } = statement.facts;
      return { ...proven, refusedRatifications: [...proven.refusedRatifications, { submission, by: person }] };
    }
    case 'appeal_decision': {
      const { outcome, target } = statement.facts;
      return outcome === 'restored'
        ? { ...proven, wonAppeals: [...proven.wonAppeals, { target, by: person }] }
        : proven;
    }
    case 'confirmed_deadline':
    case 'reclassification':
      return proven;
  }
}

function lowersTrust({ authenticity }: ProvenNotice, statement: ActStatement): boolean {
  return statement.kind === 'sender_check' && statement.facts.outcome === 'denied' && authenticity !== 'rejected';
}

/** Returns the lower of the proven authenticity and the row's: neither alone can raise trust in a sender. */
export function lowerAuthenticity(proven: Authenticity, onRow: Authenticity): Authenticity {
  return refuseRaising(proven, onRow) === null ? onRow : proven;
}

/** Whether counsel's signed act upholds the order in its current status. */
export function isUpheld({ upheld }: Pick<ProvenNotice, 'upheld'>, order: OrderState): boolean {
  return upheld.some((one) => isSameState(one, order));
}
