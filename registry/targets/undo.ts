import { sql } from 'kysely';
import { takeRow, type Connection } from '../db.js';
import { beforeColumns, listConflicts, makeBatch, MAX_LISTED, takeRevision, type Conflict } from './drafts.js';

export interface BatchRow {
  number: number;
  kind: 'decide' | 'copy' | 'undo';
  by: string;
  undone_by: number | null;
}

/** Returns a batch by number, or a person's latest that is neither an undo nor undone. */
export async function findBatch(
  db: Connection,
  { noticeId, ...which }: { noticeId: string } & ({ number: number } | { latestOf: string }),
): Promise<BatchRow | undefined> {
  const query = db
    .selectFrom('draft_batch')
    .select(['number', 'kind', 'by', 'undone_by'])
    .where('notice_id', '=', noticeId);
  if ('number' in which) return query.where('number', '=', which.number).executeTakeFirst();
  return query
    .where('by', '=', which.latestOf)
    .where('kind', '<>', 'undo')
    .where('undone_by', 'is', null)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export interface UndoResult {
  undone: number;
  matched: number;
  changed: number;
  conflicts: Conflict[];
  conflictsTotal: number;
  batch: number | null;
}

async function checkUndo(db: Connection, { noticeId, undone }: { noticeId: string; undone: number }) {
  const { rows } = await sql<{
    matched: number;
    open: number;
    submitted: number;
    conflictsTotal: number;
    nos: number[];
  }>`
    with made as (
      select target.no, target.batch = ${undone} as shown, target.status
      from draft_change change, lateral (
        select * from target where target.notice_id = change.notice_id and target.no = change.no
        offset 0 -- keeps it a look-up for each target
      ) target
      where change.notice_id = ${noticeId}::uuid and change.batch = ${undone}
    )
    select count(*) as matched, count(*) filter (where shown and status = 'drafted') as open,
      count(*) filter (where shown and status <> 'drafted') as submitted,
      count(*) filter (where not shown) as "conflictsTotal",
      array(select no from made where not shown order by no limit ${MAX_LISTED}) as nos
    from made`.execute(db);
  const row = takeRow(rows);
  return row;
}

/**
 * Undoes a batch: each target that still shows it and is a draft gets its previous state. Returns `submitted` if all
 * that remains of it was submitted. The caller must hold the notice lock.
 */
export async function undoBatch(
  trx: Connection,
  { noticeId, undone, by, at }: { noticeId: string; undone: number; by: string; at: Date },
): Promise<UndoResult | 'submitted'> {
  const { matched, open, submitted, conflictsTotal, nos } = await checkUndo(trx, { noticeId, undone });
  if (open === 0 && submitted > 0) return 'submitted';
  const batch = await takeRevision(trx, noticeId);
  await sql`
    insert into draft_change
    select ${beforeColumns(sql`${batch}::int`)}, change.action_before, change.grounds_before, change.countries_before,
      change.note_before, change.by_before, change.at_before, change.status_before, change.submission_before,
      change.batch_before
    from draft_change change, lateral (
      select * from target where target.notice_id = change.notice_id and target.no = change.no
      offset 0 -- keeps it a look-up for each target
    ) target
    where change.notice_id = ${noticeId}::uuid and change.batch = ${undone}
      and target.batch = ${undone} and target.status = 'drafted'`.execute(trx);
  await makeBatch(trx, { noticeId, number: batch, kind: 'undo', by, at, changed: open, undoes: undone });
  await trx
    .updateTable('draft_batch')
    .set({ undone_by: batch })
    .where('notice_id', '=', noticeId)
    .where('number', '=', undone)
    .execute();
  const conflicts = await listConflicts(trx, { noticeId, nos });
  return { undone, matched, changed: open, conflicts, conflictsTotal: conflictsTotal + submitted, batch };
}
