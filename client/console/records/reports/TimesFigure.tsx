import { useCallback } from 'react';
import { formatSpan } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { nameOf } from '../list/name-of.js';
import { Chart, type Plot } from './Chart.js';
import { drawTimes } from './charts.js';
import { timesOf, type ReportLine } from './sums.js';

const MINUTE_MS = 60_000;

/** How long it took, group by group. */
export function TimesFigure({ lines }: { lines: readonly ReportLine[] }) {
  const t = useWords();
  const draw = useCallback(
    (plot: Plot, width: number) =>
      drawTimes(plot, width, {
        times: timesOf(lines).map(({ line, minutes, what }) => ({
          name: `${line.regime}, ${nameOf(t, 'words:kind', line.kind)}`,
          minutes,
          what,
        })),
        unit: t('records:reports.minutesScale'),
        first: 'acknowledge',
      }),
    [lines, t],
  );
  const timed = lines.filter((line) => line.medianMinutesToAcknowledge !== null || line.medianMinutesToEffect !== null);
  if (timed.length === 0) return null;
  const span = (minutes: number | null) => (minutes === null ? '–' : formatSpan(minutes * MINUTE_MS));
  return (
    <section>
      <div className="sec">
        <h3>{t('records:reports.times')}</h3>
        <span className="sub xs">{t('records:reports.timesLegend')}</span>
      </div>
      <div className="pair">
        <Chart label={t('records:reports.times')} draw={draw} />
        <table className="t">
          <caption className="vh">{t('records:reports.times')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('records:reports.lawAndKind')}</th>
              <th scope="col" className="r">
                {t('records:reports.toAcknowledge')}
              </th>
              <th scope="col" className="r">
                {t('records:reports.toEffect')}
              </th>
            </tr>
          </thead>
          <tbody>
            {timed.map((line) => (
              <tr key={`${line.authority.name} ${line.regime} ${line.kind}`}>
                <td>
                  <span className="id">{line.regime}</span>, {nameOf(t, 'words:kind', line.kind)}
                </td>
                <td className="r">{span(line.medianMinutesToAcknowledge)}</td>
                <td className="r">{span(line.medianMinutesToEffect)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
