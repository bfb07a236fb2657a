import type { Dashboard } from '../../http/types.js';
import { formatNumber, formatPercent } from '../../parts/format.js';
import { fitNames, fits, makeHatch, CHART_STYLE, wholeTicks, type Drawing, type PlotModule } from '../style.js';

const HEIGHT_PX = 190;
const y = (max: number) => {
  const ticks = wholeTicks(Math.max(1, max));
  return { domain: [0, ticks.at(-1) ?? 1], ticks, grid: true, label: null, tickSize: 0, tickFormat: formatNumber };
};
const base = (width: number) => ({
  width,
  height: HEIGHT_PX,
  marginLeft: 48,
  marginRight: 12,
  marginTop: 18,
  marginBottom: 26,
  style: CHART_STYLE,
});

type Week = Dashboard['onTime']['byWeek'][number];

/** Share on time by week; a week without deadlines breaks the line. */
export function drawWeeks(
  plot: PlotModule,
  width: number,
  weeks: readonly Week[],
  name: (day: string) => string,
): Drawing {
  const share = ({ onTime, total }: Week) => (total === 0 ? NaN : onTime / total);
  const known = weeks.filter(({ total }) => total > 0);
  const every = Math.ceil((weeks.length * 60) / width);
  const options = { x: 'name', y: share };
  return plot.plot({
    ...base(width),
    x: {
      type: 'point',
      domain: weeks.map((week) => week.name),
      label: null,
      tickSize: 0,
      ticks: weeks.filter((_, place) => place % every === 0).map((week) => week.name),
      tickFormat: name,
    },
    y: { domain: [0, 1], ticks: 5, grid: true, label: null, tickSize: 0, tickFormat: formatPercent },
    marks: [
      plot.lineY(weeks, { ...options, stroke: 'var(--chart-1)', strokeWidth: 1.8 }),
      plot.dot(known, {
        ...options,
        r: 4,
        fill: 'var(--chart-1)',
        title: (week: Week) => `${formatPercent(share(week))}, ${week.onTime}/${week.total}`,
      }),
      plot.text(known.slice(-1), {
        ...options,
        text: (week: Week) => formatPercent(share(week)),
        dy: -12,
        fill: 'var(--ink)',
        fontWeight: 600,
      }),
    ],
  });
}

type LoadDay = Dashboard['load']['days'][number];

/** What is due on each day, beside a line for what the team usually decides; what exceeds it is hatched. */
export function drawLoad(
  plot: PlotModule,
  width: number,
  days: readonly LoadDay[],
  name: (day: string) => string,
): Drawing {
  const hatch = makeHatch('var(--danger)');
  const fitting = ({ due, capacity }: LoadDay) => Math.min(due, capacity ?? due);
  const over = days.filter((day) => day.due > fitting(day));
  const options = { x: 'day', insetLeft: 6, insetRight: 6 };
  return plot.plot({
    ...base(width),
    x: { type: 'band', domain: days.map(({ day }) => day), label: null, tickSize: 0, tickFormat: name },
    y: y(Math.max(...days.flatMap(({ due, capacity }) => [due, capacity ?? 0]))),
    marks: [
      hatch.define,
      plot.barY(days, { ...options, y: fitting, fill: 'var(--chart-1)' }),
      plot.barY(over, { ...options, y1: fitting, y2: 'due', fill: hatch.fill, stroke: 'var(--danger)' }),
      plot.tickY(
        days.filter(({ capacity }) => capacity !== null),
        { x: 'day', y: 'capacity', stroke: 'var(--ink)', strokeWidth: 2.5 },
      ),
      plot.text(
        days.filter(({ due }) => due > 0),
        { x: 'day', y: 'due', text: ({ due }: LoadDay) => formatNumber(due), dy: -8, fill: 'var(--ink)' },
      ),
      plot.ruleY([0], { stroke: 'var(--line-strong)' }),
    ],
  });
}

export type FlowPart = { decided: string; end: 'inForce' | 'restored' | 'answered' | 'failed' | 'open'; count: number };

const ROW_PX = 28;

/** What was decided as rows, split by where the targets are now. */
export function drawFlow(plot: PlotModule, width: number, parts: readonly FlowPart[]): Drawing {
  const names = [...new Set(parts.map(({ decided }) => decided))];
  const { marginLeft, cut } = fitNames(names, width);
  const [restored, failed] = [makeHatch('var(--ok)'), makeHatch('var(--danger)')];
  const fills = {
    inForce: 'var(--chart-1)',
    restored: restored.fill,
    answered: 'var(--chart-2)',
    failed: failed.fill,
    open: 'none',
  };
  const sums = names.map((decided) =>
    parts.filter((part) => part.decided === decided).reduce((sum, { count }) => sum + count, 0),
  );
  const max = Math.max(1, ...sums);
  const room = (width - marginLeft - 56) / max;
  return plot.plot({
    width,
    height: names.length * ROW_PX + 30,
    marginLeft,
    marginRight: 56,
    marginTop: 4,
    marginBottom: 24,
    style: CHART_STYLE,
    x: {
      domain: [0, max],
      ticks: wholeTicks(max).filter((tick) => tick <= max),
      grid: true,
      label: null,
      tickSize: 0,
      tickFormat: formatNumber,
    },
    y: { domain: names, label: null, tickSize: 0, tickFormat: cut },
    marks: [
      restored.define,
      failed.define,
      plot.barX(parts, {
        x: 'count',
        y: 'decided',
        fill: ({ end }: FlowPart) => fills[end],
        stroke: 'var(--ink-3)',
        insetTop: 5,
        insetBottom: 5,
      }),
      plot.text(
        parts.filter(({ count, end }) => end === 'inForce' && fits(formatNumber(count), count * room)),
        {
          x: ({ count }: FlowPart) => count,
          y: 'decided',
          text: ({ count }: FlowPart) => formatNumber(count),
          textAnchor: 'end',
          dx: -6,
          fill: 'var(--bg-surface)',
          fontWeight: 600,
        },
      ),
      plot.text(names, {
        x: (_: string, place: number) => sums[place] ?? 0,
        y: (name: string) => name,
        text: (_: string, place: number) => formatNumber(sums[place] ?? 0),
        textAnchor: 'start',
        dx: 6,
        fill: 'var(--ink)',
      }),
    ],
  });
}

export interface MonthCell {
  name: string;
  month: string;
  orders: number;
  text: string;
}

/** Orders by authority and month, with the share refused in words. */
export function drawMonths(
  plot: PlotModule,
  width: number,
  { cells, months, name }: { cells: readonly MonthCell[]; months: readonly string[]; name: (month: string) => string },
): Drawing {
  const names = [...new Set(cells.map((cell) => cell.name))];
  const { marginLeft, cut } = fitNames(names, width);
  const max = Math.max(1, ...cells.map(({ orders }) => orders));
  const cellPx = (width - marginLeft) / Math.max(1, months.length);
  return plot.plot({
    width,
    height: names.length * 34 + 30,
    marginLeft,
    marginTop: 24,
    marginBottom: 4,
    marginRight: 4,
    style: CHART_STYLE,
    x: { type: 'band', domain: months, label: null, tickSize: 0, axis: 'top', tickFormat: name },
    y: { domain: names, label: null, tickSize: 0, tickFormat: cut },
    marks: [
      plot.cell(cells, {
        x: 'month',
        y: 'name',
        fill: 'var(--chart-1)',
        fillOpacity: ({ orders }: MonthCell) => 0.08 + (0.3 * orders) / max,
        inset: 1,
        rx: 2,
      }),
      plot.text(cells, {
        x: 'month',
        y: 'name',
        text: ({ orders, text }: MonthCell) => (fits(text, cellPx) ? text : formatNumber(orders)),
        title: 'text',
        fill: 'var(--ink)',
      }),
    ],
  });
}

type Hour = Dashboard['hours'][number];

/** Arrivals by hour of the day, and below them who was at work. */
export function drawHours(
  plot: PlotModule,
  width: number,
  hours: readonly Hour[],
  labels: { arrived: string; people: string; hour: (hour: number) => string },
): Drawing {
  const host = document.createElement('div');
  const x = { type: 'band' as const, domain: hours.map(({ hour }) => hour), label: null, tickSize: 0 };
  const options = { x: 'hour', insetLeft: 1, insetRight: 1 };
  const title = (text: string) =>
    plot.text([text], { frameAnchor: 'top-left', dy: -20, dx: -44, fill: 'var(--ink-2)' });
  host.append(
    plot.plot({
      ...base(width),
      height: 140,
      marginTop: 30,
      marginBottom: 6,
      x: { ...x, axis: null },
      y: { ...y(Math.max(...hours.map(({ arrived }) => arrived))) },
      marks: [
        plot.barY(hours, { ...options, y: 'arrived', fill: 'var(--chart-1)' }),
        plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        title(labels.arrived),
      ],
    }),
    plot.plot({
      ...base(width),
      height: 120,
      marginTop: 30,
      x: { ...x, ticks: [0, 6, 12, 18], tickFormat: labels.hour },
      y: {
        domain: [0, Math.max(0.1, ...hours.map(({ people }) => people))],
        ticks: 3,
        grid: true,
        label: null,
        tickSize: 0,
        tickFormat: formatNumber,
      },
      marks: [
        plot.barY(hours, { ...options, y: 'people', fill: 'none', stroke: 'var(--ink-2)', strokeWidth: 1.5 }),
        plot.ruleY([0], { stroke: 'var(--line-strong)' }),
        title(labels.people),
      ],
    }),
  );
  return host;
}
