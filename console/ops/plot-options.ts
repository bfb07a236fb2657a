import UPlot from 'uplot';
import { formatHour, formatRough } from '../parts/format.js';
import { apart, getLastValue, computeTop, type ChartLine } from './compute-figures.js';

export interface PlotLine {
  line: ChartLine;
  ink: '--chart-1' | '--chart-2';
  name?: string;
}

export interface PlotStyle {
  shape: 'bars' | 'lines';
  lines: readonly PlotLine[];
  /** A dashed line that marks the threshold. */
  limit?: { value: number; name: string };
  unit?: string;
}

const TEXT_PX = 11;
const ROOM_FOR_NAMES = 46;
const ROOM_FOR_HALF_A_TIME = 16;

function readInk(host: HTMLElement, token: string): string {
  const { color } = host.style;
  host.style.color = `var(${token})`;
  const ink = getComputedStyle(host).color;
  host.style.color = color;
  return ink;
}

const buildFont = (host: HTMLElement) => `${TEXT_PX}px ${getComputedStyle(host).fontFamily}`;

/** Options for uPlot; colors and names are resolved on each draw, so that a theme change takes effect. */
export function makePlotOptions(host: HTMLElement, getStyle: () => PlotStyle): UPlot.Options {
  const { shape, lines, limit, unit = '' } = getStyle();
  const ink = (token: string) => () => readInk(host, token);
  const axis: UPlot.Axis = {
    stroke: ink('--ink-3'),
    font: buildFont(host),
    ticks: { show: false },
    grid: { stroke: ink('--chart-grid'), width: 1 },
    gap: 4,
  };
  return {
    width: host.clientWidth || 300,
    height: host.clientHeight || 76,
    padding: [6, limit === undefined ? ROOM_FOR_HALF_A_TIME : ROOM_FOR_NAMES, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: true },
      y: { range: () => [0, computeTop(getStyle())] },
    },
    axes: [
      {
        ...axis,
        size: 18,
        grid: { show: false },
        splits: (plot) => listTicks(plot.scales.x?.min ?? 0, plot.scales.x?.max ?? 0),
        values: (_plot, at) => at.map((seconds) => formatHour(seconds * 1_000)),
      },
      {
        ...axis,
        size: 42,
        splits: () => listTicks(0, computeTop(getStyle())),
        values: (_plot, values) =>
          values.map((value, place) => formatLabel(value, place === values.length - 1 ? unit : '')),
      },
    ],
    series: [
      {},
      ...lines.map(({ ink: token }) => ({
        stroke: ink(token),
        width: 1.6,
        // A single minute between gaps would not be visible as a line.
        points: { show: shape === 'lines', size: 3, width: 0, fill: ink(token) },
        spanGaps: true,
        ...(shape === 'bars' ? { fill: ink(token), paths: UPlot.paths.bars?.({ size: [0.75, 100] }) } : {}),
      })),
    ],
    hooks: { draw: [(plot) => drawNames(plot, host, getStyle())] },
  } as UPlot.Options;
}

const listTicks = (from: number, to: number) => [from, (from + to) / 2, to];

function formatLabel(value: number, unit: string): string {
  return `${formatRough(value)}${unit === '' ? '' : ` ${unit}`}`;
}

function drawNames(plot: UPlot, host: HTMLElement, { lines, limit }: PlotStyle): void {
  if (limit === undefined) return;
  const { ctx, bbox } = plot;
  const ratio = bbox.width / Math.max(1, plot.over.clientWidth);
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.font = `${TEXT_PX * ratio}px ${getComputedStyle(host).fontFamily}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const limitY = plot.valToPos(limit.value, 'y', true);
  ctx.strokeStyle = readInk(host, '--danger');
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, limitY);
  ctx.lineTo(right, limitY);
  ctx.stroke();
  ctx.fillStyle = readInk(host, '--ink-3');
  const named = lines.flatMap(({ line, name }) => {
    const last = getLastValue(line);
    return name === undefined || last === null ? [] : [{ name, y: plot.valToPos(last, 'y', true) }];
  });
  for (const { name, y } of apart([{ name: limit.name, y: limitY }, ...named], {
    least: (TEXT_PX + 1) * ratio,
    // Leaves room for the labels of the time axis.
    lowest: bbox.top + bbox.height - (TEXT_PX / 2) * ratio,
  })) {
    ctx.fillText(name, right + 5 * ratio, y);
  }
  ctx.restore();
}
