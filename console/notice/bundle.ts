import { can } from '../../domain/people/permission.js';
import { sessionStore } from '../http/session.js';

/** URL of the notice's full export; null without permission to read documents. */
export function bundleUrl(noticeId: string): string | null {
  const roles = sessionStore.get().session?.roles ?? [];
  return can(roles, 'notice.read_documents') ? `/v1/notices/${noticeId}/bundle` : null;
}
