import type { Connection } from '../db.js';

export interface PushDevice {
  id: string;
  endpoint: string;
  p256dh: string;
  auth: string;
}

export interface NewPushDevice extends PushDevice {
  person: string;
  session: string;
  name: string;
  at: Date;
}

/** A browser has one address: the last person who turns notifications on there is notified there. */
export async function savePushDevice(
  trx: Connection,
  device: NewPushDevice,
): Promise<{ id: string; created_at: Date }> {
  const { id, person, session, name, endpoint, p256dh, auth, at } = device;
  const written = { person_id: person, session_id: session, name, p256dh, auth };
  await trx.deleteFrom('push_device').where('endpoint', '=', endpoint).where('person_id', '<>', person).execute();
  return trx
    .insertInto('push_device')
    .values({ id, endpoint, created_at: at, ...written })
    .onConflict((conflict) => conflict.column('endpoint').doUpdateSet(written))
    .returning(['id', 'created_at'])
    .executeTakeFirstOrThrow();
}

export async function listPushDevices(db: Connection, person: string) {
  return db
    .selectFrom('push_device')
    .select(['id', 'name', 'endpoint', 'p256dh', 'auth', 'session_id', 'created_at'])
    .where('person_id', '=', person)
    .orderBy('id')
    .execute();
}

export async function findPeopleWithDevices(db: Connection, people: readonly string[]): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const rows = await db
    .selectFrom('push_device')
    .select('person_id')
    .distinct()
    .where('person_id', 'in', [...people])
    .execute();
  return new Set(rows.map((row) => row.person_id));
}

export async function deletePushDevices(
  trx: Connection,
  which: { ids: readonly string[]; person: string },
): Promise<{ id: string; name: string }[]> {
  if (which.ids.length === 0) return [];
  return trx
    .deleteFrom('push_device')
    .where('id', 'in', [...which.ids])
    .where('person_id', '=', which.person)
    .returning(['id', 'name'])
    .execute();
}
