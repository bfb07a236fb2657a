import { sql } from 'kysely';
import type { ContentAnswer } from '../../domain/targets/target-content.js';
import type { Connection } from '../db.js';

/** A request that nobody answered or fetched is gone after this time, and with it the content. */
const KEPT = sql`interval '1 minute'`;

export async function insertContentRequest(
  db: Connection,
  { id, noticeId, no }: { id: string; noticeId: string; no: number },
): Promise<void> {
  await sql`insert into content_request (id, notice_id, target_no) values (${id}::uuid, ${noticeId}::uuid, ${no})`.execute(
    db,
  );
}

/** Returns the answer and deletes it. */
export async function fetchContentAnswer(db: Connection, id: string): Promise<ContentAnswer | undefined> {
  const { rows } = await sql<{ answer: ContentAnswer }>`
    delete from content_request where id = ${id}::uuid and answer is not null returning answer`.execute(db);
  return rows[0]?.answer;
}

export async function deleteContentRequest(db: Connection, id: string): Promise<void> {
  await db.deleteFrom('content_request').where('id', '=', id).execute();
}

export interface ContentRequest {
  id: string;
  type: string;
  platformId: string;
}

/** Claims open requests, each for one process, and deletes expired ones. */
export async function claimContentRequests(db: Connection, limit: number): Promise<ContentRequest[]> {
  await sql`delete from content_request where asked_at < now() - ${KEPT}`.execute(db);
  const { rows } = await sql<ContentRequest>`
    update content_request asked set taken_at = now() from target
    where asked.id in (
        select id from content_request where taken_at is null order by asked_at limit ${limit} for update skip locked)
      and target.notice_id = asked.notice_id and target.no = asked.target_no and target.platform_id is not null
    returning asked.id, target.type, target.platform_id as "platformId"`.execute(db);
  return rows;
}

export async function storeContentAnswers(
  db: Connection,
  answers: readonly { id: string; answer: ContentAnswer }[],
): Promise<void> {
  await sql`update content_request asked set answer = found.answer
    from jsonb_to_recordset(${JSON.stringify(answers)}::jsonb) as found (id uuid, answer jsonb)
    where asked.id = found.id`.execute(db);
}
