import { formatPercent } from '../parts/format.js';
import { fitNames, CHART_STYLE, type Drawing, type PlotModule } from './style.js';

export interface ShareBar {
  name: string;
  /** From 0 to 1. */
  share: number;
  text: string;
}

const ROW_PX = 24;
/** Room for the figures at the end; in a narrow pane for the share alone. */
const TEXT_PX = { wide: 132, narrow: 44 };
const NARROW_PX = 420;

/** Shares as sticks with a dot at their end, named with their figures. */
export function drawShares(plot: PlotModule, width: number, bars: readonly ShareBar[]): Drawing {
  const names = bars.map(({ name }) => name);
  const { marginLeft, cut } = fitNames(names, width);
  const isNarrow = width < NARROW_PX;
  return plot.plot({
    width,
    height: bars.length * ROW_PX + 28,
    marginLeft,
    marginRight: isNarrow ? TEXT_PX.narrow : TEXT_PX.wide,
    marginTop: 22,
    marginBottom: 6,
    style: CHART_STYLE,
    x: {
      domain: [0, 1],
      ticks: isNarrow ? 2 : 4,
      grid: true,
      label: null,
      axis: 'top',
      tickSize: 0,
      tickFormat: formatPercent,
    },
    y: { domain: names, label: null, tickSize: 0, tickFormat: cut },
    marks: [
      plot.ruleY(bars, { x1: 0, x2: 'share', y: 'name', stroke: 'var(--chart-1)', strokeWidth: 2 }),
      plot.dot(bars, { x: 'share', y: 'name', r: 4.5, fill: 'var(--chart-1)' }),
      plot.text(bars, {
        y: 'name',
        text: ({ share, text }: ShareBar) => (isNarrow ? formatPercent(share) : text),
        title: 'text',
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        fill: 'var(--ink)',
      }),
    ],
  });
}
