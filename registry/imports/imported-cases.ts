import { sql, type RawBuilder, type Selectable } from 'kysely';
import { locatorForms } from '../../domain/targets/target.js';
import { containing } from '../containing.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import type { ImportedCaseTable, ImportedTargetTable } from './tables.js';

export interface ImportedRow extends Omit<Selectable<ImportedCaseTable>, 'body' | 'record'> {
  notice_number: string | null;
  secrecy_level: string | null;
}

export interface ImportedFilter {
  state?: 'open' | 'closed' | undefined;
  source?: string | undefined;
  regime?: string | undefined;
  locator?: string | undefined;
  q?: string | undefined;
  /** Part of what `q` searches, or an item. */
  found?: string | undefined;
}

interface ImportedQuestion {
  reader: Reader;
  filter: ImportedFilter;
}

/** A case that was filed is read like its notice: both hold the same text. */
function knownTo(reader: Reader): RawBuilder<boolean> {
  return sql<boolean>`(imported_case.notice_id is null or ${canRead(reader)})`;
}

function isAbout(text: string): RawBuilder<boolean> {
  return sql<boolean>`concat_ws(' ', external_id, imported_case.reference, imported_case.subject, imported_case.authority_name) ilike ${containing(text)}`;
}

/**
 * Adds the hash of `normalised`, computed apart (`offset 0`): PostgreSQL does not use an index behind a policy for a
 * comparison with an expression.
 */
export function hashed(rows: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select *, hashtextextended(normalised, 0) as hash from ${rows} offset 0)`;
}

function hasItem(locator: string): RawBuilder<boolean> {
  return sql<boolean>`imported_case.id in (
      select case_id from imported_target join ${hashed(sql`unnest(${locatorForms(locator)}::text[]) as form (normalised)`)} sought
        on imported_target.hash = sought.hash and imported_target.normalised = sought.normalised)`;
}

function narrow({ state, source, regime, locator, q, found }: ImportedFilter): RawBuilder<boolean> {
  const conditions = [sql`true`];
  // A case that was filed is open as a notice, not here.
  if (state === 'open') conditions.push(sql`imported_case.closed_at is null and imported_case.notice_id is null`);
  if (state === 'closed')
    conditions.push(sql`(imported_case.closed_at is not null or imported_case.notice_id is not null)`);
  if (source !== undefined) conditions.push(sql`source = ${source}`);
  if (regime !== undefined) conditions.push(sql`law = ${regime}`);
  if (locator !== undefined) conditions.push(hasItem(locator));
  if (q !== undefined) conditions.push(isAbout(q));
  if (found !== undefined) conditions.push(sql`(${isAbout(found)} or ${hasItem(found)})`);
  return sql<boolean>`${sql.join(conditions, sql` and `)}`;
}

const FROM = sql`from imported_case left join notice on notice.id = imported_case.notice_id`;

const ROW = sql`
  select imported_case.id, import_id, imported_at, source, external_id, imported_case.kind, imported_case.authority_name,
    imported_case.authority_country, imported_case.jurisdiction, law, imported_case.reference, imported_case.subject,
    imported_case.language, imported_case.received_at, decided_at, imported_case.closed_at, imported_case.outcome, digest, ledger,
    imported_case.targets, restricted, imported_case.notice_id, filed_at, imported_case.erased_at,
    notice.number as notice_number, notice.secrecy_level`;

/** Newest receipt first. */
export async function listImportedCases(
  db: Connection,
  {
    reader,
    filter,
    after,
    limit,
  }: ImportedQuestion & { after: { receivedMs: number; id: string } | null; limit: number },
): Promise<ImportedRow[]> {
  const later =
    after === null
      ? sql`true`
      : sql`(imported_case.received_at, imported_case.id) < (${new Date(after.receivedMs)}::timestamptz, ${after.id}::uuid)`;
  const { rows } = await sql<ImportedRow>`
    ${ROW} ${FROM} where ${knownTo(reader)} and ${narrow(filter)} and ${later}
    order by imported_case.received_at desc, imported_case.id desc limit ${limit}`.execute(db);
  return rows;
}

export async function countImportedCases(db: Connection, { reader, filter }: ImportedQuestion): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total ${FROM} where ${knownTo(reader)} and ${narrow(filter)}`.execute(db);
  return rows[0]?.total ?? 0;
}

export type ImportedCaseRow = ImportedRow & Pick<Selectable<ImportedCaseTable>, 'body' | 'record'>;

export async function findImportedCase(
  db: Connection,
  { id, reader }: { id: string; reader: Reader },
): Promise<ImportedCaseRow | undefined> {
  const { rows } = await sql<ImportedCaseRow>`
    ${ROW}, imported_case.body, record ${FROM} where imported_case.id = ${id}::uuid and ${knownTo(reader)}`.execute(db);
  return rows[0];
}

export async function listImportedTargets(
  db: Connection,
  caseId: string,
): Promise<Omit<Selectable<ImportedTargetTable>, 'case_id' | 'normalised' | 'hash'>[]> {
  return db
    .selectFrom('imported_target')
    .select(['no', 'type', 'locator', 'note', 'action', 'grounds', 'countries', 'status', 'decided_at'])
    .where('case_id', '=', caseId)
    .orderBy('no')
    .execute();
}

/** Notes that an open case was filed as a notice. Returns false if it was closed, or filed before. */
export async function markFiled(
  trx: Connection,
  { id, noticeId, at }: { id: string; noticeId: string; at: Date },
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('imported_case')
    .set({ notice_id: noticeId, filed_at: at })
    .where('id', '=', id)
    .where('notice_id', 'is', null)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
