import type { Actor } from '../../domain/people/actor.js';
import { endKeyClaims } from '../../registry/changes/changes.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { revokePersonKeys } from '../../registry/people/keys-admin.js';
import { endSessions } from './sessions.js';

/**
 * Ends all access of a deactivated person: sessions, keys and keys to be claimed. None returns if the person is
 * reactivated.
 */
export async function endAccess(
  trx: Connection,
  { actor, person, at }: { actor: Actor; person: string; at: Date },
): Promise<void> {
  await endSessions(trx, { actor, person, at });
  const claims = await endKeyClaims(trx, person);
  const keys = await revokePersonKeys(trx, { person, at });
  await appendAudit(
    trx,
    claims.map(({ id: change, ...about }) => ({
      at,
      noticeId: null,
      actor,
      action: 'change_expired',
      detail: { change, ...about },
    })),
  );
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
