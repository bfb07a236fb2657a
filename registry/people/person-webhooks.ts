import type { Connection } from '../db.js';

/** Replaces an address that still waited for confirmation. */
export async function saveRequestedWebhook(
  trx: Connection,
  { change, person, url }: { change: string; person: string; url: string },
): Promise<void> {
  await trx.deleteFrom('person_webhook').where('person_id', '=', person).where('confirmed_at', 'is', null).execute();
  await trx
    .insertInto('person_webhook')
    .values({ change_id: change, person_id: person, url, confirmed_at: null })
    .execute();
}

/** Returns whether the requested address was still there. */
export async function confirmWebhook(
  trx: Connection,
  { change, person, at }: { change: string; person: string; at: Date },
): Promise<boolean> {
  await trx
    .deleteFrom('person_webhook')
    .where('person_id', '=', person)
    .where('confirmed_at', 'is not', null)
    .where('change_id', '<>', change)
    .execute();
  const { numUpdatedRows } = await trx
    .updateTable('person_webhook')
    .set({ confirmed_at: at })
    .where('change_id', '=', change)
    .where('person_id', '=', person)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The confirmed address first. */
export async function listWebhooks(db: Connection, person: string) {
  return db
    .selectFrom('person_webhook')
    .select(['change_id', 'url', 'confirmed_at'])
    .where('person_id', '=', person)
    .orderBy('confirmed_at', (order) => order.asc().nullsLast())
    .execute();
}

export async function findConfirmedWebhook(db: Connection, person: string): Promise<string | undefined> {
  const [first] = await listWebhooks(db, person);
  return first?.confirmed_at == null ? undefined : first.url;
}

export async function findPeopleWithWebhooks(db: Connection, people: readonly string[]): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const rows = await db
    .selectFrom('person_webhook')
    .select('person_id')
    .where('person_id', 'in', [...people])
    .where('confirmed_at', 'is not', null)
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

export async function deleteWebhooks(trx: Connection, person: string): Promise<{ url: string }[]> {
  return trx.deleteFrom('person_webhook').where('person_id', '=', person).returning('url').execute();
}
