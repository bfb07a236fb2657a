import type { NoticeProjection } from '../../domain/notices/projection.js';
import type { Connection } from '../db.js';
import { resolveAlert } from '../ops/alerts.js';
import { insertApprovals, moveSubmission } from './transitions.js';

/**
 * Aligns the registry's submissions with the workflow's state in both directions: a lost task may have recorded an
 * approval or a submission that the workflow never had. Operations already requested from the platform stay.
 */
export async function alignSubmissions(trx: Connection, projection: NoticeProjection): Promise<void> {
  const { noticeId, submission } = projection;
  const later = await trx
    .selectFrom('submission')
    .select('number')
    .where('notice_id', '=', noticeId)
    .where('number', '>', submission?.number ?? 0)
    .where('state', 'in', ['open', 'approved'])
    .execute();
  for (const { number } of later) await moveSubmission(trx, { noticeId, move: { number, state: 'returned' } });
  if (submission !== null) await alignSubmission(trx, noticeId, submission);
  await resolveAlert(trx, { key: `${noticeId}:divergence` });
}

async function alignSubmission(
  trx: Connection,
  noticeId: string,
  { number, state, digest, approvals }: NonNullable<NoticeProjection['submission']>,
): Promise<void> {
  if (state === 'open') await takeApprovalBack(trx, { noticeId, number });
  else await moveSubmission(trx, { noticeId, move: { number, state } });
  let extra = trx.deleteFrom('approval').where('notice_id', '=', noticeId).where('submission', '=', number);
  if (approvals.length > 0)
    extra = extra.where(
      'person_id',
      'not in',
      approvals.map(({ by }) => by),
    );
  await extra.execute();
  await insertApprovals(trx, {
    noticeId,
    approvals: approvals.map((approval) => ({
      ...approval,
      submission: number,
      digest,
      stoodFor: (approval.for ?? []).map(({ id }) => id),
    })),
  });
}

async function takeApprovalBack(
  trx: Connection,
  { noticeId, number }: { noticeId: string; number: number },
): Promise<void> {
  await trx
    .updateTable('submission')
    .set({ state: 'open' })
    .where('notice_id', '=', noticeId)
    .where('number', '=', number)
    .where('state', 'in', ['frozen', 'approved'])
    .execute();
  await trx
    .updateTable('target')
    .set({ status: 'submitted' })
    .where('notice_id', '=', noticeId)
    .where('submission', '=', number)
    .where('status', '=', 'approved')
    .execute();
}
