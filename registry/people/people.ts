import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Role } from '../../domain/people/permission.js';
import type { SpeaksFor } from '../../domain/people/speaks-for.js';
import { DELEGATED_ROLES } from '../../domain/people/delegate.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';

export interface Person {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  active: boolean;
}

export interface KeyHolder {
  person: { id: string; name: string };
  roles: Role[];
  key: { id: string; name: string; speaksFor: SpeaksFor };
}

export interface UsedKey extends KeyHolder {
  lastUsedAt: Date | null;
}

/** Excludes the canary's two people. */
export const isPerson = sql<boolean>`not of_canary(person.id)`;

export async function findPersonName(db: Connection, id: string): Promise<string | null> {
  const row = await db.selectFrom('person').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? null;
}

/**
 * Creates a key, shown once as `nd_<id>_<secret>`. The secret has 256 random bits, so its plain SHA-256 is safe at
 * rest.
 */
export function makeApiKey(): { id: string; secret: string; text: string } {
  const id = randomBytes(4).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, secret, text: `nd_${id}_${secret}` };
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

const KEY_GRAMMAR = /^nd_([0-9a-f]{8})_([A-Za-z0-9_-]{43})$/;

async function findLiveKey(db: Connection, id: string) {
  const { rows } = await sql<{
    secret_sha256: Buffer;
    key_name: string;
    key_roles: Role[];
    speaks_for: string[];
    last_used_at: Date | null;
    id: string;
    name: string;
    roles: Role[];
  }>`
    select secret_sha256, api_key.name as key_name, api_key.roles as key_roles, speaks_for, last_used_at, person.id,
      person.name, person.roles
    from api_key join person on person.id = api_key.person_id
    where api_key.id = ${id} and revoked_at is null and (expires_at is null or expires_at > now()) and person.active`.execute(
    db,
  );
  return rows[0];
}

/**
 * Returns the holder of a key; undefined if the key is unknown, wrong, expired or revoked, or its person is inactive.
 */
export async function findKeyHolder(db: Connection, text: string): Promise<UsedKey | undefined> {
  const [, id, secret] = KEY_GRAMMAR.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const row = await findLiveKey(db, id);
  if (row === undefined || !timingSafeEqual(sha256(secret), row.secret_sha256)) return undefined;
  const person = { id: row.id, name: row.name };
  return {
    person,
    roles: delegatedRoles(row),
    key: { id, name: row.key_name, speaksFor: parseSpeaksFor(row.speaks_for) },
    lastUsedAt: row.last_used_at,
  };
}

/** A key never grants more than its person holds today. */
function delegatedRoles({ key_roles: key, roles }: { key_roles: Role[]; roles: Role[] }): Role[] {
  return key.filter((role) => roles.includes(role));
}

/** Returns the roles a key grants now; undefined if it is no longer valid. */
export async function findKeyRoles(db: Connection, id: string): Promise<Role[] | undefined> {
  const row = await findLiveKey(db, id);
  return row === undefined ? undefined : delegatedRoles(row);
}

export async function touchKey(db: Connection, { id, at }: { id: string; at: Date }): Promise<void> {
  await db.updateTable('api_key').set({ last_used_at: at }).where('id', '=', id).execute();
}

export function parseSpeaksFor(row: readonly string[]): SpeaksFor {
  return row.includes(EVERYBODY) ? 'all' : [...row];
}

const EVERYBODY = '*';

function toSpeaksForRow(speaksFor: SpeaksFor): string[] {
  return speaksFor === 'all' ? [EVERYBODY] : speaksFor;
}

export async function insertApiKey(
  trx: Connection,
  key: {
    id: string;
    secret: string;
    personId: string;
    name: string;
    roles: Role[];
    expiresAt: Date | null;
    /** If omitted, the key acts for no authority. */
    speaksFor?: SpeaksFor;
  },
): Promise<void> {
  await trx
    .insertInto('api_key')
    .values({
      id: key.id,
      person_id: key.personId,
      name: key.name,
      roles: key.roles,
      secret_sha256: sha256(key.secret),
      expires_at: key.expiresAt,
      speaks_for: toSpeaksForRow(key.speaksFor ?? []),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function setSpeaksFor(
  trx: Connection,
  { id, speaksFor }: { id: string; speaksFor: SpeaksFor },
): Promise<void> {
  await trx
    .updateTable('api_key')
    .set({ speaks_for: toSpeaksForRow(speaksFor) })
    .where('id', '=', id)
    .execute();
}

/** Adds a person, or updates name and roles of the one with the same mail address. */
export async function upsertPerson(trx: Connection, person: Omit<Person, 'active'>): Promise<Person> {
  return trx
    .insertInto('person')
    .values(person)
    .onConflict((conflict) => conflict.column('email').doUpdateSet({ name: person.name, roles: person.roles }))
    .returning(['id', 'name', 'email', 'roles', 'active'])
    .executeTakeFirstOrThrow();
}

/** Finds a person by id, or by mail address in any case. */
export async function findPerson(db: Connection, key: { id: string } | { email: string }): Promise<Person | undefined> {
  const query = db.selectFrom('person').select(['id', 'name', 'email', 'roles', 'active']);
  const found = 'id' in key ? query.where('id', '=', key.id) : query.where(hasEmail(key.email));
  return found.executeTakeFirst();
}

export function hasEmail(email: string) {
  return sql<boolean>`lower(email) = lower(${email})`;
}

export async function listPeople(
  db: Connection,
  { after, limit }: { after: { name: string; id: string } | null; limit: number },
): Promise<Person[]> {
  let query = db.selectFrom('person').select(['id', 'name', 'email', 'roles', 'active']).where(isPerson);
  if (after !== null) query = query.where(sql<boolean>`(name, id) > (${after.name}, ${after.id}::uuid)`);
  return query.orderBy('name').orderBy('id').limit(limit).execute();
}

/**
 * Lists active people with one of the roles and access to the notice, and delegates of absent ones. A delegate gets the
 * role but not the access: people are notified only of what they may read anyway.
 */
export async function listStaffToNotify(
  db: Connection,
  { noticeId, roles }: { noticeId: string; roles: readonly Role[] },
): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select person.id, person.name, person.email, person.roles, person.active
    from person, notice
    where notice.id = ${noticeId}::uuid and person.active and ${isPerson}
      and (person.roles && ${[...roles]}::text[] or exists (
        select from absence join person absent on absent.id = absence.person_id
        where absence.substitute_id = person.id and absence.from_at <= now() and absence.until_at > now()
          and absent.active and absent.roles && ${roles.filter((role) => DELEGATED_ROLES.includes(role))}::text[]))
      and ${canRead({ id: sql.ref('person.id'), roles: sql.ref('person.roles') })}
    order by person.name, person.id`.execute(db);
  return rows;
}

/** Lists names and mail addresses of all staff, including those who left: a letter must not contain them. */
export async function listStaff(db: Connection): Promise<Pick<Person, 'name' | 'email'>[]> {
  return db.selectFrom('person').select(['name', 'email']).where(isPerson).execute();
}

export async function listColleagues(db: Connection): Promise<Pick<Person, 'id' | 'roles' | 'active'>[]> {
  return db.selectFrom('person').select(['id', 'roles', 'active']).where(isPerson).execute();
}
