import { CHANGE_WAITS_MS, getChangeSubject, toLoggedChange, type ChangeContent } from '../../domain/changes/change.js';
import { insertChange } from '../../registry/changes/changes.js';
import { appendAudit } from '../../registry/notices/audit.js';
import type { Acting } from '../acting.js';
import { toActor } from '../caller.js';

/** A change that waits for a second person. */
export interface Pending {
  pending: true;
  change: string;
}

export type ChangeOutcome<Done> = { pending: false; done: Done } | Pending;

export function done<Done>(what: Done): ChangeOutcome<Done> {
  return { pending: false, done: what };
}

/** Records a change that waits for a second person; nothing else changes yet. */
export async function askChange({ trx, services, caller }: Acting, content: ChangeContent): Promise<Pending> {
  const at = services.now();
  const id = services.newId();
  const expiresAt = new Date(at.getTime() + CHANGE_WAITS_MS);
  await insertChange(trx, { id, content, requestedBy: caller.person.id, at, expiresAt });
  const detail = { change: id, kind: content.kind, subject: getChangeSubject(content), ...toLoggedChange(content) };
  await appendAudit(trx, [{ at, noticeId: null, actor: toActor(caller), action: 'change_requested', detail }]);
  return { pending: true, change: id };
}
