import type { z } from 'zod';
import type { historyQuery, historyView } from '../../../contract/ops.js';
import { countHistory, findHistoryStart } from '../../../domain/charts/history.js';
import { openZone } from '../../../domain/clock-arithmetic/index.js';
import { queryTogether } from '../../../registry/ask.js';
import { queryRaisedAlerts, querySettledDeadlines } from '../../../registry/reports/charts.js';
import { toReader, type Caller } from '../../caller.js';
import type { Services } from '../../services.js';

/** Counts over the notices that the caller can read. */
export async function describeHistory(
  { db, now }: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { by, zone }: z.output<typeof historyQuery>,
): Promise<z.input<typeof historyView>> {
  const to = now();
  const calendar = { unit: by, zone: openZone(zone), nowMs: to.getTime() };
  const span = { reader: toReader(caller), from: new Date(findHistoryStart(calendar)), to };
  const { alerts, deadlines } = await queryTogether(db, {
    alerts: queryRaisedAlerts(span),
    deadlines: querySettledDeadlines(span),
  });
  const missed = deadlines.filter(({ isOnTime }) => !isOnTime);
  return {
    by,
    zone,
    items: countHistory({ alerts, missed }, calendar).map(({ atMs, counts }) => ({
      at: new Date(atMs).toISOString(),
      ...counts,
    })),
  };
}
