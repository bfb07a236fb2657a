import type { Actor } from '../../domain/people/actor.js';
import { endKeyClaims } from '../../registry/administration/key-claims.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { revokeKeysOf } from '../../registry/people/keys-admin.js';
import { endSessions } from './end-sessions.js';

/**
 * Ends every way in of somebody who is not active any more: sessions, keys, tokens for keys. None of them comes to life
 * again with the person.
 */
export async function endAccess(
  trx: Connection,
  { actor, person, at }: { actor: Actor; person: string; at: Date },
): Promise<void> {
  await endSessions(trx, { actor, person, at });
  await endKeyClaims(trx, { person, at });
  const keys = await revokeKeysOf(trx, { person, at });
  await appendAudit(
    trx,
    keys.map(({ id: key, name }) => ({
      at,
      noticeId: null,
      actor,
      action: 'key_revoked',
      detail: { key, person, name },
    })),
  );
}
