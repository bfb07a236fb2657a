import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import { countDocuments, findDocument, listDocuments } from '../../../registry/notices/document-views.js';
import { needNotice, refuseErased, type Reading } from '../../access.js';
import type { Caller } from '../../caller.js';
import { answerPage, readCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import { readMediaType } from '../../../contract/media-type.js';
import type { DocumentLine } from '../../../domain/documents/lines.js';
import { isOneOf } from '../../../domain/is-one-of.js';
import { DOCUMENT_FORMATS } from '../../../domain/targets/list-format.js';
import { findFormat, recogniseList } from '../../../sandbox/lists/format.js';
import { ListRefused } from '../../../sandbox/lists/item.js';
import { openDocument, readTextLines } from '../../../sandbox/lists/read-list.js';

/** The text of a document by lines, read in the sandbox. Refused if it has none or cannot be read. */
export async function readDocumentText(
  services: Reading,
  caller: Caller,
  document: { id: string; sha256: string | null },
): Promise<{ lines: DocumentLine[] }> {
  const { mediaType, name, bytes } = await readDocument(services, caller, document);
  const { essence = '', charset } = readMediaType(mediaType) ?? {};
  const said = findFormat({ mediaType: essence, name });
  const format = said === undefined ? undefined : await recogniseList(bytes, said);
  if (format === 'text') return { lines: readTextLines(bytes, charset) };
  if (!isOneOf(DOCUMENT_FORMATS, format))
    throw new ListRefused('Only PDF, Word, workbook and plain text can be shown.');
  const { text } = await openDocument(bytes, format);
  return { lines: text };
}

export async function listNoticeDocuments(services: Reading, caller: Caller, id: string, query: PageQuery) {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const [afterSha256 = null] = readCursor(query.cursor, z.tuple([cursorKeys.text])) ?? [];
  return answerPage(query, {
    rows: (limit) => listDocuments(services.db, { noticeId: row.id, afterSha256, limit }),
    total: () => countDocuments(services.db, { noticeId: row.id }),
    view: ({ sha256, name, media_type: mediaType, size }) => ({ sha256, name, mediaType, size }),
    key: ({ sha256 }) => [sha256],
  });
}

/** `sha256`: null if the address names no digest. */
export async function readDocument(
  services: Reading,
  caller: Caller,
  { id, sha256 }: { id: string; sha256: string | null },
): Promise<{ mediaType: string; name: string; bytes: Buffer }> {
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const file = sha256 === null ? undefined : await findDocument(services.db, { noticeId: row.id, sha256 });
  if (file === undefined) throw new Refusal('missing', 'The notice has no such document.');
  await refuseErased(services.db, { row, kind: 'documents' });
  return { mediaType: file.media_type, name: file.name, bytes: file.bytes };
}
