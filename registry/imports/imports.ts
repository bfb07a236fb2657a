import { sql } from 'kysely';
import { caseKey } from '../../domain/imports/check-cases.js';
import type { CaseTarget, ImportedCase } from '../../domain/imports/imported-case.js';
import type { Connection } from '../db.js';

/** A case ready to be stored. */
export interface PreparedCase extends ImportedCase {
  id: string;
  digest: string;
  ledger: string;
  targets: (CaseTarget & { normalised: string })[];
}

/** Stores the cases of a change that waits for a second person. */
export async function insertImport(
  trx: Connection,
  { id, digest, cases }: { id: string; digest: string; cases: readonly PreparedCase[] },
): Promise<void> {
  await trx
    .insertInto('case_import')
    .values({ id, digest, cases: JSON.stringify(cases) })
    .execute();
}

/** Makes all cases of a confirmed import in one statement. Throws SQLSTATE 23505 if one of them is there already. */
export async function applyImport(trx: Connection, { id, at }: { id: string; at: Date }): Promise<void> {
  const instant = (name: string) => sql`(one ->> ${sql.lit(name)})::timestamptz`;
  const text = (name: string) => sql`one ->> ${sql.lit(name)}`;
  await sql`
    with sent as materialized (
      select one from case_import, jsonb_array_elements(cases) one where id = ${id}::uuid
    ), made as (
      insert into imported_case (id, import_id, imported_at, source, external_id, kind, authority_name, authority_country,
        jurisdiction, law, reference, subject, body, language, received_at, decided_at, closed_at, outcome, record, digest, ledger,
        targets, restricted)
      select (one ->> 'id')::uuid, ${id}::uuid, ${at}::timestamptz, ${text('source')}, ${text('externalId')}, ${text('kind')},
        one -> 'authority' ->> 'name', one -> 'authority' ->> 'country', ${text('jurisdiction')}, ${text('law')},
        ${text('reference')}, ${text('subject')}, ${text('body')}, ${text('language')}, ${instant('receivedAt')},
        ${instant('decidedAt')}, ${instant('closedAt')}, ${text('outcome')}, nullif(one -> 'record', 'null'),
        ${text('digest')}, ${text('ledger')}, jsonb_array_length(one -> 'targets'),
        jsonb_array_length(jsonb_path_query_array(one, '$.targets[*] ? (@.status == "applied")'))
      from sent
    )
    insert into imported_target (case_id, no, type, locator, normalised, note, action, grounds, countries, status, decided_at)
    select (sent.one ->> 'id')::uuid, named.no, target ->> 'type', target ->> 'locator', target ->> 'normalised', target ->> 'note',
      target ->> 'action', array(select jsonb_array_elements_text(target -> 'grounds')),
      array(select jsonb_array_elements_text(target -> 'countries')), target ->> 'status', (target ->> 'decidedAt')::timestamptz
    from sent, jsonb_array_elements(sent.one -> 'targets') with ordinality named (target, no)`.execute(trx);
}

/** Deletes the cases of imports whose change is no longer pending: what was applied is stored, the rest is personal data. */
export async function forgetDecidedImports(trx: Connection): Promise<void> {
  await sql`
    update case_import set cases = null
    where cases is not null and exists (select from change where change.id = case_import.id and state <> 'pending')`.execute(
    trx,
  );
}

/** Returns the keys of the given cases that are imported already. */
export async function findPresent(db: Connection, cases: readonly ImportedCase[]): Promise<Set<string>> {
  const named = JSON.stringify(cases.map(({ source, externalId }) => ({ source, externalId })));
  const { rows } = await sql<{ source: string; externalId: string }>`
    select source, external_id as "externalId" from imported_case
    join jsonb_to_recordset(${named}::jsonb) as sent (source text, "externalId" text) using (source)
    where external_id = sent."externalId"`.execute(db);
  return new Set(rows.map(caseKey));
}
