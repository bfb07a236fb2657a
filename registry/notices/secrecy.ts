import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';
import type { Reader } from '../reading.js';

interface ReaderColumns {
  id: RawBuilder<unknown>;
  roles: RawBuilder<unknown>;
}

/**
 * The access check as a condition on a notice row. Every query behind a screen, list, count, mail or export must
 * include it.
 */
export function canRead(reader: Reader | ReaderColumns, alias = 'notice'): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  // The function returns the same for an open notice at ten times the cost, and nearly all notices are open.
  return sql<boolean>`(${column('secrecy_level')} = 'open' or may_know(
    ${column('secrecy_level')}, ${column('secrecy_people')}, ${column('secrecy_until')},
    ${column('break_glass_access')}, ${column('assignee')}, ${reader.id}::uuid, ${reader.roles}::text[]))`;
}

/** Whether everyone can read a notice row. Counts shown to everyone, such as metrics, must include only these. */
export function isNoSecret(alias = 'notice'): RawBuilder<boolean> {
  const [level, until] = [sql.ref(`${alias}.secrecy_level`), sql.ref(`${alias}.secrecy_until`)];
  return sql<boolean>`(${level} = 'open' or coalesce(${until} <= now(), false))`;
}

/**
 * Whether every reader of one notice row can also read another, now and until its secrecy ends. Only then may the other
 * affect it. For a restricted notice this includes the current assignee, but not a later one, who sees the result.
 */
export function isKnownAsWidely(other: string, than: string): RawBuilder<boolean> {
  const column = (of: string, name: string) => sql.ref(`${of}.${name}`);
  const until = (of: string) => sql`coalesce(${column(of, 'secrecy_until')}, 'infinity')`;
  const holder = { id: sql.ref('holder.id'), roles: sql.ref('holder.roles') };
  const holderToo = sql`(${column(other, 'secrecy_level')} = 'restricted' and not exists (
    select from person holder where holder.id = ${column(than, 'assignee')} and ${canRead(holder, other)} is not true))`;
  return sql<boolean>`(${isNoSecret(other)} or (not ${isNoSecret(than)}
    and ${column(other, 'secrecy_people')} @> ${column(than, 'secrecy_people')} and ${until(other)} <= ${until(than)}
    and (${column(than, 'secrecy_level')} = 'gagged' or ${holderToo})))`;
}

export async function isSecret(db: Connection, noticeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select(isNoSecret().as('open'))
    .where('id', '=', noticeId)
    .executeTakeFirst();
  return row?.open !== true;
}

export async function isKnownTo(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select(canRead(reader).as('known'))
    .where('id', '=', noticeId)
    .executeTakeFirst();
  return row?.known ?? false;
}

export async function countReadable(
  db: Connection,
  { ids, reader }: { ids: readonly string[] | null; reader: Reader },
): Promise<number> {
  const { rows } = await sql<{ readable: number }>`
    select count(*) as readable from notice
    where stage <> 'closed' and ${ids === null ? sql`true` : sql`id = any (${[...ids]}::uuid[])`} and ${canRead(reader)}`.execute(
    db,
  );
  return rows[0]?.readable ?? 0;
}
