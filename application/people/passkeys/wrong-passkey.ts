import { appendRefusal } from '../../../registry/notices/commands.js';
import type { CommandStepUp } from '../../acting.js';
import { toActor, type Caller } from '../../caller.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';

/** Records a passkey response that failed verification; a missing one is not recorded. */
export async function recordWrongPasskey(
  { db, now }: Pick<Services, 'db' | 'now'>,
  {
    error,
    caller,
    assertion,
    noticeId,
    name,
  }: Pick<CommandStepUp, 'assertion'> & { error: unknown; caller: Caller; noticeId: string | null; name: string },
): Promise<void> {
  if (!(error instanceof Refusal) || error.extra.stepUp !== true || assertion === undefined) return;
  await appendRefusal(db, { noticeId, actor: toActor(caller), name, code: error.code, at: now(), commandId: null });
}
