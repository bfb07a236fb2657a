import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import type { ApiContext } from '../context.js';

export function buildTemporalUrl(
  { temporalUi, temporalNamespace }: Pick<ApiContext, 'temporalUi' | 'temporalNamespace'>,
  noticeId: string,
): string | null {
  if (temporalUi === null) return null;
  const base = temporalUi.replace(/\/+$/, '');
  return `${base}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${makeNoticeWorkflowId(noticeId)}`;
}
