import { formatDay, formatHour, formatShort } from '../parts/format.js';
import type { PlotModule } from './style.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 4, 7, 14, 28, 91, 182, 365].map((days) => days * DAY_MS),
];
const TICK_PX = 130;
const LABEL_PX = 80;
/** Beyond this share of the width the label stands left of its line. */
const RIGHT = 0.75;

interface Frame {
  from: number;
  to: number;
  px: number;
}

/** Round instants of the reader's clock; Plot's own ticks are twice as many as there is room for. */
export function listTicks({ from, to, px }: Frame): number[] {
  const most = Math.max(1, Math.floor(px / TICK_PX));
  const step = STEPS.find((one) => (to - from) / one <= most) ?? Math.ceil((to - from) / most);
  const ticks: number[] = [];
  const start = new Date(from);
  start.setHours(0, 0, 0, 0);
  if (step >= DAY_MS) {
    for (const day = start; day.getTime() <= to; day.setDate(day.getDate() + Math.round(step / DAY_MS)))
      ticks.push(day.getTime());
    return ticks.filter((at) => at >= from);
  }
  const midnight = start.getTime();
  for (let at = midnight + Math.ceil((from - midnight) / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** A time axis above the rows, in the reader's zone and language. */
export function timeAxis(plot: PlotModule, frame: Frame) {
  const ticks = listTicks(frame).map((at) => new Date(at));
  const [first, second] = ticks;
  const step = first === undefined || second === undefined ? frame.to - frame.from : Number(second) - Number(first);
  const format = findFormat(step, frame.to - frame.from);
  return [
    plot.gridX(ticks, { stroke: 'var(--chart-grid)', strokeOpacity: 1 }),
    plot.axisX(
      ticks.filter((at) => fitsRight(at, frame)),
      {
        anchor: 'top',
        tickSize: 0,
        label: null,
        tickFormat: (at: Date) => format(at.getTime()),
      },
    ),
  ];
}

/** A label stands on both sides of its line. */
function fitsRight(at: Date, { from, to, px }: Frame): boolean {
  return ((to - at.getTime()) / Math.max(1, to - from)) * px >= LABEL_PX / 2;
}

function findFormat(step: number, span: number): (at: number) => string {
  if (step >= DAY_MS) return formatDay;
  if (step < MINUTE_MS) return (at) => formatShort(at, true);
  return span > DAY_MS ? formatShort : formatHour;
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
