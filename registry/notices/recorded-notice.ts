import { sql, type Selectable } from 'kysely';
import type { Clock } from '../../domain/clocks/clock.js';
import { PROCESSED_LIMIT, type Approval, type NoticeInput } from '../../domain/notices/notice-state.js';
import type { RecordedNotice, RecordedSubmission, Unshown } from '../../domain/notices/put-together.js';
import type { ClockTable } from '../clocks/tables.js';
import type { Connection } from '../db.js';
import { findRatification } from '../submissions/ratifications.js';
import type { SubmissionTable } from '../submissions/tables.js';
import { countSkipped } from '../targets/ledger.js';
import { NOTICE_COLUMNS } from './notices.js';

/** A notice with everything that its rows tell of the workflow's state; undefined where there is no such notice. */
export async function findRecordedNotice(db: Connection, noticeId: string): Promise<RecordedNotice | undefined> {
  const row = await db
    .selectFrom('notice')
    .select([...NOTICE_COLUMNS, 'workflow_unshown'])
    .where('id', '=', noticeId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const skipped = row.failed === 0 ? 0 : await countSkipped(db, noticeId);
  const unshown: Unshown | null = row.workflow_unshown;
  return {
    noticeId,
    kind: row.kind,
    version: row.version,
    epoch: row.workflow_epoch,
    label: row.secrecy_level === 'open' ? row.number : null,
    stage: row.stage,
    outcome: row.outcome,
    authenticity: row.authenticity,
    verifiedBy: row.verified_by,
    regime: { id: row.regime_id, version: row.regime_version },
    priority: row.priority,
    queue: row.queue,
    assignee: row.assignee,
    claimedUntilMs: row.claimed_until?.getTime() ?? null,
    clocks: await listRecordedClocks(db, noticeId),
    submissions: await listRecordedSubmissions(db, noticeId),
    ratification: (await findRatification(db, noticeId)) ?? null,
    ledger: {
      targets: row.targets,
      undecided: row.undecided,
      byAction: row.by_action,
      applied: row.applied,
      failed: row.failed,
      restored: row.restored,
      ...(skipped === 0 ? {} : { skipped }),
    },
    processed: await listProcessed(db, noticeId),
    unshown,
    opening: unshown === null ? await findOpening(db, noticeId) : null,
  };
}

async function listRecordedClocks(db: Connection, noticeId: string): Promise<Clock[]> {
  const rows = await db
    .selectFrom('clock')
    .selectAll()
    .where('notice_id', '=', noticeId)
    .orderBy('position')
    .orderBy('id')
    .execute();
  return rows.map(toClock);
}

function toClock(row: Selectable<ClockTable>): Clock {
  return {
    id: row.id,
    kind: row.kind,
    owner: row.owner,
    basis: row.basis,
    state: row.state,
    startsAtMs: row.starts_at.getTime(),
    dueAtMs: row.due_at?.getTime() ?? null,
    metAtMs: row.met_at?.getTime() ?? null,
    pausedAtMs: row.paused_at?.getTime() ?? null,
    confirmed: row.confirmed,
    enteredBy: row.entered_by,
    mayPause: row.may_pause,
    mayExtend: row.may_extend,
    escalation: row.escalation,
    ...(row.form === 'floor' ? { form: row.form } : {}),
    ...(row.revision === 0 ? {} : { revision: row.revision }),
  };
}

type SubmissionOfNotice = Pick<
  Selectable<SubmissionTable>,
  | 'number'
  | 'digest'
  | 'purpose'
  | 'cause'
  | 'author'
  | 'drafters'
  | 'approver_slots'
  | 'enforced'
  | 'by_action'
  | 'targets'
  | 'finished_at'
> & { state: RecordedSubmission['state']; approvals: Approval[] };

/** Submissions that the workflow has received, by number, each with its approvals in the order they were given. */
async function listRecordedSubmissions(db: Connection, noticeId: string): Promise<RecordedSubmission[]> {
  const { rows } = await sql<SubmissionOfNotice>`
    select number, digest, purpose, cause, state, author, drafters, approver_slots, enforced, by_action, targets, finished_at,
      coalesce((
        select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'by', person_id, 'name', name, 'roles', roles, 'atMs', (extract(epoch from at) * 1000)::bigint,
          'commandId', command_id, 'for', (
            select jsonb_agg(jsonb_build_object('id', absent.id, 'name', absent.name)) from person absent
            where absent.id = any (approval.stood_for)
          ))) order by at, command_id)
        from approval where approval.notice_id = submission.notice_id and approval.submission = submission.number
      ), '[]') as approvals
    from submission
    where notice_id = ${noticeId}::uuid and state not in ('frozen', 'void')
    order by number`.execute(db);
  return rows.map(
    ({ author, approver_slots: approverSlots, by_action: byAction, finished_at: finishedAt, ...row }) => ({
      ...row,
      approverSlots,
      by: author,
      byAction,
      finished: finishedAt !== null,
    }),
  );
}

/** Commands taken so far with the version each made, as the log tells them: the last of them alone. */
async function listProcessed(db: Connection, noticeId: string): Promise<{ id: string; version: number }[]> {
  const { rows } = await sql<{ id: string; version: number }>`
    select command_id as id, max(version)::int as version from audit_entry
    where notice_id = ${noticeId}::uuid and command_id is not null and version is not null
    group by command_id order by max(version) desc limit ${PROCESSED_LIMIT}`.execute(db);
  return rows.toReversed();
}

async function findOpening(db: Connection, noticeId: string): Promise<NoticeInput | null> {
  const { rows } = await sql<{ payload: NoticeInput }>`
    select payload from outbox where notice_id = ${noticeId}::uuid and kind = 'start' order by id limit 1`.execute(db);
  return rows[0]?.payload ?? null;
}

/** The number from which on runs of a notice may write. */
export async function findEpochOnRecord(db: Connection, noticeId: string): Promise<number> {
  const row = await db
    .selectFrom('notice')
    .select('workflow_epoch as epoch')
    .where('id', '=', noticeId)
    .executeTakeFirst();
  return row?.epoch ?? 0;
}

/** Lets only a run of this number or a later one write from now on. Locks the notice until the transaction ends. */
export async function beginEpoch(
  trx: Connection,
  { noticeId, epoch }: { noticeId: string; epoch: number },
): Promise<void> {
  await sql`
    update notice set workflow_epoch = greatest(workflow_epoch, ${epoch}::int) where id = ${noticeId}::uuid`.execute(
    trx,
  );
}
