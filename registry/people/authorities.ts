import { sql } from 'kysely';
import type { Contact } from '../../domain/changes/contacts.js';
import type { SavedAuthority } from '../../domain/changes/entry.js';
import { CANARY_AUTHORITY } from '../../domain/notices/canary.js';
import { ask, question, type Question } from '../ask.js';
import type { Connection } from '../db.js';

export type Authority = SavedAuthority;

const PLAIN = ['id', 'name', 'country', 'kind', 'contacts', 'domains', 'signers', 'verification'] as const;
const COLUMNS = [...PLAIN, 'status_updates as statusUpdates'] as const;
const COLUMNS_AS_TEXT = sql.raw(`${PLAIN.join(', ')}, status_updates as "statusUpdates"`);

export function findAuthority(db: Connection, id: string): Promise<Authority | undefined> {
  return ask(db, queryAuthority(id));
}

export function queryAuthority(id: string | null): Question<Authority | undefined> {
  const select = sql<Authority>`select ${COLUMNS_AS_TEXT} from authority where id = ${id}`;
  return question({ select, instants: {}, read: ([found]: Authority[]) => found });
}

export async function listUnknownAuthorities(db: Connection, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const found = await db.selectFrom('authority').select('id').where('id', 'in', ids).execute();
  const known = new Set(found.map(({ id }) => id));
  return ids.filter((id) => !known.has(id));
}

/** Returns the authority with exactly this name in a country; undefined if several share the name. */
export async function findAuthorityNamed(
  db: Connection,
  { name, country }: { name: string; country: string },
): Promise<Authority | undefined> {
  const found = await db
    .selectFrom('authority')
    .select(COLUMNS)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('country', '=', country)
    .limit(2)
    .execute();
  return found.length === 1 ? found[0] : undefined;
}

export async function listAuthorities(
  db: Connection,
  { afterId, limit }: { afterId: string | null; limit: number },
): Promise<Authority[]> {
  let query = db.selectFrom('authority').select(COLUMNS).where('id', '<>', CANARY_AUTHORITY);
  if (afterId !== null) query = query.where('id', '>', afterId);
  return query.orderBy('id').limit(limit).execute();
}

export type AuthorityName = Pick<Authority, 'id' | 'name' | 'country' | 'verification'>;

export async function listAuthorityNames(db: Connection, ids: readonly string[] | 'all'): Promise<AuthorityName[]> {
  const query = db
    .selectFrom('authority')
    .select(['id', 'name', 'country', 'verification'])
    .where('id', '<>', CANARY_AUTHORITY)
    .orderBy('id');
  return (ids === 'all' ? query : query.where(sql<boolean>`id = any (${[...ids]}::text[])`)).execute();
}

/** Returns the contacts as they were when the entry was last verified; null if it never was. */
export async function findVerifiedContacts(db: Connection, id: string): Promise<Contact[] | null> {
  const row = await db.selectFrom('authority').select('verified_contacts').where('id', '=', id).executeTakeFirst();
  return row?.verified_contacts ?? null;
}

function toRow({ statusUpdates, ...authority }: Authority) {
  const contacts = JSON.stringify(authority.contacts);
  return {
    ...authority,
    contacts,
    status_updates: statusUpdates === null ? null : JSON.stringify(statusUpdates),
    signers: JSON.stringify(authority.signers),
    ...(authority.verification === 'verified' ? { verified_contacts: contacts } : {}),
  };
}

export async function upsertAuthority(trx: Connection, authority: Authority): Promise<void> {
  const values = toRow(authority);
  await trx
    .insertInto('authority')
    .values(values)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute();
}

/** Adds authorities that are not in the directory yet; existing entries, which people may have edited, stay. */
export async function seedAuthorities(trx: Connection, authorities: readonly Authority[]): Promise<void> {
  for (const authority of authorities) {
    await trx
      .insertInto('authority')
      .values(toRow(authority))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }
}

export async function countAuthorities(db: Connection): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from authority`.execute(db);
  return rows[0]?.count ?? 0;
}
