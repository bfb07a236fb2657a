import { formatDay, formatHour, formatShort } from '../parts/format.js';
import type { PlotModule } from './style.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const TICK_PX = 130;
/** Beyond this share of the width the label stands left of its line. */
const RIGHT = 0.75;

/** A time axis above the rows, in the reader's zone and language. */
export function timeAxis(plot: PlotModule, { from, to, px }: { from: number; to: number; px: number }) {
  const span = to - from;
  const ticks = Math.max(2, Math.floor(px / TICK_PX));
  const format = findFormat(span, ticks);
  return [
    plot.gridX({ ticks, stroke: 'var(--chart-grid)', strokeOpacity: 1 }),
    plot.axisX({ anchor: 'top', ticks, tickSize: 0, label: null, tickFormat: (at: Date) => format(at.getTime()) }),
  ];
}

function findFormat(span: number, ticks: number): (at: number) => string {
  if (span > 4 * DAY_MS) return formatDay;
  if (span > DAY_MS) return formatShort;
  return span < ticks * MINUTE_MS ? (at) => formatShort(at, true) : formatHour;
}

export function markNow(
  plot: PlotModule,
  now: number | null,
  { label, from, to }: { label: string; from: number; to: number },
) {
  if (now === null) return [];
  const isRight = (now - from) / Math.max(1, to - from) > RIGHT;
  return [
    plot.ruleX([new Date(now)], { stroke: 'var(--accent)', strokeWidth: 2 }),
    plot.text([new Date(now)], {
      x: (at: Date) => at,
      text: () => label,
      frameAnchor: 'bottom',
      textAnchor: isRight ? 'end' : 'start',
      dx: isRight ? -5 : 5,
      dy: 12,
      fill: 'var(--accent)',
    }),
  ];
}
