import { ratificationClock } from '../../domain/open-clocks/index.js';
import type { Connection } from '../../registry/db.js';
import { getNotice } from '../../registry/notices/notices.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import { TZ_VERSION } from './clocks-of-notice.js';
import { insertProposedClocks } from './propose-clocks.js';

export async function startRatificationClock(
  { trx, newId, ratifyWithinMinutes }: { trx: Connection; newId: () => string; ratifyWithinMinutes: number },
  { noticeId, submission, fromMs }: { noticeId: string; submission: number; fromMs: number },
): Promise<void> {
  const row = await getNotice(trx, noticeId);
  const opened = ratificationClock({
    submission,
    withinMinutes: ratifyWithinMinutes,
    regime: { id: row.regime_id, version: row.regime_version },
    startsAtMs: fromMs,
    tzVersion: TZ_VERSION,
    newId,
  });
  await insertProposedClocks(trx, noticeId, [opened]);
  await insertOutbox(trx, {
    noticeId,
    kind: 'command',
    payload: { name: 'start_clocks', body: { clocks: [opened.clock] } },
  });
}
