import { can } from '../../../domain/people/permission.js';
import { type PublicationKind, approvalsNeeded } from '../../../domain/reports/publication.js';
import type { Connection } from '../../../registry/db.js';
import { listPublications, type PublicationRow } from '../../../registry/reports/publications.js';
import type { Caller } from '../../../application/caller.js';

export function toVersionView(kind: PublicationKind, row: PublicationRow, { person, roles }: Caller) {
  const took = row.drafted_by === person.id || row.approvals.some(({ id }) => id === person.id);
  return {
    version: row.version,
    state: row.state,
    digest: row.digest,
    draftedBy: { id: row.drafted_by, name: row.drafted_by_name },
    draftedAt: row.drafted_at.toISOString(),
    approvals: row.approvals,
    approvalsNeeded: approvalsNeeded(kind),
    mayJudge: row.state === 'drafted' && !took && can(roles, 'approve'),
    reason: row.reason,
    approvedAt: row.approved_at?.toISOString() ?? null,
  };
}

/** Returns the state of a version without its text, because answers are stored for their Idempotency-Key. */
export async function readVersionState(
  trx: Connection,
  { kind, noticeId, version }: { kind: PublicationKind; noticeId: string; version: number },
) {
  const row = (await listPublications(trx, { kind, noticeId })).find((one) => one.version === version);
  if (row === undefined) throw new Error(`version ${version} of ${kind} no longer exists`);
  const { state, digest, approvals } = row;
  const answer = {
    notice: noticeId,
    version,
    state,
    digest,
    approvals: approvals.length,
    approvalsNeeded: approvalsNeeded(kind),
  };
  return { status: 200, answer, location: null };
}
