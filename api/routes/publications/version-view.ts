import { type PublicationKind, approvalsNeeded } from '../../../domain/reports/publication.js';
import type { Connection } from '../../../registry/db.js';
import { listPublications } from '../../../registry/reports/publications.js';

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
