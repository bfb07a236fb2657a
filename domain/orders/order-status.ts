/** Whether an order still binds, by verified documents that act on it, by its law, and by its own end. */
export const ORDER_STATUSES = ['in_effect', 'withdrawn', 'lapsed', 'stayed', 'annulled'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** A verified document that acts on an order. `atMs`: when it had both reached the desk and been linked. */
export interface OrderDocument {
  notice: string;
  number: string;
  atMs: number;
}

export interface OrderFacts {
  /** Documents that revoke the whole order, earliest first. `byCourt`: a court did, which annuls it. */
  revocations: readonly (OrderDocument & { byCourt: boolean })[];
  /** Stays, earliest first. `liftedAtMs`: arrival of the latest document that lifts it; null while it applies. */
  stays: readonly (OrderDocument & { liftedAtMs: number | null })[];
  annulledLaw: { law: string; atMs: number } | null;
  /** The order's own end; null: it names none. */
  endsAtMs: number | null;
}

/** Status of an order, with its start and cause. */
export interface OrderState {
  status: OrderStatus;
  sinceMs: number | null;
  /** The cause: id of the document, id and version of the law, or the order's end (RFC 3339). Null while in effect. */
  because: string | null;
  number: string | null;
}

/** Counsel's decision to enforce an order that is not in effect; valid for one cause only. */
export interface Uphold {
  status: OrderStatus;
  because: string | null;
  by: string;
  byName: string;
  reason: string;
  document: string | null;
  atMs: number;
}

export const IN_EFFECT: OrderState = { status: 'in_effect', sinceMs: null, because: null, number: null };

/** Decides an order's status at an instant. Causes that end it for good take precedence over a stay. */
export function decideOrderState(facts: OrderFacts, nowMs: number): OrderState {
  const [revocation] = facts.revocations;
  if (revocation !== undefined) return fromDocument(revocation.byCourt ? 'annulled' : 'withdrawn', revocation);
  const { annulledLaw, endsAtMs } = facts;
  if (annulledLaw !== null && annulledLaw.atMs <= nowMs)
    return { status: 'annulled', sinceMs: annulledLaw.atMs, because: annulledLaw.law, number: null };
  if (endsAtMs !== null && endsAtMs <= nowMs)
    return { status: 'lapsed', sinceMs: endsAtMs, because: new Date(endsAtMs).toISOString(), number: null };
  const stay = facts.stays.find(({ liftedAtMs }) => liftedAtMs === null);
  return stay === undefined ? IN_EFFECT : fromDocument('stayed', stay);
}

function fromDocument(status: OrderStatus, { notice, number, atMs }: OrderDocument): OrderState {
  return { status, sinceMs: atMs, because: notice, number };
}

/** Whether two statuses have the same cause, so that nothing changed for people. */
export function isSameState(
  a: Pick<OrderState, 'status' | 'because'>,
  b: Pick<OrderState, 'status' | 'because'>,
): boolean {
  return a.status === b.status && a.because === b.because;
}

/** Whether an order may be enforced: it is in effect, or counsel upheld it against this very cause. */
export function mayCarryOut(order: OrderState, uphold: Uphold | null): boolean {
  return order.status === 'in_effect' || (uphold !== null && isSameState(order, uphold));
}

export function describeOrder({ status, sinceMs, because, number }: OrderState): string {
  const since = sinceMs === null ? '' : ` since ${new Date(sinceMs).toISOString()}`;
  switch (status) {
    case 'in_effect':
      return 'The order is in effect.';
    case 'withdrawn':
      return `The order is withdrawn by ${number ?? 'the authority'}${since}.`;
    case 'lapsed':
      return `The order has lapsed: it ended by its own terms on ${because ?? 'an earlier date'}.`;
    case 'stayed':
      return `The order is stayed by ${number ?? 'a court'}${since}.`;
    case 'annulled':
      return number === null
        ? `The order is annulled: its law (${because ?? 'unknown'}) was struck down.`
        : `The order is annulled by ${number}${since}.`;
  }
}

export function refusalToCarryOut(order: OrderState): string {
  const wait = order.status === 'stayed' ? ' Wait until the stay is lifted,' : ' Decide that nothing is enforced,';
  return `${describeOrder(order)}${wait} or have counsel uphold the order with uphold-order and a written reason.`;
}
