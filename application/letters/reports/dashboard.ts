import type { z } from 'zod';
import type { dashboardQuery, dashboardView } from '../../../contract/charts/dashboard.js';
import { countByAuthority, spreadOverDay } from '../../../domain/charts/arrivals.js';
import { CAPACITY_DAYS, planLoad } from '../../../domain/charts/load.js';
import { shareByName, shareByWeek } from '../../../domain/charts/on-time.js';
import { traceTargets } from '../../../domain/charts/target-flow.js';
import { openDays } from '../../../domain/clock-arithmetic/index.js';
import { ask } from '../../../registry/ask.js';
import {
  queryActiveHours,
  queryArrived,
  queryArrivedOrders,
  queryOpenWork,
  querySettledDeadlines,
  queryTargetCounts,
  queryWorkedHours,
} from '../../../registry/reports/charts.js';
import { toReader, type Caller } from '../../caller.js';
import type { Services } from '../../services.js';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
/** Authorities beyond these are in the transparency report. */
const MAX_AUTHORITIES = 50;

/** The figures of the dashboard, from the notices that the caller may read. */
export async function readDashboard(
  { db, now }: Pick<Services, 'db' | 'now'>,
  caller: Caller,
  { weeks, zone }: z.output<typeof dashboardQuery>,
): Promise<z.input<typeof dashboardView>> {
  const to = now();
  const span = { reader: toReader(caller), from: new Date(to.getTime() - weeks * WEEK_MS), to };
  const recent = { ...span, from: new Date(to.getTime() - CAPACITY_DAYS * DAY_MS) };
  const [settled, open, worked, counts, orders, arrived, active] = await Promise.all([
    ask(db, querySettledDeadlines(span)),
    ask(db, queryOpenWork(span)),
    ask(db, queryWorkedHours(recent)),
    ask(db, queryTargetCounts(span)),
    ask(db, queryArrivedOrders(span)),
    ask(db, queryArrived(span)),
    ask(db, queryActiveHours(span)),
  ]);
  const days = openDays(zone);
  const shown = { fromMs: span.from.getTime(), toMs: to.getTime(), days };
  return {
    from: span.from.toISOString(),
    to: to.toISOString(),
    zone,
    onTime: {
      byWeek: shareByWeek(settled, shown),
      byLaw: shareByName(settled, ({ law }) => law),
      byTeam: shareByName(settled, ({ team }) => team ?? ''),
    },
    load: planLoad({ open, worked, nowMs: to.getTime(), days }),
    flow: traceTargets(counts),
    authorities: countByAuthority(orders, days).slice(0, MAX_AUTHORITIES),
    hours: spreadOverDay({ arrived, active }, shown),
  };
}
