import { sql, type RawBuilder } from 'kysely';
import type { ImportedCase } from '../../domain/imports/imported-case.js';
import type { Connection } from '../db.js';
import { canRead, isNoSecret } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { utcText } from '../utc-text.js';

interface ExportedRow {
  id: string;
  content: ImportedCase;
}

interface ExportQuestion {
  reader: Reader;
  after: string | null;
  limit: number;
}

/** Leaves out secret notices for every caller: a file has no access check. */
function isExported(reader: Reader): RawBuilder<boolean> {
  return sql<boolean>`(${canRead(reader)} and ${isNoSecret()} and not of_canary(notice.id))`;
}

const stampOf = (column: string) => utcText(sql.ref(column));

const TARGETS_SHAPE = sql`coalesce(jsonb_agg(jsonb_build_object('type', type, 'locator', locator, 'note', note, 'action', action,
  'grounds', grounds, 'countries', countries, 'status', status, 'decidedAt', ${stampOf('decided_at')}) order by no), '[]')`;

const every = (shape: RawBuilder<unknown>, order: RawBuilder<unknown>) =>
  sql`coalesce(jsonb_agg(jsonb_build_object(${shape}) order by ${order}), '[]')`;

const RECORD = sql`jsonb_build_object(
  'submissions', (select ${every(
    sql`'number', number, 'purpose', purpose, 'state', state, 'digest', digest, 'frozenAt', ${stampOf('frozen_at')},
      'finishedAt', ${stampOf('finished_at')}`,
    sql`number`,
  )} from submission where notice_id = notice.id),
  'effects', (select ${every(
    sql`'no', target_no, 'submission', submission, 'action', action, 'attempt', attempt, 'status', status, 'at', ${stampOf('at')}`,
    sql`submission, target_no, attempt, key`,
  )} from operation where notice_id = notice.id and not superseded),
  'clocks', (select ${every(
    sql`'kind', kind, 'basis', basis, 'state', state, 'startsAt', ${stampOf('starts_at')}, 'dueAt', ${stampOf('due_at')},
      'metAt', ${stampOf('met_at')}`,
    sql`position, id`,
  )} from clock where notice_id = notice.id and not proposed),
  'letters', (select ${every(
    sql`'n', n, 'kind', kind, 'language', language, 'state', state, 'sentAt', ${stampOf('sent_at')},
      'sha256', encode(sha256(convert_to(text, 'UTF8')), 'hex')`,
    sql`n`,
  )} from letter where notice_id = notice.id),
  'log', (select ${every(
    sql`'action', action, 'at', ${stampOf('at')}, 'leafHash', encode(leaf_hash, 'hex')`,
    sql`seq`,
  )} from audit_entry where notice_id = notice.id))`;

/** Returns notices as cases, in the order of their ids. */
export async function exportNotices(
  db: Connection,
  { source, reader, after, limit }: ExportQuestion & { source: string },
): Promise<ExportedRow[]> {
  const { rows } = await sql<ExportedRow>`
    select id, jsonb_build_object('source', ${source}::text, 'externalId', id::text, 'kind', kind,
      'authority', jsonb_build_object('name', authority_name, 'country', authority_country), 'jurisdiction', jurisdiction,
      'law', regime_id, 'reference', reference, 'subject', subject, 'body', body, 'language', language,
      'receivedAt', ${stampOf('received_at')},
      'decidedAt', (select ${utcText(sql`max(decided_at)`)} from target
        where notice_id = notice.id and status not in ('undecided', 'drafted')),
      'closedAt', case when stage = 'closed' then ${stampOf('closed_at')} end,
      'outcome', case when stage = 'closed' then outcome end,
      'targets', (select ${TARGETS_SHAPE} from target where notice_id = notice.id),
      'record', ${RECORD}) as content
    from notice
    where ${isExported(reader)} and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(db);
  return rows;
}

/** Returns cases of other systems as they were imported, in the order of their ids. */
export async function exportImported(db: Connection, { reader, after, limit }: ExportQuestion): Promise<ExportedRow[]> {
  const { rows } = await sql<ExportedRow>`
    select one.id, jsonb_build_object('source', source, 'externalId', external_id, 'kind', one.kind,
      'authority', jsonb_build_object('name', one.authority_name, 'country', one.authority_country),
      'jurisdiction', one.jurisdiction, 'law', law, 'reference', one.reference, 'subject', one.subject, 'body', one.body,
      'language', one.language, 'receivedAt', ${stampOf('one.received_at')}, 'decidedAt', ${stampOf('one.decided_at')},
      'closedAt', ${stampOf('one.closed_at')}, 'outcome', one.outcome,
      'targets', (select ${TARGETS_SHAPE} from imported_target where case_id = one.id), 'record', record) as content
    from imported_case one left join notice on notice.id = one.notice_id
    where (one.notice_id is null or ${isExported(reader)}) and (${after}::uuid is null or one.id > ${after}::uuid)
    order by one.id limit ${limit}`.execute(db);
  return rows;
}

export async function countExported(
  db: Connection,
  { reader, of }: { reader: Reader; of: 'notices' | 'imported' },
): Promise<number> {
  const rows =
    of === 'notices'
      ? sql`from notice where ${isExported(reader)}`
      : sql`from imported_case one left join notice on notice.id = one.notice_id
          where one.notice_id is null or ${isExported(reader)}`;
  const { rows: counted } = await sql<{ total: number }>`select count(*) as total ${rows}`.execute(db);
  return counted[0]?.total ?? 0;
}
