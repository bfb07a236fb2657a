import { appendAudit } from '../../registry/notices/audit.js';
import type { Connection } from '../../registry/db.js';
import { revokeSessions } from '../../registry/people/sessions.js';
import type { Actor } from '../../domain/people/actor.js';

/** Ends one session or all sessions of a person, with an audit entry for each that was open. */
export async function endSessions(
  trx: Connection,
  { actor, person, id, at }: { actor: Actor; person: string; id?: string; at: Date },
): Promise<void> {
  const ended = await revokeSessions(trx, { at, ...(id === undefined ? { person } : { id }) });
  await appendAudit(
    trx,
    ended.map((session) => ({ at, noticeId: null, actor, action: 'session_revoked', detail: { session, person } })),
  );
}
