import { sql } from 'kysely';
import type { Lane } from '../domain/lane.js';
import type { TargetStatus } from '../domain/target.js';
import type { Connection } from './db.js';

const total = sql<number>`count(*)`.as('total');

/** How many targets of a notice the filters leave; the same filters as `listTargets`. */
export async function countTargets(
  db: Connection,
  {
    noticeId,
    lane,
    status,
    q,
  }: { noticeId: string; lane?: string | undefined; status?: string | undefined; q?: string | undefined },
): Promise<number> {
  let query = db.selectFrom('target').select(total).where('notice_id', '=', noticeId);
  if (lane !== undefined) query = query.where('lane', '=', lane as Lane);
  if (status !== undefined) query = query.where('status', '=', status as TargetStatus);
  if (q !== undefined) query = query.where(sql<boolean>`strpos(lower(locator), lower(${q})) > 0`);
  return (await query.executeTakeFirstOrThrow()).total;
}

export async function countPeople(db: Connection): Promise<number> {
  return (await db.selectFrom('person').select(total).executeTakeFirstOrThrow()).total;
}
