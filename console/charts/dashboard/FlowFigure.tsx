import { useCallback } from 'react';
import type { Dashboard } from '../../http/types.js';
import { formatNumber } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { Figure } from '../Figure.js';
import type { PlotModule } from '../style.js';
import { drawFlow } from './draw.js';

const ENDS = ['inForce', 'restored', 'answered', 'failed', 'open'] as const;
const LOOKS = {
  inForce: 'first',
  restored: 'hatchedOk',
  answered: 'second',
  failed: 'hatched',
  open: 'outlined',
} as const;

export function FlowFigure({ flow }: { flow: Dashboard['flow'] }) {
  const t = useWords();
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawFlow(
        plot,
        width,
        flow.rows.flatMap((row) =>
          ENDS.filter((end) => row[end] > 0).map((end) => ({
            decided: t(`charts:flow.decided.${row.decided}`),
            end,
            count: row[end],
          })),
        ),
      ),
    [flow, t],
  );
  return (
    <Figure
      title={t('charts:flow.title')}
      note={t('charts:flow.requested', { count: flow.requested, number: formatNumber(flow.requested) })}
      legend={ENDS.map((end) => ({ look: LOOKS[end], name: t(`charts:flow.end.${end}`) }))}
      draw={draw}
      rows={flow.rows}
      empty={t('publishing:reports.none')}
      keyOf={({ decided }) => decided}
      columns={[
        { head: t('charts:flow.name'), cell: ({ decided }) => t(`charts:flow.decided.${decided}`) },
        ...ENDS.map((end) => ({
          head: t(`charts:flow.end.${end}`),
          end: true as const,
          cell: (row: Dashboard['flow']['rows'][number]) => formatNumber(row[end]),
        })),
      ]}
    />
  );
}
