import { useCallback } from 'react';
import { formatSpan } from '../../parts/format.js';
import { useWords, type Words } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { Figure } from '../../charts/Figure.js';
import type { PlotModule } from '../../charts/style.js';
import { drawTimes } from './charts.js';
import { listTimes } from './sums.js';
import type { ReportLine } from '../../http/types.js';

const MINUTE_MS = 60_000;

function formatTick(minutes: number, t: Words): string {
  if (minutes < 60) return t('frame:span.min', { min: minutes });
  return minutes < 1_440 ? t('frame:span.h', { h: minutes / 60 }) : t('frame:span.d', { d: minutes / 1_440 });
}

export function TimesFigure({ lines }: { lines: readonly ReportLine[] }) {
  const t = useWords();
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawTimes(plot, width, {
        times: listTimes(lines).map(({ line, minutes, what }) => ({
          name: `${line.regime}, ${formatValueName(t, 'words:kind', line.kind)}`,
          minutes,
          what,
        })),
        say: (minutes) => formatTick(minutes, t),
      }),
    [lines, t],
  );
  const timed = lines.filter((line) => line.medianMinutesToAcknowledge !== null || line.medianMinutesToEffect !== null);
  if (timed.length === 0) return null;
  const span = (minutes: number | null) => (minutes === null ? '–' : formatSpan(minutes * MINUTE_MS));
  return (
    <Figure
      table="beside"
      title={t('publishing:reports.times')}
      note={t('publishing:reports.timesLegend')}
      draw={draw}
      rows={timed}
      keyOf={({ authority, regime, kind }) => `${authority.name} ${regime} ${kind}`}
      columns={[
        {
          head: t('publishing:reports.lawAndKind'),
          cell: ({ regime, kind }) => (
            <>
              <span className="identifier">{regime}</span>, {formatValueName(t, 'words:kind', kind)}
            </>
          ),
        },
        {
          head: t('publishing:reports.toAcknowledge'),
          end: true,
          cell: (line) => span(line.medianMinutesToAcknowledge),
        },
        { head: t('publishing:reports.toEffect'), end: true, cell: (line) => span(line.medianMinutesToEffect) },
      ]}
    />
  );
}
