import { CHANGE_WAITS_MS, subjectOf, toldOf, type ChangeContent } from '../../domain/administration/change.js';
import { insertChange } from '../../registry/administration/changes.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { actorOf, type Caller } from '../caller.js';
import type { Services } from '../services.js';

/** Somebody who changes something of administration, in a transaction of their own. */
export interface Asking {
  trx: Connection;
  services: Pick<Services, 'now' | 'newId' | 'contactDelaySeconds' | 'stepUp' | 'relyingParty'>;
  caller: Caller;
}

/** What becomes of a request: done at once, or waiting for a second person. */
export type Asked<Done> = { pending: false; done: Done } | { pending: true; change: string };

/** At once. */
export function done<Done>(what: Done): Asked<Done> {
  return { pending: false, done: what };
}

/** Writes down what waits for a second person. Nothing else changes by it. */
export async function askChange(
  { trx, services, caller }: Asking,
  content: ChangeContent,
): Promise<{ pending: true; change: string }> {
  const at = services.now();
  const id = services.newId();
  const expiresAt = new Date(at.getTime() + CHANGE_WAITS_MS);
  await insertChange(trx, { id, content, askedBy: caller.person.id, at, expiresAt });
  const detail = { change: id, kind: content.kind, subject: subjectOf(content), ...toldOf(content) };
  await appendAudit(trx, [{ at, noticeId: null, actor: actorOf(caller), action: 'change_asked', detail }]);
  return { pending: true, change: id };
}
