import type { RetentionKind } from '../domain/notices/retention-kinds.js';
import { can } from '../domain/people/permission.js';
import { isUuid } from '../domain/uuid.js';
import { ask } from '../registry/ask.js';
import type { Connection } from '../registry/db.js';
import { findNotice, type NoticeRow } from '../registry/notices/notices.js';
import { readAs, readAsService } from '../registry/reading.js';
import { queryErasures } from '../registry/retention/erasure.js';
import { toReader, type Caller } from './caller.js';
import { notPermitted, Refusal } from './refusal.js';
import { recordSecretReads, toSeen } from './secret-reads.js';
import type { Services } from './services.js';
import { CURES } from '../domain/commands/cures.js';

/** What every read of a notice needs: it is recorded if the notice is secret. */
export type Reading = Pick<Services, 'db' | 'now'>;

/**
 * How much of a notice a caller may read: everything, facts without text and letters, or only the receipt of what they
 * sent.
 */
export type Access = 'documents' | 'facts' | 'receipt';

/** One answer for an unknown notice and for one that the caller cannot read. */
export function noSuchNotice(): Refusal {
  return new Refusal('missing', CURES.noNotice);
}

/** Finds a notice if the caller may read any of it; records the read if the notice is secret. */
export async function findReadable(
  services: Reading,
  caller: Caller,
  id: string,
): Promise<{ row: NoticeRow; access: Access }> {
  const found = await findUnrecorded(services, caller, id);
  if (found.access !== 'receipt') await recordSecretReads(services, caller, { seen: [toSeen(found.row)] });
  return found;
}

/** Finds a notice of which the caller may read that much; records the read if the notice is secret. */
export async function needNotice(
  services: Reading,
  caller: Caller,
  { id, to }: { id: string; to: Exclude<Access, 'receipt'> },
): Promise<NoticeRow> {
  const { row, access } = await findReadable(services, caller, id);
  (to === 'documents' ? needDocuments : needFacts)(access);
  return row;
}

/**
 * As `findReadable`, without recording the read of a secret notice: the caller does that itself, with
 * `recordSecretReads`.
 */
export async function findUnrecorded(
  { db }: Pick<Services, 'db'>,
  caller: Caller,
  id: string,
): Promise<{ row: NoticeRow; access: Access }> {
  const found = await findAccess(db, caller, id);
  if (found === null) throw noSuchNotice();
  return found;
}

/** Returns a notice and the caller's access to it; null if it is unknown or the caller cannot read it. */
export async function findAccess(
  db: Connection,
  caller: Caller,
  id: string,
): Promise<{ row: NoticeRow; access: Access } | null> {
  if (!isUuid(id)) return null;
  const reader = toReader(caller);
  const find = () => findNotice(db, { id, reader });
  const mayBeOwn = can(caller.roles, 'notice.read_own_receipt');
  const found = (await readAs(reader, find)) ?? (mayBeOwn ? await readAsService('own_receipts', find) : undefined);
  if (found === undefined) return null;
  const { row, known, own } = found;
  if (known && can(caller.roles, 'notice.read_facts'))
    return { row, access: can(caller.roles, 'notice.read_documents') ? 'documents' : 'facts' };
  return own && can(caller.roles, 'notice.read_own_receipt') ? { row, access: 'receipt' } : null;
}

/** Throws unless the caller may read letters, texts and files. */
export function needDocuments(access: Access): void {
  if (access !== 'documents') throw notPermitted('notice.read_documents');
}

/** Throws unless the caller may read more than the receipt: targets, clocks, timeline. */
export function needFacts(access: Access): void {
  if (access === 'receipt') throw notPermitted('notice.read_facts');
}

/** Throws "gone" for erased content, but only to callers who could have read it. */
export async function refuseErased(
  db: Connection,
  { row, kind }: { row: NoticeRow; kind: RetentionKind },
): Promise<void> {
  if (row.erased_at === null) return;
  const gone = (await ask(db, queryErasures(row.id))).find((one) => one.kind === kind);
  if (gone === undefined) return;
  throw new Refusal('missing', `It was erased at ${gone.at.toISOString()}: ${kind} are kept for ${gone.period}.`);
}
