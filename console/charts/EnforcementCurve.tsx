import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { read } from '../http/call.js';
import type { Curve } from '../http/types.js';
import { formatNumber, formatShort } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { Figure } from './Figure.js';
import { CHART_STYLE, wholeTicks, type PlotModule } from './style.js';
import { timeAxis } from './time-axis.js';

const HEIGHT_PX = 150;
const POLL_MS = 3_000;
/** A curve of fewer points says no more than the bar. */
const LEAST_POINTS = 3;

interface CurveProps {
  notice: string;
  submission: number;
  isRunning: boolean;
}

/** How an enforcement goes on, from the records of its operations. */
export function EnforcementCurve({ notice, submission, isRunning }: CurveProps) {
  const t = useWords();
  const { data } = useQuery({
    // A notice's event reads it again, its last one with the end.
    queryKey: ['notice', notice, 'curve', submission],
    queryFn: ({ signal }) =>
      read<Curve>(`/v1/notices/${notice}/enforcement/curve?submission=${submission}`, { signal, background: true }),
    refetchInterval: isRunning ? POLL_MS : false,
  });
  const draw = useCallback((plot: PlotModule, width: number) => drawCurve(plot, width, data), [data]);
  if (data === undefined || data.points.length < LEAST_POINTS) return null;
  return (
    <Figure
      title={t('charts:curve.title')}
      legend={[
        { look: 'ok', name: t('charts:curve.done') },
        { look: 'hatched', name: t('charts:curve.failed') },
        { look: 'dashed', name: t('charts:curve.total') },
      ]}
      draw={draw}
      rows={data.points}
      keyOf={(_, place) => place}
      columns={[
        { head: t('charts:curve.at'), cell: ({ at }) => formatShort(at, true) },
        { head: t('charts:curve.done'), end: true, cell: ({ done }) => formatNumber(done) },
        { head: t('charts:curve.failed'), end: true, cell: ({ failed }) => formatNumber(failed) },
      ]}
    />
  );
}

type Point = Curve['points'][number];

function drawCurve(
  plot: PlotModule,
  width: number,
  { points, total }: Curve = { submission: 0, total: 0, points: [] },
) {
  const ticks = wholeTicks(Math.max(1, total)).filter((tick) => tick <= total);
  const at = (point: Point) => new Date(point.at);
  const [from, to] = [points[0], points.at(-1)].map((point) => (point === undefined ? 0 : Date.parse(point.at)));
  const options = { x: at, curve: 'step-after' as const };
  return plot.plot({
    width,
    height: HEIGHT_PX,
    marginLeft: 56,
    marginTop: 24,
    marginBottom: 8,
    style: CHART_STYLE,
    x: { type: 'time', domain: [new Date(from ?? 0), new Date(to ?? 0)] },
    y: { domain: [0, Math.max(total, 1)], ticks, grid: true, label: null, tickSize: 0, tickFormat: formatNumber },
    marks: [
      ...timeAxis(plot, { from: from ?? 0, to: to ?? 0, px: width - 56 }),
      plot.areaY(points, { ...options, y: 'done', fill: 'var(--ok-soft)' }),
      plot.lineY(points, { ...options, y: 'done', stroke: 'var(--ok)', strokeWidth: 2 }),
      plot.lineY(points, {
        ...options,
        y: 'failed',
        stroke: 'var(--danger)',
        strokeWidth: 1.6,
        strokeDasharray: '4 2',
      }),
      plot.ruleY([total], { stroke: 'var(--ink-3)', strokeDasharray: '3 3' }),
    ],
  });
}
