import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { joinOutward } from '../enforcement/outward-restore.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export interface HistoryRow {
  at: Date | null;
  action: 'received' | 'decide' | 'copy' | 'undo' | 'submitted' | 'approved' | 'operation';
  by: string | null;
  by_name: string | null;
  detail: Record<string, unknown>;
}

/**
 * Lists the history of a target, oldest first: its arrival, draft changes, submissions with their approvals, and
 * platform operations. The source of a copy is named only to readers with access to it.
 */
export async function listTargetHistory(
  db: Connection,
  { noticeId, no, reader }: { noticeId: string; no: number; reader: Reader },
): Promise<HistoryRow[]> {
  const draft = (when: 'before' | 'after') => {
    const column = (name: string) => sql.ref(`change.${name}_${when}`);
    return sql`case when ${column('action')} is null then null else jsonb_build_object('action', ${column('action')},
      'grounds', ${column('grounds')}, 'countries', ${column('countries')}, 'note', ${column('note')}, 'status', ${column('status')}) end`;
  };
  const { rows } = await sql<HistoryRow>`
    with acted as (
      select * from operation where notice_id = ${noticeId}::uuid and target_no = ${no}
    ), held as (
      select submission as number from target where notice_id = ${noticeId}::uuid and no = ${no} and submission is not null
      union select submission from acted
      union select submission from restoration_target where notice_id = ${noticeId}::uuid and no = ${no}
    ), notified (at, rank, action, by, detail) as (
      select notice.created_at, 0, 'received', null::uuid, jsonb_build_object('locator', target.locator, 'flags', target.flags, 'problem', target.problem)
      from target join notice on notice.id = target.notice_id
      where target.notice_id = ${noticeId}::uuid and target.no = ${no}
      union all
      select made.at, 1, made.kind, made.by, jsonb_strip_nulls(jsonb_build_object('batch', made.number, 'undoes', made.undoes,
          'copiedFrom', (select other.number from notice other where other.id = made.copied_from and ${canRead(reader, 'other')})))
        || jsonb_build_object('before', ${draft('before')}, 'after', ${draft('after')})
      from draft_batch made, lateral (
        select * from draft_change change
        where change.notice_id = made.notice_id and change.batch = made.number and change.no = ${no}
        offset 0 -- a look-up for each batch: they are few, and an index by target would cost every decision
      ) change
      where made.notice_id = ${noticeId}::uuid
      union all
      select frozen_at, 2, 'submitted', author, jsonb_build_object('submission', submission.number, 'purpose', purpose, 'digest', digest,
        -- as it was submitted: approvals and returns are events of their own
        'state', case when state = 'frozen' then 'frozen' when cardinality(approver_slots) = 0 then 'approved' else 'open' end)
      from submission join held on held.number = submission.number
      where submission.notice_id = ${noticeId}::uuid
      union all
      select approval.at, 3, 'approved', person_id, jsonb_build_object('submission', submission, 'digest', digest)
      from approval join held on held.number = approval.submission
      where approval.notice_id = ${noticeId}::uuid
      union all
      select acted.at, 4, 'operation', null, jsonb_build_object('submission', acted.submission, 'key', acted.key, 'action', acted.action, 'status', outward.status,
        'countries', outward.countries, 'receipt', outward.receipt, 'problem', acted.problem)
      from acted ${joinOutward(reader)}
    )
    select notified.at, notified.action, notified.by, person.name as by_name, notified.detail
    from notified left join person on person.id = notified.by
    order by notified.at nulls last, notified.rank`.execute(db);
  return rows;
}
