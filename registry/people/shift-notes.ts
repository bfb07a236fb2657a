import { sql } from 'kysely';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { isPerson } from './people.js';

export interface ShiftNote {
  person: string;
  name: string;
  note: string;
  noteAt: Date;
}

const MAX_SHOWN = 100;

export async function listShiftNotes(db: Connection, { after }: { after: Date }): Promise<ShiftNote[]> {
  const { rows } = await sql<ShiftNote>`
    select person.id as person, person.name, roster.note, roster.note_at as "noteAt"
    from roster join person on person.id = roster.person_id
    where roster.note_at > ${after}::timestamptz and ${isPerson}
    order by roster.note_at desc limit ${MAX_SHOWN}`.execute(db);
  return rows;
}

// Also removes everybody's notes from before `expired`.
export async function saveShiftNote(
  trx: Connection,
  { person, note, at, expired }: { person: string; note: string | null; at: Date; expired: Date },
): Promise<void> {
  const written = { note, note_at: note === null ? null : at };
  await trx
    .insertInto('roster')
    .values({ person_id: person, shifts: '[]', languages: [], changed_at: at, ...written })
    .onConflict((conflict) => conflict.column('person_id').doUpdateSet(written))
    .execute();
  await trx.updateTable('roster').set({ note: null, note_at: null }).where('note_at', '<', expired).execute();
}

// Only of notices that the reader can read: others must make no difference.
export async function listSecretNumbers(
  db: Connection,
  { numbers, reader }: { numbers: readonly string[]; reader: Reader },
): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select number from notice
    where number = any (${[...numbers]}::text[]) and secrecy_level <> 'open' and ${canRead(reader)}
    order by number`.execute(db);
  return rows.map(({ number }) => number);
}
