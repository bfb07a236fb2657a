import { makeNoticeWorkflowId } from '../../../domain/notices/notice.js';
import { describeOrder, mayCarryOut } from '../../../domain/orders/order-status.js';
import { asksCategory } from '../../../domain/reports/content-category.js';
import { statusOfRow, type NoticeRow } from '../../../registry/notices/notices.js';
import { NO_QUEUE_FACTS, type QueueFacts } from '../../../registry/notices/queue-facts.js';
import { consequenceUnder } from '../../../rulebook/consequence.js';
import type { Services } from '../../services.js';

const iso = (at: Date | null) => at?.toISOString() ?? null;

function toCounts(row: ReceiptRow) {
  const { targets, undecided, by_action: byAction, applied, failed, restored } = row;
  return { targets, undecided, byAction, applied, failed, restored };
}

function toNextDue(row: ReceiptRow) {
  if (row.next_due_at === null) return null;
  return { clock: row.next_due_clock, kind: row.next_due_kind, dueAt: row.next_due_at.toISOString() };
}

function toNextPlan(row: NoticeRow) {
  if (row.next_plan_at === null) return null;
  return { clock: row.next_plan_clock, kind: row.next_plan_kind, dueAt: row.next_plan_at.toISOString() };
}

type ReceiptRow = Pick<
  NoticeRow,
  | 'id'
  | 'number'
  | 'version'
  | 'kind'
  | 'stage'
  | 'outcome'
  | 'reference'
  | 'regime_id'
  | 'regime_version'
  | 'received_at'
  | 'next_due_at'
  | 'next_due_clock'
  | 'next_due_kind'
  | 'targets'
  | 'undecided'
  | 'by_action'
  | 'applied'
  | 'failed'
  | 'restored'
  | 'workflow_started'
>;

/** The fields an intake system may see of its own notice, even a secret one (docs/integrating/interface.md, Intake). */
export function toReceiptView(row: ReceiptRow) {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    kind: row.kind,
    stage: row.stage,
    outcome: row.outcome,
    reference: row.reference,
    regime: { id: row.regime_id, version: row.regime_version },
    receivedAt: row.received_at.toISOString(),
    nextDue: toNextDue(row),
    counts: toCounts(row),
    workflow: { id: makeNoticeWorkflowId(row.id), started: row.workflow_started },
  };
}

export function toSummaryView(
  { rulebook }: Pick<Services, 'rulebook'>,
  row: NoticeRow,
  facts: Omit<QueueFacts, 'id'> & { yours?: boolean } = NO_QUEUE_FACTS,
) {
  const { approvals, yours } = facts;
  return {
    ...toReceiptView(row),
    nextPlan: toNextPlan(row),
    authority: toAuthority(row),
    orderStatus: row.order_status,
    order: toOrder(row),
    jurisdiction: row.jurisdiction,
    subject: row.subject,
    authenticity: row.authenticity,
    secrecy: toSecrecy(row),
    issuedAt: iso(row.issued_at),
    servedAt: iso(row.served_at),
    effectiveUntil: iso(row.effective_until),
    assignee: row.assignee,
    assigneeName: facts.assigneeName,
    claimedUntil: iso(row.claimed_until),
    protected: facts.protected,
    alertKinds: facts.alertKinds,
    approvals: approvals === null || yours === undefined ? approvals : { ...approvals, yours },
    due: facts.due,
    consequence: consequenceUnder(rulebook, { id: row.regime_id, version: row.regime_version }),
    priority: row.priority,
    category: row.category,
    asksCategory: asksCategory({ kind: row.kind, country: row.authority_country }),
    queue: row.queue,
  };
}

function toAuthority(row: NoticeRow) {
  return { id: row.authority_id, name: row.authority_name, country: row.authority_country };
}

function toOrder(row: NoticeRow) {
  const orderState = statusOfRow(row);
  if (orderState.status === 'in_effect') return null;
  const { order_uphold: uphold } = row;
  const upheld = uphold !== null && mayCarryOut(orderState, uphold) ? uphold : null;
  return {
    since: iso(row.order_since),
    reason: describeOrder(orderState),
    number: orderState.number,
    upheld:
      upheld === null
        ? null
        : {
            by: upheld.by,
            byName: upheld.byName,
            at: new Date(upheld.atMs).toISOString(),
            reason: upheld.reason,
            document: upheld.document,
          },
  };
}

function toSecrecy(row: NoticeRow) {
  return {
    // The canary's notices are never requested in a view.
    level: row.secrecy_level === 'canary' ? ('gagged' as const) : row.secrecy_level,
    people: row.secrecy_people,
    ...(row.secrecy_until === null ? {} : { until: row.secrecy_until.toISOString() }),
  };
}
