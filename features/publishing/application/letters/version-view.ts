import { can } from '../../../../domain/people/permission.js';
import { type PublicationKind } from '../../../../domain/events/published.js';
import { approvalsNeeded } from '../../domain/publication.js';
import type { PublicationRow } from '../../registry/publications.js';
import type { Caller } from '../../../../application/caller.js';

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
