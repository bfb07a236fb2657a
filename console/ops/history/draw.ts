import type { HistoryUnit } from '../../../domain/charts/history.js';
import { CHART_STYLE, wholeTicks, type Drawing, type PlotModule } from '../../charts/style.js';
import { formatClock, formatDay, formatNumber } from '../../parts/format.js';

interface Counted {
  at: string;
  alerts: number;
  missed: number;
}

/** Every sixth hour, and every third day, has its name. */
const NAMED: Record<HistoryUnit, number> = { hour: 6, day: 3 };

export function drawHistory(
  plot: PlotModule,
  width: number,
  { items, of, by }: { items: readonly Counted[]; of: 'alerts' | 'missed'; by: HistoryUnit },
): Drawing {
  const ticks = wholeTicks(Math.max(1, ...items.map((item) => item[of])));
  const named = items.filter((_, place) => (items.length - 1 - place) % NAMED[by] === 0);
  return plot.plot({
    width,
    height: 110,
    marginLeft: 36,
    marginRight: 12,
    marginTop: 10,
    marginBottom: 24,
    style: CHART_STYLE,
    x: {
      type: 'band',
      domain: items.map(({ at }) => at),
      ticks: named.map(({ at }) => at),
      label: null,
      tickSize: 0,
      tickFormat: (at: string) => (by === 'hour' ? formatClock(at) : formatDay(at).replace(/,?\s+\d{4}$/, '')),
    },
    y: { domain: [0, ticks.at(-1) ?? 1], ticks, grid: true, label: null, tickSize: 0, tickFormat: formatNumber },
    marks: [
      plot.barY(items, {
        x: 'at',
        y: of,
        insetLeft: 1,
        insetRight: 1,
        fill: of === 'missed' ? 'var(--danger)' : 'var(--chart-1)',
      }),
      plot.ruleY([0], { stroke: 'var(--line-strong)' }),
    ],
  });
}
