import { useState } from 'react';
import { Button } from '../../parts/Button.js';
import { formatCountry, formatNumber } from '../../parts/format.js';
import { Table, type Column } from '../../parts/Table.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { BehindDialog } from './BehindDialog.js';
import { sumOutcomes } from './sums.js';
import type { ReportLine } from '../../http/types.js';

export function WholeTable({ lines }: { lines: readonly ReportLine[] }) {
  const t = useWords();
  const outcomes = sumOutcomes(lines).map(({ name }) => name);
  const [behind, setBehind] = useState<string | null>(null);
  return (
    <section>
      <div className="section-head">
        <h3>{t('publishing:reports.groups')}</h3>
      </div>
      <Table
        wide
        label={t('publishing:reports.groups')}
        rows={lines}
        keyOf={({ authority, regime, kind }) => `${authority.id ?? authority.name} ${regime} ${kind}`}
        columns={[
          { head: t('records:authorities.name'), cell: ({ authority }) => authority.name },
          { head: t('queue:f.country'), cell: ({ authority }) => formatCountry(authority.country) },
          { head: t('publishing:reports.law'), cell: ({ regime }) => regime, className: 'identifier' },
          { head: t('queue:f.kind'), cell: ({ kind }) => formatValueName(t, 'words:kind', kind) },
          {
            head: t('publishing:reports.notices'),
            end: true,
            cell: (line) => (
              <Button size="small" variant="quiet" onPress={() => setBehind(line.behind)} hasPopup="dialog">
                {formatNumber(line.notices)}
              </Button>
            ),
          },
          { head: t('publishing:reports.targets'), end: true, cell: ({ targets }) => formatNumber(targets) },
          {
            head: t('publishing:reports.targetsRestored'),
            end: true,
            cell: ({ targetsRestored }) => formatNumber(targetsRestored),
          },
          ...outcomes.map(
            (outcome): Column<ReportLine> => ({
              head: formatValueName(t, 'records:outcome', outcome),
              end: true,
              cell: ({ byOutcome }) => formatNumber(byOutcome[outcome] ?? 0),
            }),
          ),
        ]}
      />
      {behind === null ? null : <BehindDialog path={behind} onClose={() => setBehind(null)} />}
    </section>
  );
}
