import type { Selection } from 'kysely';
import type { Connection } from '../db.js';
import type { Tables } from '../tables.js';

export type Passkey = Omit<Selection<Tables, 'passkey', (typeof COLUMNS)[number]>, 'counter'> & { counter: number };

export type KnownPasskey = Passkey & { revokedAt: Date | null };

const COLUMNS = [
  'id',
  'person_id as personId',
  'credential_id as credentialId',
  'public_key as publicKey',
  'counter',
  'transports',
  'name',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
] as const;

function selectPasskeys(db: Connection, person: string) {
  return db
    .selectFrom('passkey')
    .select(COLUMNS)
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id');
}

function toPasskeys<Row extends { counter: string | number }>(rows: readonly Row[]) {
  return rows.map((row) => ({ ...row, counter: Number(row.counter) }));
}

export async function listPasskeys(db: Connection, person: string): Promise<Passkey[]> {
  return toPasskeys(await selectPasskeys(db, person).execute());
}

/** Lists a person's passkeys and locks their rows, so that concurrent removals run one after another. */
export async function lockPasskeys(trx: Connection, person: string): Promise<Passkey[]> {
  return toPasskeys(await selectPasskeys(trx, person).forUpdate().execute());
}

export async function findPasskey(db: Connection, credentialId: string): Promise<KnownPasskey | undefined> {
  const row = await db
    .selectFrom('passkey')
    .select([...COLUMNS, 'revoked_at as revokedAt'])
    .where('credential_id', '=', credentialId)
    .executeTakeFirst();
  return row && { ...row, counter: Number(row.counter) };
}

/** Adds a passkey; returns false if its credential is known already. */
export async function insertPasskey(
  trx: Connection,
  { id, personId, credentialId, publicKey, counter, transports, name, createdAt }: Omit<Passkey, 'lastUsedAt'>,
): Promise<boolean> {
  const done = await trx
    .insertInto('passkey')
    .values({
      id,
      person_id: personId,
      credential_id: credentialId,
      public_key: publicKey,
      counter: String(counter),
      transports,
      name,
      created_at: createdAt,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return done.numInsertedOrUpdatedRows === 1n;
}

/** Records a use; returns false if a concurrent use changed the counter first. */
export async function usePasskey(
  trx: Connection,
  { id, before, counter, at }: { id: string; before: number; counter: number; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('passkey')
    .set({ counter: String(counter), last_used_at: at })
    .where('id', '=', id)
    .where('counter', '=', String(before))
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function renamePasskey(
  trx: Connection,
  { id, person, name }: { id: string; person: string; name: string },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('passkey')
    .set({ name })
    .where('id', '=', id)
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Removes passkeys of a person and returns them. The rows stay, because what they signed is verified again later. */
export async function revokePasskeys(
  trx: Connection,
  { ids, person, at }: { ids: readonly string[]; person: string; at: Date },
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  return trx
    .updateTable('passkey')
    .set({ revoked_at: at })
    .where('id', 'in', [...ids])
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .returning(['id', 'name'])
    .execute();
}
