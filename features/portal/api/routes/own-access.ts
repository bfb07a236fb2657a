import { actorOfSigner } from '../../domain/signer.js';
import type { SignedIn } from '../../application/sign-in.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import type { OwnNotice } from '../../registry/own-notices.js';
import type { PortalContext } from '../context.js';

/** Records that an authority read a secret notice of its own. */
export async function recordOwnAccess(
  { db, now }: PortalContext,
  { authority, signer }: SignedIn,
  { id, secrecyLevel: level }: OwnNotice,
): Promise<void> {
  if (level === 'open') return;
  const actor = actorOfSigner(authority, signer);
  await appendAudit(db, [
    { at: now(), noticeId: id, actor, action: 'secret_read', detail: { level, list: 'portal', cleared: true } },
  ]);
}
