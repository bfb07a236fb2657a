import { appendRefusal } from '../registry/notices/commands.js';
import { toActor, type Caller } from './caller.js';
import { Refusal } from './refusal.js';
import type { Services } from './services.js';

interface WrongPasskey {
  error: unknown;
  caller: Caller;
  /** Whether the request had a response of a passkey. */
  isAnswered: boolean;
  noticeId: string | null;
  name: string;
}

/** Records a passkey response that failed verification; a missing one is not recorded. */
export async function recordWrongPasskey(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { error, caller, isAnswered, noticeId, name }: WrongPasskey,
): Promise<void> {
  if (!(error instanceof Refusal) || error.extra.stepUp !== true || !isAnswered) return;
  await appendRefusal(db, { noticeId, actor: toActor(caller), name, code: error.code, at: now(), commandId: null });
}
