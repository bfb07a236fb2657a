import { sql, type Selectable } from 'kysely';
import type { ClockForm, ClockKind, ClockOwner } from '../../domain/clocks/clock.js';
import type { Stage } from '../../domain/notices/notice.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import type { LawKey } from './law-reviews.js';
import type { LawIncidentTable } from './tables.js';

export type IncidentRow = Selectable<LawIncidentTable> & {
  recorded_by_name: string;
  corrected_by_name: string | null;
};

const incidents = sql`
  select incident.*, recorder.name as recorded_by_name, corrector.name as corrected_by_name
  from law_incident incident
  join person recorder on recorder.id = incident.recorded_by
  left join person corrector on corrector.id = incident.corrected_by`;

export async function listIncidents(
  db: Connection,
  { before, limit }: { before: number | null; limit: number },
): Promise<IncidentRow[]> {
  const older = before === null ? sql`true` : sql`incident.number < ${before}`;
  const { rows } = await sql<IncidentRow>`
    ${incidents} where ${older} order by incident.number desc limit ${limit}`.execute(db);
  return rows;
}

export async function countIncidents(db: Connection): Promise<number> {
  const { rows } = await sql<{ total: number }>`select count(*)::int as total from law_incident`.execute(db);
  return rows[0]?.total ?? 0;
}

export async function findIncident(db: Connection, number: number): Promise<IncidentRow | undefined> {
  const { rows } = await sql<IncidentRow>`${incidents} where incident.number = ${number}`.execute(db);
  return rows[0];
}

export async function insertIncident(
  trx: Connection,
  incident: LawKey & {
    fact: string;
    clock: { kind: ClockKind; owner: ClockOwner; form: ClockForm } | undefined;
    said: string;
    found: string;
    source: string;
    by: string;
    at: Date;
  },
): Promise<number> {
  const { regime, version, fact, clock, said, found, source, by, at } = incident;
  const { number } = await trx
    .insertInto('law_incident')
    .values({
      regime,
      version,
      fact,
      clock_kind: clock?.kind ?? null,
      clock_owner: clock?.owner ?? null,
      clock_form: clock?.form ?? null,
      said,
      found,
      source,
      recorded_by: by,
      recorded_at: at,
    })
    .returning('number')
    .executeTakeFirstOrThrow();
  return number;
}

/** Records a correction; undefined if the incident was corrected already. */
export async function correctIncident(
  trx: Connection,
  { number, by, at, correction }: { number: number; by: string; at: Date; correction: string },
): Promise<{ number: number } | undefined> {
  return trx
    .updateTable('law_incident')
    .set({ corrected_by: by, corrected_at: at, correction })
    .where('number', '=', number)
    .where('corrected_at', 'is', null)
    .returning('number')
    .executeTakeFirst();
}

export interface TouchedRow {
  id: string;
  number: string;
  stage: Stage;
  secrecy_level: string;
  due_at: Date | null;
}

/**
 * Notices that a wrong fact affected and that arrived before its correction: for a clock, those with a clock whose
 * receipt names the law, version and rule; for other facts, those under that version.
 */
function touchedBy({ regime, version, clock_kind, clock_owner, clock_form, corrected_at }: IncidentRow) {
  const made =
    clock_kind === null
      ? sql`notice.regime_id = ${regime} and notice.regime_version = ${version}`
      : sql`exists (select from clock where clock.notice_id = notice.id and clock.kind = ${clock_kind}
          and clock.owner = ${clock_owner} and clock.form = ${clock_form} and clock.basis = 'law'
          and clock.receipt #>> '{regime,id}' = ${regime} and clock.receipt #>> '{regime,version}' = ${version})`;
  return sql`${made} and notice.received_at <= coalesce(${corrected_at}::timestamptz, 'infinity')`;
}

export async function listTouched(
  db: Connection,
  { incident, reader, after, limit }: { incident: IncidentRow; reader: Reader; after: string | null; limit: number },
): Promise<TouchedRow[]> {
  const later = after === null ? sql`true` : sql`notice.number > ${after}`;
  const { rows } = await sql<TouchedRow>`
    select notice.id, notice.number, notice.stage, notice.secrecy_level, (
        select min(clock.due_at) from clock where clock.notice_id = notice.id and clock.kind = ${incident.clock_kind}
          and clock.owner = ${incident.clock_owner} and clock.form = ${incident.clock_form}
      ) as due_at
    from notice where ${touchedBy(incident)} and ${canRead(reader)} and ${later}
    order by notice.number limit ${limit}`.execute(db);
  return rows;
}

export async function countTouched(
  db: Connection,
  { incident, reader }: { incident: IncidentRow; reader: Reader },
): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*)::int as total from notice where ${touchedBy(incident)} and ${canRead(reader)}`.execute(db);
  return rows[0]?.total ?? 0;
}
