import type { AttentionKind } from '../../domain/attention.js';
import type { Attention } from '../../registry/ops/attention.js';

export const REFUSED_KINDS = ['enforcement_refused', 'approval_unproven'] as const satisfies readonly AttentionKind[];

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
}): Attention {
  return {
    key: `${noticeId}:${submission}:enforcement`,
    kind: unproven ? 'approval_unproven' : 'enforcement_refused',
    noticeId,
    summary: `Submission ${submission} was not enforced: ${reason}`,
    detail: { submission, reason },
  };
}
