import { sql, type Selectable } from 'kysely';
import type { Ratification } from '../../domain/notices/notice-state.js';
import { ask, question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import type { RatificationTable } from './tables.js';

/** Stores the duty to ratify as the workflow has it; without one, deletes an open duty that lapsed. */
export async function writeRatification(
  trx: Connection,
  { noticeId, ratification }: { noticeId: string; ratification?: Ratification },
): Promise<void> {
  if (ratification === undefined) {
    await trx.deleteFrom('ratification').where('notice_id', '=', noticeId).where('state', '=', 'open').execute();
    return;
  }
  const { settledAtMs } = ratification;
  const row = {
    state: ratification.state,
    settled_at: settledAtMs === null ? null : new Date(settledAtMs),
    approvals: JSON.stringify(ratification.approvals),
  };
  await trx
    .insertInto('ratification')
    .values({
      notice_id: noticeId,
      submission: ratification.submission,
      digest: ratification.digest,
      author: ratification.author,
      on_call: ratification.onCall,
      stood_for: ratification.stoodFor,
      approver_slots: ratification.approverSlots,
      opened_at: new Date(ratification.openedAtMs),
      ...row,
    })
    .onConflict((conflict) => conflict.columns(['notice_id', 'submission']).doUpdateSet(row))
    .execute();
}

export interface EarlierEmergency {
  submission: number;
  digest: string;
  author: string;
  drafters: string[];
  onCall: string[];
  state: Ratification['state'] | null;
  approverSlots: Ratification['approverSlots'];
  approvals: Ratification['approvals'];
}

export async function listEarlierEmergencies(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<EarlierEmergency[]> {
  const { rows } = await sql<EarlierEmergency>`
    select earlier.number as submission, earlier.digest, earlier.author, earlier.drafters, ratification.state,
      coalesce(ratification.approver_slots, '{}') as "approverSlots", coalesce(ratification.approvals, '[]') as approvals,
      array(select unnest(approval.person_id || approval.stood_for)::text from approval
        where approval.notice_id = earlier.notice_id and approval.submission = earlier.number) as "onCall"
    from submission earlier
    left join ratification on ratification.notice_id = earlier.notice_id and ratification.submission = earlier.number
    where earlier.notice_id = ${noticeId}::uuid and earlier.number < ${submission}::int
      and earlier.emergency and earlier.started_at is not null
    order by earlier.number`.execute(db);
  return rows;
}

export function findRatification(db: Connection, noticeId: string): Promise<Ratification | undefined> {
  return ask(db, queryRatification(noticeId));
}

export function queryRatification(noticeId: string): Question<Ratification | undefined> {
  const select = tables
    .selectFrom('ratification')
    .innerJoin('submission', (join) =>
      join
        .onRef('submission.notice_id', '=', 'ratification.notice_id')
        .onRef('submission.number', '=', 'ratification.submission'),
    )
    .selectAll('ratification')
    .select('submission.drafters')
    .where('ratification.notice_id', '=', noticeId)
    .orderBy('ratification.submission', 'desc')
    .limit(1);
  const instants = { opened_at: true, settled_at: true } as const;
  return question({ select, instants, read: ([row]) => (row === undefined ? undefined : toRatification(row)) });
}

function toRatification(row: Selectable<RatificationTable> & { drafters: string[] }): Ratification {
  return {
    submission: row.submission,
    digest: row.digest,
    author: row.author,
    onCall: row.on_call,
    stoodFor: row.stood_for,
    drafters: row.drafters,
    approverSlots: row.approver_slots,
    approvals: row.approvals,
    state: row.state,
    openedAtMs: row.opened_at.getTime(),
    settledAtMs: row.settled_at?.getTime() ?? null,
  };
}
