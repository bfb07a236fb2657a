import { z } from 'zod';
import type { importedCaseSummary, importedCaseView } from '../../../contract/imports/cases.js';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { isUuid } from '../../../domain/uuid.js';
import type { Connection } from '../../../registry/db.js';
import {
  countImportedCases,
  findImportedCase,
  listImportedCases,
  listImportedTargets,
  type ImportedCaseRow,
  type ImportedFilter,
  type ImportedRow,
} from '../../../registry/imports/imported-cases.js';
import { toReader, type Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import { answerSeenPage, toSeenIn } from '../../seen-page.js';
import { recordSecretReads } from '../../secret-reads.js';
import type { Services } from '../../services.js';

export async function pageImportedCases(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { cursor, limit, count, ...filter }: PageQuery & ImportedFilter,
) {
  const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
  const after = key === null ? null : { receivedMs: key[0], id: key[1] };
  const question = { reader: toReader(caller), filter };
  return answerSeenPage(
    services,
    { caller, name: 'imported-cases' },
    { limit, count },
    {
      rows: (most) => listImportedCases(services.db, { ...question, after, limit: most }),
      total: () => countImportedCases(services.db, question),
      view: toSummary,
      key: ({ received_at: at, id }) => [at.getTime(), id],
      seen: ({ notice_id: notice, secrecy_level: level }) => toSeenIn(notice, level),
    },
  );
}

export async function needImportedCase(db: Connection, caller: Caller, id: string): Promise<ImportedCaseRow> {
  const row = isUuid(id) ? await findImportedCase(db, { id, reader: toReader(caller) }) : undefined;
  if (row === undefined) throw new Refusal('missing', 'There is no such imported case.');
  return row;
}

export async function getImportedCase(
  services: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { id }: { id: string },
): Promise<z.output<typeof importedCaseView>> {
  const row = await needImportedCase(services.db, caller, id);
  await recordSecretReads(services, caller, { seen: toSeenIn(row.notice_id, row.secrecy_level) });
  return loadImportedCase(services.db, row);
}

export async function loadImportedCase(
  db: Connection,
  row: ImportedCaseRow,
): Promise<z.output<typeof importedCaseView>> {
  const { body, language, record, digest, ledger } = row;
  const targets = await listImportedTargets(db, row.id);
  return {
    ...toSummary(row),
    body,
    language,
    items: targets.map(({ decided_at: at, ...target }) => ({ ...target, decidedAt: at?.toISOString() ?? null })),
    record: record && {
      submissions: record.submissions.length,
      effects: record.effects.length,
      clocks: record.clocks.length,
      letters: record.letters.length,
      log: record.log.length,
    },
    ledger,
    digest,
  };
}

function toSummary(row: ImportedRow): z.output<typeof importedCaseSummary> {
  const stamp = (at: Date | null) => at?.toISOString() ?? null;
  const { id, source, kind, jurisdiction, law, reference, subject, outcome, targets } = row;
  return {
    id,
    source,
    kind,
    jurisdiction,
    law,
    reference,
    subject,
    outcome,
    targets,
    externalId: row.external_id,
    authority: { name: row.authority_name, country: row.authority_country },
    receivedAt: row.received_at.toISOString(),
    decidedAt: stamp(row.decided_at),
    closedAt: stamp(row.closed_at),
    importedAt: row.imported_at.toISOString(),
    notice: row.notice_id === null ? null : { id: row.notice_id, number: row.notice_number ?? '' },
    erasedAt: stamp(row.erased_at),
  };
}
