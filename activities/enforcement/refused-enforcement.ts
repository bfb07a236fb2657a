import type { AttentionKind } from '../../domain/attention.js';
import type { Attention } from '../../registry/ops/attention.js';

/** Reasons to look at a submission that was not carried out; settled by a later one of the notice that is. */
export const REFUSED_KINDS = ['enforcement_refused', 'approval_unproven'] as const satisfies readonly AttentionKind[];

/** What ops is told of a submission that was not carried out: by whom it was approved is not proven, or it is not as approved. */
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
