import { getSubjectName, getChangeSubject } from '../../../domain/changes/change.js';
import type { ChangeRow } from '../../../registry/changes/changes.js';

export function toChangeView(row: ChangeRow) {
  const { content } = row;
  return {
    id: row.id,
    kind: content.kind,
    state: row.state,
    subject: { id: getChangeSubject(content), name: getSubjectName(content) },
    before: content.before === null ? null : { ...content.before },
    after: { ...content.after },
    requestedBy: { id: row.requested_by, name: row.requested_by_name },
    requestedAt: row.requested_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    decidedBy: row.decided_by === null ? null : { id: row.decided_by, name: row.decided_by_name ?? '' },
    decidedAt: row.decided_at?.toISOString() ?? null,
    effectiveAt: row.effective_at?.toISOString() ?? null,
    reason: row.reason,
  };
}
