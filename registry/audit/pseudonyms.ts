import { createHmac, randomBytes } from 'node:crypto';
import { staffNamedIn } from '../../domain/events/staff-names.js';
import type { Actor } from '../../domain/people/actor.js';
import type { Selectable } from 'kysely';
import type { Connection } from '../db.js';
import type { PseudonymKeyTable } from './tables.js';

interface AuditEvent {
  actor: Pick<Actor, 'kind' | 'id' | 'name'>;
  action: string;
  detail: Record<string, unknown>;
}

export type NameInLog = (person: string) => string | undefined;

/**
 * Pseudonyms this process has read; they never change. One that was just created is not cached, because its transaction
 * may roll back.
 */
const known = new Map<string, string>();
const MAX_KNOWN = 10_000;

export async function namesInLog(db: Connection, entries: readonly AuditEvent[]): Promise<NameInLog> {
  const people = entries.flatMap((entry) => [
    ...(entry.actor.kind === 'person' ? [entry.actor.id] : []),
    ...staffNamedIn(entry),
  ]);
  const names = await ensurePseudonyms(db, [...new Set(people)]);
  return (person) => names.get(person);
}

/** Returns the pseudonym of each person, creating missing ones. */
export async function ensurePseudonyms(db: Connection, people: readonly string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const unknown = people.filter((id) => {
    const name = known.get(id);
    if (name !== undefined) names.set(id, name);
    return name === undefined;
  });
  if (unknown.length === 0) return names;
  for (const row of await readKeys(db, unknown)) {
    const name = formatPseudonym(row);
    names.set(row.person_id, name);
    remember(row.person_id, name);
  }
  // One order everywhere, so that two transactions cannot deadlock.
  const fresh = unknown.filter((id) => !names.has(id)).sort();
  if (fresh.length === 0) return names;
  await db
    .insertInto('pseudonym_key')
    .values(fresh.map((id) => ({ person_id: id, key: randomBytes(32) })))
    .onConflict((conflict) => conflict.column('person_id').doNothing())
    .execute();
  for (const row of await readKeys(db, fresh)) names.set(row.person_id, formatPseudonym(row));
  return names;
}

function readKeys(db: Connection, people: readonly string[]) {
  return db.selectFrom('pseudonym_key').selectAll().where('person_id', 'in', people).execute();
}

function formatPseudonym({ person_id: id, key, name }: Selectable<PseudonymKeyTable>): string {
  if (key === null) return name ?? 'staff';
  return `staff-${createHmac('sha256', key).update(id).digest('hex').slice(0, 20)}`;
}

function remember(id: string, name: string): void {
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(id, name);
}
