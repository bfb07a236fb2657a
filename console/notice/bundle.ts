import { can } from '../../domain/people/permission.js';
import { sessionStore } from '../http/session.js';

/** Where everything about a notice is to be had as one file; null for whoever may not read its papers. */
export function bundleUrl(noticeId: string): string | null {
  const roles = sessionStore.get().session?.roles ?? [];
  return can(roles, 'notice.read_documents') ? `/v1/notices/${noticeId}/bundle` : null;
}
