import type { FastifyRequest } from 'fastify';
import type { RetentionKind } from '../domain/notice/retention-kinds.js';
import { can } from '../domain/people/permission.js';
import type { Connection } from '../registry/db.js';
import { findNotice, type NoticeRow } from '../registry/notice/notices.js';
import { readAs, readAsService } from '../registry/reading.js';
import { erasedOf } from '../registry/retention/erasure.js';
import { ask } from '../registry/ask.js';
import { callerOf, notPermitted } from './caller.js';
import type { ApiContext } from './context.js';
import { Problem } from './problems.js';
import { recordSecretReads, toSeen } from './secret-reads.js';
import { pathWithId } from '../contract/params.js';
import { isUuid } from '../domain/uuid.js';
import { readerOf, type Caller } from '../client/caller.js';

/** How much of a notice a caller may read: all, facts without text and letters, or the receipt of what they sent. */
export type Access = 'documents' | 'facts' | 'receipt';

/** The one answer for a notice that is not there and for one that the caller may not know of. */
export function noSuchNotice(): Problem {
  return new Problem('not-found', 'There is no such notice.');
}

/** The `:id` of a route's path, also where the route has not been given it yet as checked. */
export function readId({ params }: FastifyRequest): string {
  return pathWithId.parse(params).id;
}

/** Finds the notice of a route's `:id` if the caller may read any of it. An auditor's look at a secret notice is recorded. */
export async function findReadableNotice(
  context: ApiContext,
  request: FastifyRequest,
): Promise<{ row: NoticeRow; access: Access }> {
  return findReadable(context, callerOf(request), readId(request));
}

/** The same for a notice that a request names beside its own. */
export async function findReadable(
  context: ApiContext,
  caller: Caller,
  id: string,
): Promise<{ row: NoticeRow; access: Access }> {
  const found = await findUnrecorded(context, caller, id);
  if (found.access !== 'receipt') await recordSecretReads(context, caller, { seen: [toSeen(found.row)] });
  return found;
}

/** The same without the record of an auditor's look: the route makes it itself, with `recordSecretReads`. */
export async function findUnrecorded(
  { db }: ApiContext,
  caller: Caller,
  id: string,
): Promise<{ row: NoticeRow; access: Access }> {
  const found = await findAccess(db, caller, id);
  if (found === null) throw noSuchNotice();
  return found;
}

/** A notice and how much of it a caller may read; null where they may not know of it, or it is not there. */
export async function findAccess(
  db: Connection,
  caller: Caller,
  id: string,
): Promise<{ row: NoticeRow; access: Access } | null> {
  if (!isUuid(id)) return null;
  const reader = readerOf(caller);
  const find = () => findNotice(db, { id, reader });
  const mayBeOwn = can(caller.roles, 'notice.read_own_receipt');
  const found = (await readAs(reader, find)) ?? (mayBeOwn ? await readAsService('own_receipts', find) : undefined);
  if (found === undefined) return null;
  const { row, known, own } = found;
  if (known && can(caller.roles, 'notice.read_facts'))
    return { row, access: can(caller.roles, 'notice.read_documents') ? 'documents' : 'facts' };
  return own && can(caller.roles, 'notice.read_own_receipt') ? { row, access: 'receipt' } : null;
}

/** Letters, texts and files are for those who work on the notice. */
export function needDocuments(access: Access): void {
  if (access !== 'documents') throw notPermitted('notice.read_documents');
}

/** Facts beyond the receipt: targets, clocks, timeline. */
export function needFacts(access: Access): void {
  if (access === 'receipt') throw notPermitted('notice.read_facts');
}

/** What is gone is said to be gone, to those who might have read it. */
export async function refuseErased(
  db: Connection,
  { row, kind }: { row: NoticeRow; kind: RetentionKind },
): Promise<void> {
  if (row.erased_at === null) return;
  const gone = (await ask(db, erasedOf(row.id))).find((one) => one.kind === kind);
  if (gone === undefined) return;
  throw new Problem('not-found', `It was erased at ${gone.at.toISOString()}: ${kind} are kept for ${gone.period}.`);
}
