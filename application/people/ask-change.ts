import { CHANGE_WAITS_MS, getChangeSubject, toLoggedChange, type ChangeContent } from '../../domain/changes/change.js';
import { insertChange } from '../../registry/changes/changes.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notices/audit.js';
import { toActor, type Caller } from '../caller.js';
import type { Services } from '../services.js';

export interface ChangeContext {
  trx: Connection;
  services: Pick<Services, 'now' | 'newId' | 'contactDelaySeconds' | 'stepUp' | 'relyingParty'>;
  caller: Caller;
}

export type ChangeOutcome<Done> = { pending: false; done: Done } | { pending: true; change: string };

export function done<Done>(what: Done): ChangeOutcome<Done> {
  return { pending: false, done: what };
}

/** Records a change that waits for a second person; nothing else changes yet. */
export async function askChange(
  { trx, services, caller }: ChangeContext,
  content: ChangeContent,
): Promise<{ pending: true; change: string }> {
  const at = services.now();
  const id = services.newId();
  const expiresAt = new Date(at.getTime() + CHANGE_WAITS_MS);
  await insertChange(trx, { id, content, requestedBy: caller.person.id, at, expiresAt });
  const detail = { change: id, kind: content.kind, subject: getChangeSubject(content), ...toLoggedChange(content) };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'change_requested', detail }]);
  return { pending: true, change: id };
}
