import type { Insertable, Selectable } from 'kysely';
import type { Connection } from '../db.js';
import type { LawCorrectionTable } from './tables.js';

export type CorrectionRow = Selectable<LawCorrectionTable> & {
  proposed_by_name: string;
  decided_by_name: string | null;
};

function selectCorrections(db: Connection) {
  return db
    .selectFrom('law_correction')
    .innerJoin('person as proposer', 'proposer.id', 'law_correction.proposed_by')
    .leftJoin('person as decider', 'decider.id', 'law_correction.decided_by')
    .selectAll('law_correction')
    .select(['proposer.name as proposed_by_name', 'decider.name as decided_by_name']);
}

export async function listCorrections(
  db: Connection,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<CorrectionRow[]> {
  const all = selectCorrections(db).orderBy('number', 'desc').limit(limit);
  return (before === undefined ? all : all.where('number', '<', before)).execute();
}

export async function countCorrections(db: Connection): Promise<number> {
  const counted = db.selectFrom('law_correction').select(({ fn }) => fn.countAll<number>().as('total'));
  return (await counted.executeTakeFirstOrThrow()).total;
}

export async function findCorrection(db: Connection, number: number): Promise<CorrectionRow | undefined> {
  return selectCorrections(db).where('number', '=', number).executeTakeFirst();
}

export async function insertCorrection(trx: Connection, row: Insertable<LawCorrectionTable>): Promise<number> {
  const inserted = trx.insertInto('law_correction').values(row).returning('number');
  return (await inserted.executeTakeFirstOrThrow()).number;
}

/** Undefined if it was decided already. */
export async function decideCorrection(
  trx: Connection,
  {
    number,
    ...decision
  }: { number: number } & Pick<LawCorrectionTable, 'decided_by' | 'decided_at' | 'answer'> & {
      state: 'withdrawn' | 'settled';
    },
): Promise<{ number: number } | undefined> {
  return trx
    .updateTable('law_correction')
    .set(decision)
    .where('number', '=', number)
    .where('state', '=', 'proposed')
    .returning('number')
    .executeTakeFirst();
}
