import type { AlertKind } from '../../domain/alert.js';
import type { Alert } from '../../registry/ops/alerts.js';

export const REFUSED_KINDS = ['enforcement_refused', 'approval_unproven'] as const satisfies readonly AlertKind[];

export function refusedEnforcement({
  noticeId,
  submission,
  reason,
  unproven,
}: {
  noticeId: string;
  submission: number;
  reason: string;
  unproven: boolean;
}): Alert {
  return {
    key: `${noticeId}:${submission}:enforcement`,
    kind: unproven ? 'approval_unproven' : 'enforcement_refused',
    noticeId,
    summary: `Submission ${submission} was not enforced: ${reason}`,
    detail: { submission, reason },
  };
}
