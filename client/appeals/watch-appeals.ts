import { APPEAL_DAYS, appealWarningMs } from '../../domain/appeal/appeal.js';
import { listWaiting } from '../../registry/appeal/appeals.js';
import type { Db } from '../../registry/db.js';
import { raiseAttention, resolveOthers } from '../../registry/ops/attention.js';

/** Asks ops to look at appeals that are close to their due or past it. */
export async function watchAppeals(db: Db, now: Date): Promise<void> {
  const waitMs = appealWarningMs(0);
  const waiting = await listWaiting(db, { receivedBefore: new Date(now.getTime() - waitMs) });
  const keyOf = ({ id }: { id: string }) => `appeal:${id}:due`;
  for (const appeal of waiting) {
    const { number, noticeId, dueAt } = appeal;
    const late = dueAt <= now;
    const summary = `The appeal ${number} ${late ? 'was' : 'is'} to be decided by ${dueAt.toISOString()} (house number: ${APPEAL_DAYS} days).`;
    const attention = {
      key: keyOf(appeal),
      kind: 'appeal_due' as const,
      noticeId,
      summary,
      detail: { appeal: appeal.id },
    };
    await raiseAttention(db, attention, { refresh: true });
  }
  await resolveOthers(db, { kind: 'appeal_due', keys: waiting.map(keyOf) });
}
