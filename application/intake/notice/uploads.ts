import { Readable } from 'node:stream';
import type { PageQuery } from '../../../contract/paging.js';
import { toCsv, toCsvRows } from '../../../domain/csv.js';
import { readEach } from '../../../registry/reading.js';
import {
  countUploads,
  findUpload,
  listUploadProblems,
  listUploads,
  type UploadRow,
  type UploadsOf,
} from '../../../registry/targets/upload-views.js';
import { findReadable, type Reading, needNotice } from '../../access.js';
import { type Caller, toReader } from '../../caller.js';
import { answerPage, readNumberCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import {
  countDiff,
  findEarlierList,
  listDiff,
  type DiffPart,
  type DiffRow,
} from '../../../registry/targets/list-diff.js';

export async function listNoticeUploads(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const { scope } = await findScope(services, caller, id);
  const afterN = readNumberCursor(query.cursor) ?? 0;
  return answerPage(query, {
    rows: (limit) => listUploads(services.db, { ...scope, afterN, limit }),
    total: () => countUploads(services.db, scope),
    view: toUploadView,
    key: ({ n }) => [n],
  });
}

interface ProblemsQuestion {
  id: string;
  /** Number of the upload; 0 if the address names none. */
  n: number;
}

export async function listRejectedLines(
  services: Reading,
  caller: Caller,
  { id, n }: ProblemsQuestion,
  query: PageQuery,
) {
  const { scope, rejected } = await findScopedUpload(services, caller, { id, n });
  const afterPosition = readNumberCursor(query.cursor) ?? 0;
  return answerPage(query, {
    rows: (limit) => listUploadProblems(services.db, { noticeId: scope.noticeId, n, afterPosition, limit }),
    total: async () => rejected,
    view: ({ line, reason }) => ({ line, reason }),
    key: ({ position }) => [position],
  });
}

export async function streamRejectedLines(
  services: Reading,
  caller: Caller,
  { id, n }: ProblemsQuestion,
): Promise<{ name: string; csv: Readable }> {
  const { scope, number } = await findScopedUpload(services, caller, { id, n });
  const lines = streamCsv(services, { noticeId: scope.noticeId, n });
  return { name: `${number}-list-${n}-problems.csv`, csv: Readable.from(readEach(lines)) };
}

async function findScopedUpload(services: Reading, caller: Caller, { id, n }: ProblemsQuestion) {
  const { scope, number } = await findScope(services, caller, id);
  const upload = await findUpload(services.db, { ...scope, n });
  if (upload === undefined) throw new Refusal('missing', 'The notice has no such upload.');
  return { scope, number, rejected: upload.rejected };
}

/** A caller who sees only the receipt sees only lists of their own. */
async function findScope(services: Reading, caller: Caller, id: string): Promise<{ scope: UploadsOf; number: string }> {
  const { row, access } = await findReadable(services, caller, id);
  return { scope: { noticeId: row.id, by: access === 'receipt' ? caller.person.id : null }, number: row.number };
}

const PAGE = 5_000;

async function* streamCsv({ db }: Reading, upload: { noticeId: string; n: number }): AsyncGenerator<string> {
  yield toCsv(['line', 'reason'], []);
  for (let afterPosition = 0; ; ) {
    const problems = await listUploadProblems(db, { ...upload, afterPosition, limit: PAGE });
    if (problems.length > 0) yield toCsvRows(problems.map(({ line, reason }) => [line, reason]));
    if (problems.length < PAGE) return;
    afterPosition = problems.at(-1)?.position ?? afterPosition;
  }
}

function toUploadView({ uploaded_by: by, uploaded_by_name: byName, uploaded_at: at, media_type, ...row }: UploadRow) {
  return { ...row, by, byName, at: at.toISOString(), mediaType: media_type };
}

interface DiffQuery extends PageQuery {
  against?: string | undefined;
  part?: DiffPart | undefined;
}

/**
 * Returns the targets added, removed and unchanged against an earlier notice, with the decision of each row then. Without
 * `against`: the latest of the authority's last twenty notices that the caller can read and that shares targets; without
 * one, everything is new.
 */
export async function compareLists(
  services: Reading,
  caller: Caller,
  id: string,
  { against: otherId, part, ...query }: DiffQuery,
) {
  const { db } = services;
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const other = await findOther(services, caller, { row, otherId });
  const pair = { noticeId: row.id, against: other?.id ?? null };
  const counts = await countDiff(db, pair);
  const answer = { against: other === null ? null : { id: other.id, number: other.number }, ...counts };
  if (part === undefined) return answer;
  const after = readNumberCursor(query.cursor) ?? 0;
  const page = await answerPage(query, {
    rows: (limit) => listDiff(db, { ...pair, part, after, limit }),
    total: async () => counts[part],
    view: toDiffView,
    key: ({ position }) => [position],
  });
  return { ...answer, ...page };
}

/** A notice that the caller cannot read counts as absent. */
async function findOther(
  services: Reading,
  caller: Caller,
  { row, otherId }: { row: NoticeRow; otherId: string | undefined },
): Promise<{ id: string; number: string } | null> {
  const id = otherId ?? (await findEarlierList(services.db, { noticeId: row.id, reader: toReader(caller) }));
  return id === undefined ? null : needNotice(services, caller, { id, to: 'facts' });
}

function toDiffView(row: DiffRow) {
  const { no, type, locator, note, flags, problem } = row;
  return { no, type, locator, note, flags, problem, before: toBefore(row) };
}

function toBefore(row: DiffRow) {
  if (row.before_no === null || row.before_status === null) return null;
  return {
    no: row.before_no,
    status: row.before_status,
    decision:
      row.before_action === null
        ? null
        : {
            action: row.before_action,
            grounds: row.before_grounds ?? [],
            countries: row.before_countries ?? [],
            note: row.before_note ?? '',
            at: row.before_at?.toISOString() ?? null,
          },
  };
}
