import { sql, type RawBuilder } from 'kysely';
import type { ErasedKind, ErasureStop, RetentionKind } from '../../domain/notices/retention-kinds.js';
import { question, tables, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { utcText } from '../utc-text.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';

export interface PlannedErasure {
  notice: string;
  number: string;
  secrecy_level: string;
  closed_at: Date;
  kinds: { kind: RetentionKind; period: string; dueAt: string }[];
  /** Why nothing is erased now, whatever its age. */
  stop: ErasureStop | null;
}

const PLANNED = sql<boolean>`(
  exists (select from retention_rule where ${isOfNotices()})
  and exists (
    select from (${plannedKinds()}) planned
    where not exists (select from notice_erasure gone where gone.notice_id = notice.id and gone.kind = planned.kind)))`;

function isOfNotices(): RawBuilder<unknown> {
  return sql`period is not null and kind not in ('mails', 'sign_ins', 'people')`;
}

/** `texts` takes the key along, and the first kind takes the answers (docs/operating/privacy.md). */
function plannedKinds(): RawBuilder<unknown> {
  return sql`
    select kind from retention_rule where ${isOfNotices()}
    union select 'payload_key' from retention_rule where ${isOfNotices()} and kind = 'texts'
    union select 'answers' from retention_rule where ${isOfNotices()}`;
}

export async function listPlannedErasures(
  db: Connection,
  { reader, after, limit }: { reader: Reader; after: { closedAt: Date; id: string } | null; limit: number },
): Promise<PlannedErasure[]> {
  const later =
    after === null ? sql`true` : sql`(closed_at, notice.id) > (${after.closedAt}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<PlannedErasure>`
    select notice.id as notice, number, secrecy_level, closed_at, planned.kinds, erasure_stop(notice.id) as stop
    from notice, lateral (
      select jsonb_agg(jsonb_build_object('kind', kind, 'period', period, 'dueAt', ${utcText(sql`due_at`)}) order by due_at, kind) as kinds
      from retention_of(notice.id)
    ) planned
    where stage = 'closed' and ${PLANNED} and ${canRead(reader)} and ${later}
    order by closed_at, notice.id limit ${limit}`.execute(db);
  return rows;
}

export async function countPlannedErasures(db: Connection, reader: Reader): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from notice
    where stage = 'closed' and ${canRead(reader)} and ${PLANNED}`.execute(db);
  return rows[0]?.total ?? 0;
}

/** Lists notices with something due for erasure and nothing blocking it; `reader` null ignores access. */
export async function listDueErasures(
  db: Connection,
  { reader, after, limit }: { reader: Reader | null; after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select notice.id from notice
    where stage = 'closed' and ${reader === null ? sql`true` : canRead(reader)}
      -- By its index: nothing is looked at for years, and nothing at all where everything is kept.
      and closed_at <= now() - (select min(period::interval) from retention_rule where ${isOfNotices()})
      and ${PLANNED}
      and ${after === null ? sql`true` : sql`notice.id > ${after}::uuid`}
      and exists (select from retention_of(notice.id) where due_at <= now()) and erasure_stop(notice.id) is null
    order by notice.id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Erases what is due of a notice through the owner's function, which checks again whether it may. Throws SQLSTATE 55000
 * if it may not.
 */
export async function eraseNotice(trx: Connection, noticeId: string): Promise<ErasedKind[]> {
  const { rows } = await sql<ErasedKind>`select kind, period, counts from erase_notice(${noticeId}::uuid)`.execute(trx);
  return rows;
}

export interface NoticeErasure {
  kind: RetentionKind;
  period: string;
  at: Date;
}

export function queryErasures(noticeId: string): Question<NoticeErasure[]> {
  const select = tables
    .selectFrom('notice_erasure')
    .select(['kind', 'period', 'at'])
    .where('notice_id', '=', noticeId)
    .orderBy('at')
    .orderBy('kind');
  return question({ select, instants: { at: true }, read: (rows: NoticeErasure[]) => rows });
}

export async function isErased(
  db: Connection,
  { noticeId, kind }: { noticeId: string; kind: RetentionKind },
): Promise<boolean> {
  const row = await db
    .selectFrom('notice_erasure')
    .select('kind')
    .where('notice_id', '=', noticeId)
    .where('kind', '=', kind)
    .executeTakeFirst();
  return row !== undefined;
}

export async function eraseSignIns(trx: Connection): Promise<{ sessions: number; entries: number }> {
  const { rows } = await sql<{ sessions: number; entries: number }>`select * from erase_sign_ins()`.execute(trx);
  return rows[0] ?? { sessions: 0, entries: 0 };
}

export async function eraseMails(trx: Connection): Promise<number> {
  const { rows } = await sql<{ mails: number }>`select erase_mails() as mails`.execute(trx);
  return rows[0]?.mails ?? 0;
}

export async function eraseImportedCases(trx: Connection): Promise<number> {
  const { rows } = await sql<{ cases: number }>`select erase_imported_cases() as cases`.execute(trx);
  return rows[0]?.cases ?? 0;
}

/** Erases a person who has left; `pseudonym` is their name in the audit log. Throws SQLSTATE 55000 if it may not. */
export async function erasePerson(
  trx: Connection,
  { person, pseudonym }: { person: string; pseudonym: string },
): Promise<void> {
  await sql`select erase_person(${person}::uuid, ${pseudonym})`.execute(trx);
}
