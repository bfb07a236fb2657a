import type { Plot } from './Chart.js';

/** More bars than this are no picture; the table has the rest. */
const MOST_BARS = 15;
const BAR_PX = 22;
const AXIS_PX = 44;
const STYLE = { fontFamily: 'var(--font-ui)', fontSize: '11px', background: 'none', color: 'var(--ink-2)' };

interface Bar {
  name: string;
  value: number;
}

/** Lying bars, the longest on top. */
export function drawBars(plot: Plot, width: number, { bars, unit }: { bars: readonly Bar[]; unit: string }) {
  const shown = bars.slice(0, MOST_BARS);
  return plot.plot({
    width,
    height: shown.length * BAR_PX + AXIS_PX,
    marginLeft: marginFor(
      shown.map(({ name }) => name),
      width,
    ),
    marginRight: 40,
    style: STYLE,
    x: {
      label: unit,
      grid: true,
      ticks: 4,
      tickFormat: 'd',
      domain: [0, Math.max(1, ...shown.map(({ value }) => value))],
    },
    y: { label: null, domain: shown.map(({ name }) => name), tickFormat: cut },
    marks: [
      plot.barX(shown, { x: 'value', y: 'name', fill: 'var(--chart-1)', insetTop: 3, insetBottom: 3 }),
      plot.text(shown, {
        x: 'value',
        y: 'name',
        text: (bar: Bar) => String(bar.value),
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
  what: string;
}

/** Times on a scale that shows a minute beside a month; a series has its own shape as well as its colour. */
export function drawTimes(
  plot: Plot,
  width: number,
  { times, unit, first }: { times: readonly Time[]; unit: string; first: string },
) {
  const names = [...new Set(times.map(({ name }) => name))].slice(0, MOST_BARS);
  const shown = times
    .filter(({ name }) => names.includes(name))
    .map((time) => ({ ...time, minutes: Math.max(1, time.minutes) }));
  const isFirst = ({ what }: Time) => what === first;
  return plot.plot({
    width,
    height: names.length * BAR_PX + AXIS_PX,
    marginLeft: marginFor(names, width),
    marginRight: 24,
    style: STYLE,
    x: { type: 'log', label: unit, grid: true, ticks: 4, tickFormat: 'd' },
    y: { label: null, domain: names, tickFormat: cut },
    marks: [
      plot.dot(shown.filter(isFirst), { x: 'minutes', y: 'name', fill: 'var(--chart-1)', r: 5 }),
      plot.dot(
        shown.filter((time) => !isFirst(time)),
        { x: 'minutes', y: 'name', stroke: 'var(--ink)', symbol: 'square', r: 5, strokeWidth: 1.5 },
      ),
    ],
  });
}

const LONGEST_NAME = 34;
const LETTER_PX = 6.2;

function cut(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

function marginFor(names: readonly string[], width: number): number {
  const longest = Math.max(0, ...names.map((name) => cut(name).length));
  return Math.min(longest * LETTER_PX + 12, width / 2);
}
