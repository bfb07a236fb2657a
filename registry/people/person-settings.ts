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
