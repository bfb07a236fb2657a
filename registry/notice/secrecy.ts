import { sql, type RawBuilder } from 'kysely';
import type { Connection } from '../db.js';
import type { Reader } from '../reading.js';

/** The same as columns of a row that somebody is in. */
interface ReaderColumns {
  id: RawBuilder<unknown>;
  roles: RawBuilder<unknown>;
}

/**
 * The switchboard as a condition on a notice row (alias `notice` unless named): whether this reader may know of it at
 * all. Every query that leads to a screen, list, count, mail or export carries it.
 */
export function mayKnow(reader: Reader | ReaderColumns, alias = 'notice'): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  // The function says the same of an open one, at ten times the price: nearly all are open.
  return sql<boolean>`(${column('secrecy_level')} = 'open' or may_know(
    ${column('secrecy_level')}, ${column('secrecy_people')}, ${column('secrecy_until')},
    ${column('secrecy_glass')}, ${column('assignee')}, ${reader.id}::uuid, ${reader.roles}::text[]))`;
}

/** Whether everybody may know of a notice row: what is counted for all, in metrics or for the whole desk, counts these alone. */
export function isNoSecret(alias = 'notice'): RawBuilder<boolean> {
  const [level, until] = [sql.ref(`${alias}.secrecy_level`), sql.ref(`${alias}.secrecy_until`)];
  return sql<boolean>`(${level} = 'open' or coalesce(${until} <= now(), false))`;
}

/**
 * Whether whoever may know of one notice row may know of another too, now and until its secrecy ends: only then may the
 * other move it. Of a restricted one also whoever it is assigned to now; whom it is given to later sees what has moved.
 */
export function isKnownAsWidely(other: string, than: string): RawBuilder<boolean> {
  const column = (of: string, name: string) => sql.ref(`${of}.${name}`);
  const until = (of: string) => sql`coalesce(${column(of, 'secrecy_until')}, 'infinity')`;
  const holder = { id: sql.ref('holder.id'), roles: sql.ref('holder.roles') };
  const holderToo = sql`(${column(other, 'secrecy_level')} = 'restricted' and not exists (
    select from person holder where holder.id = ${column(than, 'assignee')} and ${mayKnow(holder, other)} is not true))`;
  return sql<boolean>`(${isNoSecret(other)} or (not ${isNoSecret(than)}
    and ${column(other, 'secrecy_people')} @> ${column(than, 'secrecy_people')} and ${until(other)} <= ${until(than)}
    and (${column(than, 'secrecy_level')} = 'gagged' or ${holderToo})))`;
}

/** Whether some may not know of a notice. */
export async function isSecret(db: Connection, noticeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select(isNoSecret().as('open'))
    .where('id', '=', noticeId)
    .executeTakeFirst();
  return row?.open !== true;
}

/** Whether a reader may know of one notice. */
export async function isKnownTo(
  db: Connection,
  { noticeId, reader }: { noticeId: string; reader: Reader },
): Promise<boolean> {
  const row = await db
    .selectFrom('notice')
    .select(mayKnow(reader).as('known'))
    .where('id', '=', noticeId)
    .executeTakeFirst();
  return row?.known ?? false;
}

/** How many open notices a reader may read, of all or of those with one of these ids. */
export async function countReadable(
  db: Connection,
  { ids, reader }: { ids: readonly string[] | null; reader: Reader },
): Promise<number> {
  const { rows } = await sql<{ readable: number }>`
    select count(*) as readable from notice
    where stage <> 'closed' and ${ids === null ? sql`true` : sql`id = any (${[...ids]}::uuid[])`} and ${mayKnow(reader)}`.execute(
    db,
  );
  return rows[0]?.readable ?? 0;
}
