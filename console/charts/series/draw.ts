import type { Series } from '../../http/types.js';
import { formatNumber } from '../../parts/format.js';
import { fitNames, fits, CHART_STYLE, wholeTicks, type Drawing, type PlotModule } from '../style.js';
import { listTicks, markNow, timeAxis } from '../time-axis.js';
import { listHeld, sumHeld, type HeldBar, type Total } from './picture.js';

const ROW_PX = 26;
const AXIS_PX = 24;
const TOTAL_PX = 110;
const AHEAD = 0.06;

interface SeriesPicture {
  series: Series;
  end: number;
  labels: { now: string; inForce: string };
}

/** Rows of notices, and below them how much was in force, over the same time. */
export function drawSeries(plot: PlotModule, width: number, { series, end, labels }: SeriesPicture): Drawing {
  const from = Math.min(
    ...series.notices.map(({ receivedAt }) => Date.parse(receivedAt)),
    ...series.steps.map(({ at }) => Date.parse(at)),
  );
  const to = end + (end - from) * AHEAD;
  const { marginLeft } = fitNames(
    series.notices.map(({ number }) => number),
    width,
  );
  const frame = {
    width,
    marginLeft,
    marginRight: 8,
    style: CHART_STYLE,
    x: { type: 'time' as const, domain: [new Date(from), new Date(to)] },
  };
  const px = width - marginLeft;
  const host = document.createElement('div');
  host.append(
    plot.plot({
      ...frame,
      height: series.notices.length * ROW_PX + AXIS_PX,
      marginTop: AXIS_PX,
      marginBottom: 0,
      y: { domain: series.notices.map(({ number }) => number), label: null, tickSize: 0 },
      marks: [
        ...timeAxis(plot, { from, to, px }),
        ...drawNotices(plot, { series, end, scale: px / Math.max(1, to - from) }),
        ...markNow(plot, end, { label: '', from, to }),
      ],
    }),
    plot.plot({
      ...frame,
      height: TOTAL_PX,
      marginTop: 12,
      marginBottom: 18,
      x: { ...frame.x, axis: null },
      y: yOf(sumHeld(series, end), labels.inForce),
      marks: [
        plot.gridX(
          listTicks({ from, to, px }).map((at) => new Date(at)),
          { stroke: 'var(--chart-grid)', strokeOpacity: 1 },
        ),
        ...drawTotal(plot, sumHeld(series, end)),
        ...markNow(plot, end, { label: labels.now, from, to }),
      ],
    }),
  );
  return host;
}

function yOf(totals: readonly Total[], label: string) {
  const ticks = wholeTicks(Math.max(1, ...totals.map(({ inForce }) => inForce)));
  return {
    domain: [0, ticks.at(-1) ?? 1],
    ticks: ticks.filter((_, place) => place % 2 === 0),
    grid: true,
    label,
    tickSize: 0,
    tickFormat: formatNumber,
    labelArrow: 'none' as const,
  };
}

function drawNotices(
  plot: PlotModule,
  { series, end, scale }: Pick<SeriesPicture, 'series' | 'end'> & { scale: number },
) {
  const numberOf = new Map(series.notices.map(({ notice, number }) => [notice, number]));
  const held = listHeld(series, end).map((bar) => ({ ...bar, number: numberOf.get(bar.notice) ?? '' }));
  const text = ({ inForce }: HeldBar) => formatNumber(inForce);
  const place = { y: 'number', title: text };
  return [
    plot.barX(held, {
      ...place,
      x1: ({ from }: HeldBar) => new Date(from),
      x2: ({ to }: HeldBar) => new Date(to),
      fill: 'var(--chart-1)',
      stroke: 'var(--bg-surface)',
      insetTop: 6,
      insetBottom: 6,
    }),
    plot.text(
      held.filter((bar) => fits(text(bar), (bar.to - bar.from) * scale)),
      {
        ...place,
        x: ({ from }: HeldBar) => new Date(from),
        text,
        textAnchor: 'start',
        dx: 5,
        fill: 'var(--bg-surface)',
        fontWeight: 600,
      },
    ),
    plot.dot(series.notices, {
      y: 'number',
      x: ({ receivedAt }: Series['notices'][number]) => new Date(receivedAt),
      r: 5,
      fill: 'var(--bg-surface)',
      stroke: 'var(--ink)',
      strokeWidth: 1.6,
      title: 'subject',
    }),
  ];
}

function drawTotal(plot: PlotModule, totals: readonly Total[]) {
  const at = ({ at: ms }: Total) => new Date(ms);
  const options = { x: at, y: 'inForce', curve: 'step-after' as const };
  return [
    plot.areaY(totals, { ...options, fill: 'var(--bg-cursor)' }),
    plot.lineY(totals, { ...options, stroke: 'var(--chart-1)', strokeWidth: 1.6 }),
    plot.text(totals.slice(-1), {
      x: at,
      y: 'inForce',
      text: ({ inForce }: Total) => formatNumber(inForce),
      textAnchor: 'end',
      dx: -6,
      dy: -8,
      fill: 'var(--ink)',
      fontWeight: 600,
    }),
    plot.ruleY([0], { stroke: 'var(--line-strong)' }),
  ];
}
