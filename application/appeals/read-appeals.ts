import { z } from 'zod';
import type { PageQuery } from '../../contract/paging.js';
import { cursorKeys } from '../../contract/query.js';
import { can } from '../../domain/people/permission.js';
import { isUuid } from '../../domain/uuid.js';
import {
  countAppeals,
  findAppeal,
  findAppealDocument,
  findFiled,
  listAppealDocuments,
  listAppeals,
  type AppealFilter,
  type AppealRow,
  type FiledAppeal,
} from '../../registry/appeals/appeals.js';
import { readAsService } from '../../registry/reading.js';
import { toReader, type Caller } from '../caller.js';
import { readCursor } from '../paging.js';
import { Refusal } from '../refusal.js';
import { recordSecretReads } from '../secret-reads.js';
import { answerSeenPage, toSeenIn } from '../seen-page.js';
import type { Reading } from '../access.js';
import { CURES } from '../../domain/commands/cures.js';
import type { appealView, filedAppeal } from '../../contract/appeals.js';
import { mayDecide } from './settle-appeal.js';

/** The nearest due first; only appeals whose notice the caller can read. */
export async function listReadableAppeals(
  services: Reading,
  caller: Caller,
  { cursor, limit, count, ...filter }: PageQuery & AppealFilter,
) {
  const { db } = services;
  const key = readCursor(cursor, z.tuple([cursorKeys.ms, cursorKeys.uuid]));
  const after = key === null ? null : { dueMs: key[0], id: key[1] };
  const question = { reader: toReader(caller), filter };
  return answerSeenPage(
    services,
    { caller, name: 'appeals' },
    { limit, count },
    {
      rows: (max) => listAppeals(db, { ...question, after, limit: max }),
      total: () => countAppeals(db, question),
      view: (row) => toAppealView(row, caller),
      key: (row) => [row.due_at.getTime(), row.id],
      seen: toSeenNotice,
    },
  );
}

/** An appeal with its documents; an intake key sees only appeals it filed, in reduced form. */
export async function readAppeal(services: Reading, caller: Caller, id: string) {
  if (can(caller.roles, 'appeal.read')) {
    const row = await needAppeal(services, caller, id);
    const documents = await listAppealDocuments(services.db, row.id);
    return {
      ...toAppealView(row, caller),
      documents: documents.map(({ sha256, name, media_type: mediaType }) => ({ sha256, name, mediaType })),
    };
  }
  const find = () => findFiled(services.db, { id, filedBy: caller.person.id });
  const own = isUuid(id) && can(caller.roles, 'appeal.file') ? await readAsService('own_receipts', find) : undefined;
  if (own === undefined) throw noSuchAppeal();
  return toFiledView(own);
}

/** `sha256`: null if the address names no digest. */
export async function readAppealDocument(
  services: Reading,
  caller: Caller,
  { id, sha256 }: { id: string; sha256: string | null },
): Promise<{ mediaType: string; name: string; bytes: Buffer }> {
  const row = await needAppeal(services, caller, id);
  const file = sha256 === null ? undefined : await findAppealDocument(services.db, { appealId: row.id, sha256 });
  if (file === undefined) throw new Refusal('missing', 'The appeal has no such document.');
  return { mediaType: file.media_type, name: file.name, bytes: file.bytes };
}

function noSuchAppeal(): Refusal {
  return new Refusal('missing', CURES.noAppeal);
}

async function needAppeal(services: Reading, caller: Caller, id: string): Promise<AppealRow> {
  const row = isUuid(id) ? await findAppeal(services.db, { id, reader: toReader(caller) }) : undefined;
  if (row === undefined) throw noSuchAppeal();
  await recordSecretReads(services, caller, { seen: toSeenNotice(row), list: 'appeals' });
  return row;
}

const toSeenNotice = ({ notice_id: id, secrecy_level: level }: AppealRow) => toSeenIn(id, level);

function toFiledView(row: FiledAppeal): z.infer<typeof filedAppeal> {
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    outcome: row.outcome,
    reasons: row.reasons,
    receivedAt: row.received_at.toISOString(),
    dueAt: row.due_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
  };
}

export function toAppealView(row: AppealRow, caller: Caller): z.infer<typeof appealView> {
  const { type, locator, status, action, named, statement, contact, channel, late } = row;
  const isFound = row.notice_id !== null && row.notice_number !== null && row.notice_stage !== null;
  const isItem = row.target_no !== null && type !== null && locator !== null && status !== null;
  return {
    ...toFiledView(row),
    notice: isFound
      ? { id: row.notice_id ?? '', number: row.notice_number ?? '', stage: row.notice_stage ?? '' }
      : null,
    target: isItem ? { no: row.target_no ?? 0, type, locator, action, status } : null,
    named,
    statement,
    contact,
    channel,
    late,
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' },
    restoration:
      row.restoration === null || row.restoration_state === null
        ? null
        : { submission: row.restoration, state: row.restoration_state },
    mayDecide: mayDecide(row, caller),
  };
}
