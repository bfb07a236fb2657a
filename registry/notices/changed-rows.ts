import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { nearestOwnDues, queueDueAtMs } from '../../domain/clocks/clock.js';
import type { NoticeState } from '../../domain/notices/notice-state.js';
import type { Connection } from '../db.js';
import { toClockRows } from './transitions.js';

type Row = Readonly<Record<string, unknown>>;

const at = (ms: number | null | undefined) => (ms == null ? null : new Date(ms).toISOString());

function toNoticeRow(state: NoticeState): Row {
  const { due, plan } = nearestOwnDues(state.clocks);
  return {
    stage: state.stage,
    outcome: state.outcome,
    authenticity: state.authenticity,
    verified_by: state.verifiedBy ?? [],
    regime_id: state.regime.id,
    regime_version: state.regime.version,
    priority: state.priority,
    queue: state.queue,
    assignee: state.assignee,
    claimed_until: at(state.claimedUntilMs),
    next_due_at: at(due?.dueAtMs),
    next_due_kind: due?.kind ?? null,
    next_due_clock: due?.clock ?? null,
    next_plan_at: at(plan?.dueAtMs),
    next_plan_kind: plan?.kind ?? null,
    next_plan_clock: plan?.clock ?? null,
    queue_due_at: state.stage === 'closed' ? null : at(queueDueAtMs(state.clocks)),
    order_uphold: state.uphold ?? null,
  };
}

/**
 * Returns the names of columns (`clock.due_at`) that differ from the workflow's state, if the registry is at the same
 * version. Only the recorder writes them, so a difference is a divergence. Returns none while entries wait to be
 * recorded.
 */
export async function findChangedColumns(db: Connection, noticeId: string, held: NoticeState): Promise<string[]> {
  const expected = toNoticeRow(held);
  const { rows } = await sql<{ version: number; notice: Row; clocks: Row[]; approvers: string[] }>`
    select version, to_jsonb(notice) as notice, array(
        select person_id::text from approval
        where approval.notice_id = notice.id and approval.submission = ${held.submission?.number ?? 0}::int order by 1) as approvers, coalesce((
      select jsonb_agg(to_jsonb(clock)) from clock where clock.notice_id = notice.id), '[]') as clocks
    from notice where id = ${noticeId}::uuid`.execute(db);
  const [row] = rows;
  if (row === undefined || row.version !== held.version || held.unrecorded.length > 0) return [];
  const ofClocks = toClockRows(held).flatMap((clock) => {
    const found = row.clocks.find(({ id }) => id === clock.id);
    return found === undefined ? ['clock'] : changed(JSON.parse(JSON.stringify(clock)), found, 'clock.');
  });
  const approvals = isSameApprovals(held, row.approvers) ? [] : ['approval'];
  return [...new Set([...changed(expected, row.notice), ...ofClocks, ...approvals])].sort();
}

function isSameApprovals({ submission }: NoticeState, approvers: readonly string[]): boolean {
  if (submission === null || submission.state === 'returned') return true;
  return isDeepStrictEqual(submission.approvals.map(({ by }) => by).sort(), [...approvers].sort());
}

function changed(expected: Row, found: Row, prefix = ''): string[] {
  return Object.keys(expected)
    .filter((column) => !isSame(expected[column], found[column]))
    .map((column) => `${prefix}${column}`);
}

function isSame(expected: unknown, found: unknown): boolean {
  if (typeof expected === 'string' && typeof found === 'string' && /^\d{4}-\d\d-\d\dT/.test(expected))
    return Date.parse(expected) === Math.trunc(Date.parse(found));
  return isDeepStrictEqual(expected ?? null, found ?? null);
}
