import type { DocumentLine } from '../../../domain/documents/lines.js';
import { proposeKind } from '../../../domain/documents/kinds.js';
import { isOneOf } from '../../../domain/is-one-of.js';
import { can } from '../../../domain/people/permission.js';
import { DOCUMENT_FORMATS } from '../../../domain/targets/list-format.js';
import { listMailDocuments } from '../../../registry/mail/sort-inbound.js';
import type { MailDocument } from '../../../registry/mail/store-mail.js';
import { findFormat, recogniseList } from '../../../sandbox/lists/format.js';
import { ListRefused, type ListItem } from '../../../sandbox/lists/item.js';
import { openDocument, openList, openText, readTextLines } from '../../../sandbox/lists/read-list.js';
import { readLetter } from '../../../sandbox/lists/plain.js';
import type { Caller } from '../../caller.js';
import { notPermitted } from '../../refusal.js';
import { recordSecretReads } from '../../secret-reads.js';
import { toSeenIn } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { previewList } from '../preview-list.js';
import { needInbound } from './show-mail.js';

/** Each is read in a process of its own, and a person waits. */
const MAX_ATTACHMENTS = 5;

interface Read {
  items: ListItem[];
  lines: DocumentLine[];
}

/** Reads text and attachments of a mail as intake reads a document: proposals that a person has to check. */
export async function readInbound(
  services: Pick<Services, 'db' | 'rulebook' | 'now'>,
  caller: Caller,
  { id }: { id: string },
) {
  const row = await needInbound(services.db, caller, id);
  if (!can(caller.roles, 'notice.read_documents')) throw notPermitted('notice.read_documents');
  await recordSecretReads(services, caller, { seen: toSeenIn(row.notice_id, row.secrecy_level) });
  const text = row.text ?? '';
  const own = readTextLines(Buffer.from(`Subject: ${row.subject}\n${text}`));
  const read: Read = { items: [...readLetter(own)], lines: own };
  const documents = await listMailDocuments(services.db, row.id);
  for (const document of documents.slice(0, MAX_ATTACHMENTS)) {
    const { items, lines } = await readAttachment(document);
    read.items.push(...items);
    read.lines.push(...lines);
  }
  const preview = await previewList(services, { items: read.items, text: read.lines, isDocument: true });
  return { kind: proposeKind({ subject: row.subject, text }), ...preview };
}

/** An attachment that cannot be read stays a document. */
async function readAttachment({ name, mediaType, bytes }: MailDocument): Promise<Read> {
  try {
    const said = findFormat({ mediaType, name });
    if (said === undefined) return { items: [], lines: [] };
    const format = await recogniseList(bytes, said);
    if (isOneOf(DOCUMENT_FORMATS, format)) {
      const { items, text } = await openDocument(bytes, format);
      return { items: collectItems(items), lines: text };
    }
    const { items, text } =
      format === 'text' ? openText(bytes) : { items: await openList(bytes, { format }), text: null };
    return { items: collectItems(items), lines: text ?? [] };
  } catch (error) {
    if (error instanceof ListRefused) return { items: [], lines: [] };
    throw error;
  }
}

function collectItems(items: Iterable<ListItem>): ListItem[] {
  try {
    return [...items];
  } catch (error) {
    if (error instanceof ListRefused) return [];
    throw error;
  }
}
