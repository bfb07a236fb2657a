import { forecastBreaches, type Forecast, type Throughput } from '../../../domain/clocks/forecast.js';
import type { Connection } from '../../../registry/db.js';
import { listOpenClocks, measurePace, type ForecastClockRow } from '../../../registry/clocks/forecast.js';
import type { Reader } from '../../../registry/reading.js';

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
