import { sql } from 'kysely';
import { NECESSITY_RULES, type NecessityAnswers, type NecessityReason } from '../../domain/submissions/necessity.js';
import { INTERVENTIONS } from '../../domain/targets/decision-action.js';
import { takeRow, type Connection } from '../db.js';
import type { NecessityTable } from './tables.js';

/** The drafts of a notice, or what a submission holds. */
interface Where {
  noticeId: string;
  submission: number | null;
}

/** Counts the targets that a rule asks about, and returns the draft revision at which the last of them changed. */
export async function countNecessity(
  db: Connection,
  { noticeId, submission, because }: Where & { because: NecessityReason },
): Promise<{ targets: number; revision: number }> {
  const rule = NECESSITY_RULES[because];
  const { rows } = await sql<{ targets: number; revision: number }>`
    select count(*)::int as targets, coalesce(max(revision), 0) as revision from target
    where notice_id = ${noticeId}::uuid and action = any (${[...(rule.actions ?? INTERVENTIONS)]}::text[])
      and ${rule.protected ? sql`protected_class is not null` : sql`true`}
      and ${submission === null ? sql`status = 'drafted'` : sql`submission = ${submission}`}`.execute(db);
  return takeRow(rows);
}

export interface NecessityRow {
  revision: number;
  by: string;
  byName: string;
  at: Date;
  answers: NecessityTable['answers'];
}

/** Returns the latest answers for the drafts, or those of a submission. */
export async function findNecessity(
  db: Connection,
  { noticeId, submission }: Where,
): Promise<NecessityRow | undefined> {
  return db
    .selectFrom('necessity')
    .innerJoin('person', 'person.id', 'necessity.by_id')
    .select(['revision', 'by_id as by', 'person.name as byName', 'at', 'answers'])
    .where('notice_id', '=', noticeId)
    .where((eb) => (submission === null ? eb.lit(true) : eb('submission', '=', submission)))
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The caller must hold the notice lock. */
export async function insertNecessity(
  trx: Connection,
  {
    noticeId,
    revision,
    by,
    at,
    answers,
  }: Omit<NecessityRow, 'byName' | 'answers'> & { noticeId: string; answers: NecessityAnswers },
): Promise<void> {
  await sql`insert into necessity (notice_id, number, revision, by_id, at, answers)
    select ${noticeId}::uuid, coalesce(max(number), 0) + 1, ${revision}::int, ${by}::uuid, ${at}::timestamptz, ${JSON.stringify(answers)}::jsonb
    from necessity where notice_id = ${noticeId}::uuid`.execute(trx);
}

/** Gives a new submission the latest answers. */
export async function takeNecessity(
  trx: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<void> {
  await sql`update necessity set submission = ${submission} where notice_id = ${noticeId}::uuid
    and number = (select max(number) from necessity where notice_id = ${noticeId}::uuid)`.execute(trx);
}
