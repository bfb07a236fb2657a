import type { z } from 'zod';
import type { lookView, viewedWrite } from '../../../contract/people/conversations.js';
import type { Connection } from '../../../registry/db.js';
import {
  countSince,
  DRAFTS,
  findLook,
  listViewed,
  saveLook,
  saveViewed,
} from '../../../registry/conversations/looks.js';
import type { NoticeRow } from '../../../registry/notices/notices.js';
import { findFrozen } from '../../../registry/submissions/submission-lines.js';
import { needNotice } from '../../access.js';
import type { Acting } from '../../acting.js';
import type { Caller } from '../../caller.js';
import { findBlindTargets } from '../../intake/notice/targets.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';

type Reading = Pick<Services, 'db' | 'now' | 'secondReviewPercent'>;

/** What the caller has looked at of a submission, or of the drafts, and what others did since. */
export async function readLook(
  services: Reading,
  caller: Caller,
  { id, submission = DRAFTS }: { id: string; submission?: number | undefined },
): Promise<z.output<typeof lookView>> {
  const { db } = services;
  const row = await needNotice(services, caller, { id, to: 'documents' });
  await requireSubmission(db, row.id, submission);
  const place = { personId: caller.person.id, noticeId: row.id, submission };
  const look = await findLook(db, place);
  const blind = [...(await findBlindTargets(services, caller, { noticeId: row.id }))];
  const since = look === null ? { drafted: 0, comments: 0 } : await countSince(db, { ...place, look, blind });
  const viewed = submission === DRAFTS ? [] : await listViewed(db, place);
  return { last: look === null ? null : { ...look, at: look.at.toISOString() }, ...since, viewed };
}

export async function noteLook(
  { trx, services, caller }: Acting,
  { row, submission }: { row: NoticeRow; submission: number },
): Promise<void> {
  await requireSubmission(trx, row.id, submission);
  await saveLook(trx, { personId: caller.person.id, noticeId: row.id, submission, at: services.now() });
}

export async function tickViewed(
  { trx, caller }: Acting,
  { row, ...ticks }: z.output<typeof viewedWrite> & { row: NoticeRow },
): Promise<void> {
  await requireSubmission(trx, row.id, ticks.submission);
  await saveViewed(trx, { personId: caller.person.id, noticeId: row.id, ...ticks });
}

async function requireSubmission(db: Connection, noticeId: string, number: number): Promise<void> {
  if (number !== DRAFTS && (await findFrozen(db, { noticeId, number })) === undefined)
    throw new Refusal('missing', 'No submission of this notice has that number.');
}
