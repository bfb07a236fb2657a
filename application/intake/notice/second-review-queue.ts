import { z } from 'zod';
import type { PageQuery } from '../../../contract/paging.js';
import { cursorKeys } from '../../../contract/query.js';
import type { openedReview, queuedReview } from '../../../contract/review/quality.js';
import { isUuid } from '../../../domain/uuid.js';
import { ask } from '../../../registry/ask.js';
import type { Connection } from '../../../registry/db.js';
import { findDocument, listDocuments } from '../../../registry/notices/document-views.js';
import { getNotice, queryBody } from '../../../registry/notices/notices.js';
import {
  countQueuedReviews,
  findQueuedReview,
  listQueuedReviews,
  type QueuedReviewRow,
} from '../../../registry/targets/second-review-queue.js';
import type { Caller } from '../../caller.js';
import { readCursor } from '../../paging.js';
import { Refusal } from '../../refusal.js';
import { recordSecretReads } from '../../secret-reads.js';
import { answerSeenPage } from '../../seen-page.js';
import type { Services } from '../../services.js';
import { toWaitingReviews } from '../../waiting-reviews.js';
import { toSecondReviewView } from './targets.js';

type Reading = Pick<Services, 'db' | 'now' | 'secondReviewPercent'>;

const MAX_DOCUMENTS = 100;

/** What waits for the caller's blind second review in all notices, golden items among it. */
export async function pageSecondReviews(services: Reading, caller: Caller, { cursor, ...paging }: PageQuery) {
  const [after = null] = readCursor(cursor, z.tuple([cursorKeys.uuid])) ?? [];
  const waiting = toWaitingReviews(services, caller);
  return answerSeenPage(services, { caller, name: 'second-reviews' }, paging, {
    rows: (limit) => listQueuedReviews(services.db, { ...waiting, after, limit }),
    total: () => countQueuedReviews(services.db, waiting),
    view: toQueuedView,
    key: ({ id }) => [id],
    seen: ({ notice_id: id, secrecy_level: level }) => [{ id, level }],
  });
}

/** A target that waits for the caller, with the text of its order. It names no notice: that would show what is golden. */
export async function openSecondReview(
  services: Reading,
  caller: Caller,
  id: string,
): Promise<z.input<typeof openedReview>> {
  const row = await needQueued(services.db, services, caller, id);
  await recordSecretReads(services, caller, { seen: [{ id: row.notice_id, level: row.secrecy_level }] });
  const { subject } = await getNotice(services.db, row.notice_id);
  const body = await ask(services.db, queryBody(row.notice_id, { withheld: false }));
  const documents = await listDocuments(services.db, {
    noticeId: row.notice_id,
    afterSha256: null,
    limit: MAX_DOCUMENTS,
  });
  return {
    ...toQueuedView(row),
    subject,
    body: body ?? '',
    documents: documents.map(({ sha256, name, media_type: mediaType, size }) => ({ sha256, name, mediaType, size })),
  };
}

/** `sha256`: null if the address names no digest. */
export async function readReviewedDocument(
  services: Reading,
  caller: Caller,
  { id, sha256 }: { id: string; sha256: string | null },
): Promise<{ mediaType: string; name: string; bytes: Buffer }> {
  const row = await needQueued(services.db, services, caller, id);
  await recordSecretReads(services, caller, { seen: [{ id: row.notice_id, level: row.secrecy_level }] });
  const file = sha256 === null ? undefined : await findDocument(services.db, { noticeId: row.notice_id, sha256 });
  if (file === undefined || file.bytes.length === 0) throw new Refusal('missing', 'The order has no such document.');
  return { mediaType: file.media_type, name: file.name, bytes: file.bytes };
}

export async function needQueued(
  db: Connection,
  services: Reading,
  caller: Caller,
  id: string,
): Promise<QueuedReviewRow> {
  const row = isUuid(id) ? await findQueuedReview(db, { id, ...toWaitingReviews(services, caller) }) : undefined;
  if (row === undefined) throw noLonger();
  return row;
}

export function noLonger(): Refusal {
  return new Refusal(
    'missing',
    'Nothing with this id waits for your second review. `GET /v1/second-reviews` lists it.',
  );
}

function toQueuedView(row: QueuedReviewRow): z.input<typeof queuedReview> {
  const { no: _no, ...target } = toSecondReviewView(row);
  const { id, kind, jurisdiction, regime_id: regime, authority_name: authority, language } = row;
  return { id, ...target, kind, jurisdiction, regime, authority, language };
}
