import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Role } from '../../domain/people/permission.js';
import type { SpeaksFor } from '../../domain/people/speaks-for.js';
import { LENT_ROLES } from '../../domain/people/stand-in.js';
import type { Connection } from '../db.js';
import { mayKnow } from '../notice/secrecy.js';

export interface Person {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  active: boolean;
}

/** A caller proved by key: the person, the roles the key lends, and the key itself. */
export interface KeyHolder {
  person: { id: string; name: string };
  roles: Role[];
  key: { id: string; name: string; speaksFor: SpeaksFor };
}

/** The same, with when the key was used last. */
export interface UsedKey extends KeyHolder {
  lastUsedAt: Date | null;
}

/** Everybody but the two that act for the canary. */
export const isPerson = sql<boolean>`not of_canary(person.id)`;

/** A person's name by id; null for nobody's. */
export async function findPersonName(db: Connection, id: string): Promise<string | null> {
  const row = await db.selectFrom('person').select('name').where('id', '=', id).executeTakeFirst();
  return row?.name ?? null;
}

/** A key as shown once: `nd_<id>_<secret>`. 256 random bits, so its SHA-256 is safe at rest. */
export function makeApiKey(): { id: string; secret: string; text: string } {
  const id = randomBytes(4).toString('hex');
  const secret = randomBytes(32).toString('base64url');
  return { id, secret, text: `nd_${id}_${secret}` };
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

const KEY_GRAMMAR = /^nd_([0-9a-f]{8})_([A-Za-z0-9_-]{43})$/;

/** What a key is that opens something: neither revoked nor expired, of somebody active. */
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

/** The person behind a key, or undefined for a key that is unknown, wrong, expired, revoked or of an inactive person. */
export async function findKeyHolder(db: Connection, text: string): Promise<UsedKey | undefined> {
  const [, id, secret] = KEY_GRAMMAR.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  const row = await findLiveKey(db, id);
  if (row === undefined || !timingSafeEqual(sha256(secret), row.secret_sha256)) return undefined;
  const person = { id: row.id, name: row.name };
  return {
    person,
    roles: rolesLent(row),
    key: { id, name: row.key_name, speaksFor: toSpeaksFor(row.speaks_for) },
    lastUsedAt: row.last_used_at,
  };
}

/** A key never lends more than its person holds today. */
function rolesLent({ key_roles: key, roles }: { key_roles: Role[]; roles: Role[] }): Role[] {
  return key.filter((role) => roles.includes(role));
}

/** The roles that a key lends now; undefined for one that opens nothing any more. */
export async function findKeyRoles(db: Connection, id: string): Promise<Role[] | undefined> {
  const row = await findLiveKey(db, id);
  return row === undefined ? undefined : rolesLent(row);
}

/** Writes down that a key was used. */
export async function touchKey(db: Connection, { id, at }: { id: string; at: Date }): Promise<void> {
  await db.updateTable('api_key').set({ last_used_at: at }).where('id', '=', id).execute();
}

/** For whom a key speaks, as its row says it. */
export function toSpeaksFor(row: readonly string[]): SpeaksFor {
  return row.includes(EVERYBODY) ? 'all' : [...row];
}

/** What stands in a key's row for all authorities; no id of one looks like it. */
const EVERYBODY = '*';

function toSpeaksForRow(speaksFor: SpeaksFor): string[] {
  return speaksFor === 'all' ? [EVERYBODY] : speaksFor;
}

/** Stores a key for a person. */
export async function insertApiKey(
  trx: Connection,
  key: {
    id: string;
    secret: string;
    personId: string;
    name: string;
    roles: Role[];
    expiresAt: Date | null;
    /** Left out: it speaks for nobody. */
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
      revoked_at: null,
      speaks_for: toSpeaksForRow(key.speaksFor ?? []),
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** Says anew for whom a key speaks. */
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

/** Adds a person; the same mail address is the same person. */
export async function upsertPerson(trx: Connection, person: Omit<Person, 'active'>): Promise<Person> {
  return trx
    .insertInto('person')
    .values(person)
    .onConflict((conflict) => conflict.column('email').doUpdateSet({ name: person.name, roles: person.roles }))
    .returning(['id', 'name', 'email', 'roles', 'active'])
    .executeTakeFirstOrThrow();
}

/** A person by id or by mail address, which is what colleagues know of each other. */
export async function findPerson(db: Connection, key: { id: string } | { email: string }): Promise<Person | undefined> {
  const query = db.selectFrom('person').select(['id', 'name', 'email', 'roles', 'active']);
  return ('id' in key ? query.where('id', '=', key.id) : query.where('email', '=', key.email)).executeTakeFirst();
}

/** People by name, a page at a time; `after` is the last name and id of the page before. */
export async function listPeople(
  db: Connection,
  { after, limit }: { after: { name: string; id: string } | null; limit: number },
): Promise<Person[]> {
  let query = db.selectFrom('person').select(['id', 'name', 'email', 'roles', 'active']).where(isPerson);
  if (after !== null) query = query.where(sql<boolean>`(name, id) > (${after.name}, ${after.id}::uuid)`);
  return query.orderBy('name').orderBy('id').limit(limit).execute();
}

/**
 * Active people who hold one of the roles and may know of the notice, and the substitutes of those who are absent. A
 * substitute is lent the role, not the secret: they are told only what they may know anyway.
 */
export async function listStaffToTell(
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
          and absent.active and absent.roles && ${roles.filter((role) => LENT_ROLES.includes(role))}::text[]))
      and ${mayKnow({ id: sql.ref('person.id'), roles: sql.ref('person.roles') })}
    order by person.name, person.id`.execute(db);
  return rows;
}

/** Names and mail addresses of everybody, those who have left too: what a letter must not tell. */
export async function listStaff(db: Connection): Promise<Pick<Person, 'name' | 'email'>[]> {
  return db.selectFrom('person').select(['name', 'email']).where(isPerson).execute();
}

/** Everybody, with what they may do: a desk has few people. */
export async function listColleagues(db: Connection): Promise<Pick<Person, 'id' | 'roles' | 'active'>[]> {
  return db.selectFrom('person').select(['id', 'roles', 'active']).where(isPerson).execute();
}
