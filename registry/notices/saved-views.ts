import { sql, type Selectable } from 'kysely';
import type { Connection } from '../db.js';
import type { SavedViewTable } from '../people/tables.js';

export type SavedView = Omit<Selectable<SavedViewTable>, 'created_at'>;

const COLUMNS = ['id', 'owner', 'name', 'query', 'shared'] as const;

function visibleTo(db: Connection, person: string) {
  return db.selectFrom('saved_view').where((eb) => eb.or([eb('owner', '=', person), eb('shared', '=', true)]));
}

export async function listSavedViews(
  db: Connection,
  { person, after, limit }: { person: string; after: { name: string; id: string } | null; limit: number },
): Promise<SavedView[]> {
  let query = visibleTo(db, person).select(COLUMNS);
  if (after !== null) query = query.where(sql<boolean>`(name, id) > (${after.name}, ${after.id}::uuid)`);
  return query.orderBy('name').orderBy('id').limit(limit).execute();
}

export async function countSavedViews(db: Connection, person: string): Promise<number> {
  const { total } = await visibleTo(db, person).select(sql<number>`count(*)`.as('total')).executeTakeFirstOrThrow();
  return total;
}

/** Stores a view, overwriting one of the same owner and name; `added` is true for a new one. */
export async function saveView(trx: Connection, view: SavedView): Promise<{ view: SavedView; added: boolean }> {
  const kept = await trx
    .insertInto('saved_view')
    .values(view)
    .onConflict((conflict) =>
      conflict.columns(['owner', 'name']).doUpdateSet({ query: view.query, shared: view.shared }),
    )
    .returning(COLUMNS)
    .executeTakeFirstOrThrow();
  return { view: kept, added: kept.id === view.id };
}

export async function countOwnViews(db: Connection, owner: string): Promise<number> {
  const { total } = await db
    .selectFrom('saved_view')
    .select(sql<number>`count(*)`.as('total'))
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow();
  return total;
}

export async function findSavedView(db: Connection, id: string): Promise<SavedView | undefined> {
  return db.selectFrom('saved_view').select(COLUMNS).where('id', '=', id).executeTakeFirst();
}

export async function deleteSavedView(trx: Connection, id: string): Promise<void> {
  await trx.deleteFrom('saved_view').where('id', '=', id).execute();
}
