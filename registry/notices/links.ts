import { sql } from 'kysely';
import type { LinkBetween } from '../../domain/notices/link.js';
import type { LinkKind } from '../../domain/notices/notice.js';
import { question, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import type { Reader } from '../reading.js';
import { canRead } from './secrecy.js';

export interface LinkedNotice {
  notice: string;
  number: string;
  as: string;
  direction: 'to' | 'from';
}

export async function listLinksBetween(
  db: Connection,
  { noticeId, other }: { noticeId: string; other: string },
): Promise<LinkBetween[]> {
  const { rows } = await sql<LinkBetween>`
    select link_as as "as", case when from_notice = ${noticeId}::uuid then 'to' else 'from' end as direction
    from notice_link
    where (from_notice, to_notice) in ((${noticeId}::uuid, ${other}::uuid), (${other}::uuid, ${noticeId}::uuid))
    order by created_at`.execute(db);
  return rows;
}

/** Lists the links of a notice in both directions, without notices hidden from the reader. */
export function queryLinks({ noticeId, reader }: { noticeId: string; reader: Reader }): Question<LinkedNotice[]> {
  const select = sql<LinkedNotice>`
    select other.id as notice, other.number, link.link_as as "as", link.direction from (
      select to_notice as other_id, link_as, 'to' as direction, created_at from notice_link where from_notice = ${noticeId}::uuid
      union all
      select from_notice, link_as, 'from', created_at from notice_link where to_notice = ${noticeId}::uuid
    ) link join notice other on other.id = link.other_id
    where ${canRead(reader, 'other')}
    order by link.created_at, other.id`;
  return question({ select, instants: {}, read: (rows) => rows });
}

/** Returns a linked, verified notice of the order's own authority; null if the notice is not one. */
export async function findAnsweringNotice(
  db: Connection,
  { noticeId, notice }: { noticeId: string; notice: string },
): Promise<{ id: string; number: string } | null> {
  const { rows } = await sql<{ id: string; number: string }>`
    select later.id, later.number from notice later join notice earlier on earlier.id = ${noticeId}::uuid
    where later.id = ${notice}::uuid and later.authenticity in ('channel_verified', 'signer_verified')
      and later.authority_id = earlier.authority_id and exists (
        select from notice_link where from_notice = later.id and to_notice = earlier.id)`.execute(db);
  return rows[0] ?? null;
}

/** Links a notice to another. The caller must hold both row locks. */
export async function insertNoticeLink(
  trx: Connection,
  { from, to, as }: { from: string; to: string; as: LinkKind },
): Promise<void> {
  await trx.insertInto('notice_link').values({ from_notice: from, to_notice: to, link_as: as }).execute();
}
