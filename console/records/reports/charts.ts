import { fitNames, CHART_STYLE, wholeTicks, type PlotModule } from '../../charts/style.js';

const MAX_BARS = 15;
const BAR_PX = 24;
const AXIS_PX = 48;

export interface ChartBar {
  name: string;
  value: number;
}

export function drawBars(plot: PlotModule, width: number, { bars, unit }: { bars: readonly ChartBar[]; unit: string }) {
  const shown = bars.slice(0, MAX_BARS);
  const max = Math.max(1, ...shown.map(({ value }) => value));
  const ticks = wholeTicks(max);
  return plot.plot({
    ...computeFrame(
      shown.map(({ name }) => name),
      width,
    ),
    marginRight: 48,
    x: {
      label: unit,
      labelAnchor: 'center',
      labelArrow: 'none',
      grid: true,
      ticks,
      tickFormat: 'd',
      domain: [0, ticks.at(-1) ?? max],
    },
    marks: [
      plot.barX(shown, { x: 'value', y: 'name', fill: 'var(--chart-1)', insetTop: 4, insetBottom: 4 }),
      plot.text(shown, {
        x: 'value',
        y: 'name',
        text: ({ value }: ChartBar) => String(value),
        dx: 4,
        textAnchor: 'start',
        fill: 'var(--ink)',
      }),
      plot.ruleX([0], { stroke: 'var(--line-strong)' }),
    ],
  });
}

export interface Time {
  name: string;
  minutes: number;
  what: 'acknowledge' | 'effect';
}

/** In minutes: 1 min, 10 min, 1 h, 6 h, 1 d, 7 d, 30 d, 90 d. */
const TIME_TICKS = [1, 10, 60, 360, 1_440, 10_080, 43_200, 129_600];

/** A logarithmic scale, to show minutes beside months; a series has its own shape as well as its color. */
export function drawTimes(
  plot: PlotModule,
  width: number,
  { times, say }: { times: readonly Time[]; say: (minutes: number) => string },
) {
  const names = [...new Set(times.map(({ name }) => name))].slice(0, MAX_BARS);
  const shown = times
    .filter(({ name }) => names.includes(name))
    .map((time) => ({ ...time, at: toScale(time.minutes) }));
  const ticks = ticksAround(shown.map(({ minutes }) => minutes));
  const ofKind = (what: Time['what']) => shown.filter((time) => time.what === what);
  return plot.plot({
    ...computeFrame(names, width),
    marginRight: 32,
    x: {
      label: null,
      grid: true,
      domain: [toScale(ticks[0] ?? 1), toScale(ticks.at(-1) ?? 1)],
      ticks: ticks.map(toScale),
      // Plot's own logarithmic axis drops labels of ticks that are not powers of ten.
      tickFormat: (at: number) => say(Math.round(10 ** at)),
    },
    marks: [
      plot.dot(ofKind('acknowledge'), { x: 'at', y: 'name', fill: 'var(--chart-1)', r: 4.5 }),
      plot.dot(ofKind('effect'), {
        x: 'at',
        y: 'name',
        stroke: 'var(--ink)',
        symbol: 'square',
        r: 6,
        strokeWidth: 1.5,
      }),
    ],
  });
}

/** Times below one minute count as one, since finer detail is not useful. */
function toScale(minutes: number): number {
  return Math.log10(Math.max(1, minutes));
}

export function ticksAround(minutes: readonly number[]): number[] {
  const [least, max] = [Math.min(...minutes), Math.max(...minutes)];
  const from = Math.max(
    0,
    TIME_TICKS.findLastIndex((tick) => tick <= least),
  );
  const to = TIME_TICKS.findIndex((tick, place) => tick >= max && place > from);
  const ticks = TIME_TICKS.slice(from, to < 0 ? undefined : to + 1);
  return to < 0 ? [...ticks, Math.ceil(max)] : ticks;
}

function computeFrame(names: readonly string[], width: number) {
  const { marginLeft, cut } = fitNames(names, width);
  return {
    width,
    height: names.length * BAR_PX + AXIS_PX,
    marginLeft,
    marginTop: 8,
    marginBottom: AXIS_PX - 8,
    style: CHART_STYLE,
    y: { label: null, domain: names, tickFormat: cut, tickSize: 0 },
  };
}
