import type { Approval, TransitionEntry } from '../domain/notices/notice-state.js';
import type { NoticeProjection } from '../domain/notices/projection.js';
import type { Connection } from '../registry/db.js';
import {
  deleteVoided,
  insertApprovals,
  moveSubmission,
  writeDecisionCounts,
  type ApprovalRecord,
  type SubmissionMove,
} from '../registry/notices/transitions.js';

export async function recordSubmissions(trx: Connection, projection: NoticeProjection): Promise<void> {
  const { noticeId, unrecorded, ledger } = projection;
  const moves = submissionMoves(projection);
  if (moves.length === 0) return;
  const returned = new Set(moves.filter(({ state }) => state === 'returned').map(({ number }) => number));
  const approvals = listApprovals(projection).filter(({ submission }) => !returned.has(submission));
  for (const { submission, voided, atMs } of listVoided(projection))
    await deleteVoided(trx, { noticeId, submission, voided, givenBefore: new Date(atMs) });
  await insertApprovals(trx, { noticeId, approvals });
  for (const move of moves) await moveSubmission(trx, { noticeId, move });
  // Later the ledger in the state may be older than the registry's, which enforcement maintains.
  if (unrecorded.some(({ action }) => action === 'submit')) await writeDecisionCounts(trx, { noticeId, ledger });
}

export function submissionMoves({ unrecorded, submission }: NoticeProjection): SubmissionMove[] {
  const moves = new Map<number, SubmissionMove['state']>();
  for (const entry of unrecorded) {
    const move = readMove(entry);
    if (move !== null) moves.set(move.number, move.state);
  }
  if (submission !== null && moves.has(submission.number)) moves.set(submission.number, submission.state);
  return [...moves].map(([number, state]) => ({ number, state }));
}

function readMove({ action, detail }: TransitionEntry): SubmissionMove | null {
  switch (action) {
    case 'submit':
    case 'reinstate':
      return { number: detail.submission, state: detail.approvalsNeeded === 0 ? 'approved' : 'open' };
    case 'approve':
      return { number: detail.submission, state: detail.complete ? 'approved' : 'open' };
    case 'return':
    case 'enforcement_refused':
      return { number: detail.submission, state: 'returned' };
    default:
      return null;
  }
}

function listApprovals({ unrecorded, submission }: NoticeProjection): ApprovalRecord[] {
  const approvals = new Map<string, ApprovalRecord>();
  for (const { action, detail, actor, atMs, commandId } of unrecorded) {
    if (action !== 'approve' || commandId === null) continue;
    for (const { id } of detail.voided ?? []) approvals.delete(`${detail.submission}:${id}`);
    approvals.set(`${detail.submission}:${actor.id}`, {
      submission: detail.submission,
      digest: detail.digest,
      by: actor.id,
      name: actor.name,
      roles: detail.roles ?? actor.roles,
      atMs,
      commandId,
      stoodFor: listIds(detail.for),
    });
  }
  for (const approval of submission?.approvals ?? []) {
    if (submission === null) break;
    approvals.set(`${submission.number}:${approval.by}`, {
      ...approval,
      submission: submission.number,
      digest: submission.digest,
      stoodFor: listIds(approval.for),
    });
  }
  return [...approvals.values()];
}

function listVoided({ unrecorded }: NoticeProjection): { submission: number; voided: string[]; atMs: number }[] {
  return unrecorded.flatMap(({ action, detail, atMs }) =>
    action === 'approve' && detail.voided !== undefined
      ? [{ submission: detail.submission, voided: listIds(detail.voided), atMs }]
      : [],
  );
}

function listIds(people: Approval['for'] = []): string[] {
  return people.map(({ id }) => id);
}
