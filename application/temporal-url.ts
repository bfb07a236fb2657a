import { makeNoticeWorkflowId } from '../domain/notices/notice.js';

/** Where operators look at workflows; `temporalUi` null: the desk has no such screen. */
export interface TemporalUi {
  temporalUi: string | null;
  temporalNamespace: string;
}

export function buildTemporalUrl({ temporalUi, temporalNamespace }: TemporalUi, noticeId: string): string | null {
  if (temporalUi === null) return null;
  const base = temporalUi.replace(/\/+$/, '');
  return `${base}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${makeNoticeWorkflowId(noticeId)}`;
}
