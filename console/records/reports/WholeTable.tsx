import { useState } from 'react';
import { Button } from '../../parts/Button.js';
import { formatCountry, formatNumber } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { BehindDialog } from './BehindDialog.js';
import { sumOutcomes, type ReportLine } from './sums.js';

export function WholeTable({ lines }: { lines: readonly ReportLine[] }) {
  const t = useWords();
  const outcomes = sumOutcomes(lines).map(({ name }) => name);
  const [behind, setBehind] = useState<string | null>(null);
  return (
    <section>
      <div className="section-head">
        <h3>{t('publishing:reports.groups')}</h3>
      </div>
      <div className="scrolls-x print-whole" tabIndex={0} role="region" aria-label={t('publishing:reports.groups')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('records:authorities.name')}</th>
              <th scope="col">{t('queue:f.country')}</th>
              <th scope="col">{t('publishing:reports.law')}</th>
              <th scope="col">{t('queue:f.kind')}</th>
              <th scope="col" className="align-end">
                {t('publishing:reports.notices')}
              </th>
              <th scope="col" className="align-end">
                {t('publishing:reports.targets')}
              </th>
              <th scope="col" className="align-end">
                {t('publishing:reports.targetsRestored')}
              </th>
              {outcomes.map((outcome) => (
                <th scope="col" className="align-end" key={outcome}>
                  {formatValueName(t, 'records:outcome', outcome)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={`${line.authority.id ?? line.authority.name} ${line.regime} ${line.kind}`}>
                <td dir="auto">{line.authority.name}</td>
                <td>{formatCountry(line.authority.country)}</td>
                <td className="identifier">{line.regime}</td>
                <td>{formatValueName(t, 'words:kind', line.kind)}</td>
                <td className="align-end">
                  <Button size="small" variant="quiet" onPress={() => setBehind(line.behind)} hasPopup="dialog">
                    {formatNumber(line.notices)}
                  </Button>
                </td>
                <td className="align-end">{formatNumber(line.targets)}</td>
                <td className="align-end">{formatNumber(line.targetsRestored)}</td>
                {outcomes.map((outcome) => (
                  <td className="align-end" key={outcome}>
                    {formatNumber(line.byOutcome[outcome] ?? 0)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {behind === null ? null : <BehindDialog path={behind} onClose={() => setBehind(null)} />}
    </section>
  );
}
