import type { AlertKind } from '../../domain/alert.js';
import { sql } from 'kysely';
import { question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export function queryOpenAlerts(
  noticeId: string,
): Question<{ id: string; kind: string; since: string; summary: string }[]> {
  const select = tables
    .selectFrom('alert')
    .select(['id', 'kind', 'since', 'summary'])
    .where('notice_id', '=', noticeId)
    .where('resolved_at', 'is', null)
    .orderBy('since')
    .orderBy('id')
    .limit(100);
  const read = (rows: { id: string; kind: AlertKind; since: Date; summary: string }[]) =>
    rows.map((row) => ({ ...row, since: row.since.toISOString() }));
  return question({ select, instants: { since: true }, read });
}

export async function listOpenOfKind(
  db: Connection,
  { kind, limit }: { kind: AlertKind; limit: number },
): Promise<{ key: string; noticeId: string | null }[]> {
  return db
    .selectFrom('alert')
    .select(['key', 'notice_id as noticeId'])
    .where('kind', '=', kind)
    .where('resolved_at', 'is', null)
    .orderBy('since')
    .limit(limit)
    .execute();
}

export async function hasOpenAlert(
  db: Connection,
  { noticeId, kinds }: { noticeId: string; kinds: readonly AlertKind[] },
): Promise<boolean> {
  const row = await db
    .selectFrom('alert')
    .select('id')
    .where('notice_id', '=', noticeId)
    .where('kind', 'in', [...kinds])
    .where('resolved_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface NoticeOfAlert {
  id: string;
  number: string;
  level: string;
}

export async function listNoticesOfAlerts(
  db: Connection,
  { kinds, reader, after, limit }: { kinds: readonly AlertKind[]; reader: Reader; after: string | null; limit: number },
): Promise<NoticeOfAlert[]> {
  const { rows } = await sql<NoticeOfAlert>`
    select notice.id, notice.number, notice.secrecy_level as level from notice
    where notice.stage <> 'closed' and (${after}::uuid is null or notice.id > ${after}::uuid) and ${canRead(reader)}
      and exists (
        select from alert where alert.notice_id = notice.id and alert.resolved_at is null
          and alert.kind = any (${[...kinds]}::text[]))
    order by notice.id limit ${limit}`.execute(db);
  return rows;
}
