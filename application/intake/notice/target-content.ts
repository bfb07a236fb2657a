import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import type { z } from 'zod';
import type { targetContentView } from '../../../contract/review/content.js';
import type { ContentAnswer } from '../../../domain/targets/target-content.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { findPlatformFacts } from '../../../registry/targets/elsewhere.js';
import {
  deleteContentRequest,
  fetchContentAnswer,
  insertContentRequest,
} from '../../../registry/targets/content-requests.js';
import { needNotice, type Reading } from '../../access.js';
import { toActor, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import { noSuchTarget } from './targets.js';

type View = z.input<typeof targetContentView>;

const WITHIN_MS = 15_000;
const POLL_MS = 100;
const RETRY_AFTER_SECONDS = 5;

/**
 * Returns a target's content as the platform shows it, asked by the enforcement process, which alone may talk to the
 * platform. It is stored nowhere; the audit log names who asked. `no`: null if the address names no number.
 */
export async function readTargetContent(
  services: Reading,
  caller: Caller,
  { id, no }: { id: string; no: number | null },
): Promise<View> {
  const { db, now } = services;
  const row = await needNotice(services, caller, { id, to: 'documents' });
  const target = no === null ? undefined : await findPlatformFacts(db, { noticeId: row.id, no });
  if (no === null || target === undefined) throw noSuchTarget();
  if (target.platformId === null) return { state: target.lookedUp ? 'gone' : 'unresolved', content: null };
  const event = { action: 'content_requested', detail: { target: no } } as const;
  await appendAudit(db, [{ ...event, at: now(), noticeId: row.id, actor: toActor(caller) }]);
  const answer = await askEnforcement(services, { noticeId: row.id, no });
  if (answer === undefined || answer.state === 'unavailable')
    throw new Refusal('unavailable', 'The platform does not show its content now. Try again later.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  return { state: answer.state, content: answer.content };
}

async function askEnforcement(
  { db }: Reading,
  target: { noticeId: string; no: number },
): Promise<ContentAnswer | undefined> {
  const id = uuidv7();
  await insertContentRequest(db, { id, ...target });
  const endsAt = performance.now() + WITHIN_MS;
  while (performance.now() < endsAt) {
    const answer = await fetchContentAnswer(db, id);
    if (answer !== undefined) return answer;
    await sleep(POLL_MS);
  }
  await deleteContentRequest(db, id);
  return undefined;
}
