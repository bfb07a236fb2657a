import { type Breach, forecastBreaches, type Forecast, type Throughput } from '../../../domain/clocks/forecast.js';
import type { Db, Connection } from '../../../registry/db.js';
import {
  claimForecast,
  syncForecasts,
  type ForecastAlert,
  type ForecastClockRow,
  listOpenClocks,
  measurePace,
} from '../../../registry/clocks/forecast.js';
import type { Reader } from '../../../registry/reading.js';

/**
 * Raises `breach_forecast` for each notice that will miss a clock of ours at the present pace, and resolves it once
 * met, missed, closed or fast enough. Uses four statements however many notices are open; only one of several
 * concurrent processes does the work.
 */
export async function refreshForecast({ db, now }: { db: Db; now: Date }): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (!(await claimForecast(trx))) return;
    const { forecast } = await makeForecast(trx, { reader: null, now });
    await syncForecasts(trx, toAlert(forecast.willMiss));
  });
}

function toAlert(willMiss: readonly Breach<ForecastClockRow>[]): ForecastAlert[] {
  const byNotice = new Map<string, Breach<ForecastClockRow>[]>();
  for (const breach of willMiss) {
    const { noticeId } = breach.clock;
    byNotice.set(noticeId, [...(byNotice.get(noticeId) ?? []), breach]);
  }
  return [...byNotice].flatMap(([noticeId, [first, ...others]]) =>
    first === undefined ? [] : [{ noticeId, summary: formatBreach(first, others.length), detail: buildDetail(first) }],
  );
}

function formatBreach({ clock, why }: Breach, others: number): string {
  const more = others === 0 ? '' : ` ${others} more of its clocks will also be missed.`;
  return `Our ${clock.kind} clock will be missed at this speed. ${capital(why())}.${more}`;
}

/** Rounded to the hour: an instant that changes with every run would rewrite every row every minute. */
function buildDetail({ clock, expectedAtMs }: Breach): Record<string, unknown> {
  const hourMs = 3_600_000;
  return {
    clock: clock.id,
    clockKind: clock.kind,
    dueAt: new Date(clock.dueAtMs).toISOString(),
    expectedAt: new Date(Math.ceil(expectedAtMs / hourMs) * hourMs).toISOString(),
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Forecasts which clocks will be missed, from notices that the reader can read only, so that a hidden notice changes no
 * number. `reader` null: over all notices.
 */
export async function makeForecast(
  db: Connection,
  { reader, now }: { reader: Reader | null; now: Date },
): Promise<{ clocks: ForecastClockRow[]; pace: Throughput; forecast: Forecast<ForecastClockRow> }> {
  const question = { reader, now };
  const clocks = await listOpenClocks(db, question);
  const pace = await measurePace(db, question);
  return { clocks, pace, forecast: forecastBreaches({ clocks, pace, nowMs: now.getTime() }) };
}
