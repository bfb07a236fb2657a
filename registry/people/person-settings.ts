import { sql } from 'kysely';
import { completeSettings, type NotificationSettings } from '../../domain/people/notification.js';
import type { Connection } from '../db.js';

export async function findSettings(db: Connection, personId: string): Promise<Record<string, unknown>> {
  const row = await db
    .selectFrom('person_settings')
    .select('settings')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  return row?.settings ?? {};
}

export async function saveSettings(
  db: Connection,
  { personId, settings, at }: { personId: string; settings: Record<string, unknown>; at: Date },
): Promise<void> {
  const written = { settings: JSON.stringify(settings), changed_at: at };
  await db
    .insertInto('person_settings')
    .values({ person_id: personId, ...written })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(written))
    .execute();
}

/** Returns the settings of those of the people who have chosen any. */
export async function findNotificationSettings(
  db: Connection,
  people: readonly string[],
): Promise<Map<string, NotificationSettings>> {
  const { rows } = await sql<{ person_id: string; notifications: Partial<NotificationSettings> }>`
    select person_id, notifications from person_settings
    where person_id::text = any (${[...people]}::text[]) and notifications is not null`.execute(db);
  return new Map(rows.map(({ person_id: id, notifications }) => [id, completeSettings(notifications)]));
}

export async function saveNotificationSettings(
  trx: Connection,
  { personId, notifications, at }: { personId: string; notifications: NotificationSettings; at: Date },
): Promise<void> {
  const written = { notifications: JSON.stringify(notifications), changed_at: at };
  await trx
    .insertInto('person_settings')
    .values({ person_id: personId, ...written })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(written))
    .execute();
}
