import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { ImportedGroup } from '../../http/types.js';
import { formatCountry, formatDay, formatNumber } from '../../parts/format.js';
import { Loading } from '../../parts/Loading.js';
import { Table } from '../../parts/Table.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { readDay } from '../list/day.js';
import { useAddress } from '../list/use-address.js';
import { PeriodBar } from './PeriodBar.js';
import { computeLastDay, computePeriod, type ReportPeriod } from './periods.js';

const YEARS_BACK = 10;

/** Imported cases by the word of their source, which no other report has. */
export function Imported() {
  const [address] = useAddress();
  const { to } = computePeriod('thisYear', nowMs());
  const usual = { from: `${Number(to.slice(0, 4)) - YEARS_BACK}-01-01`, to };
  const period = { from: readDay(address.from) ?? usual.from, to: readDay(address.to) ?? usual.to };
  return (
    <>
      <PeriodBar period={period} />
      <Groups period={period} />
    </>
  );
}

function Groups({ period: { from, to } }: { period: ReportPeriod }) {
  const t = useWords();
  const query = useQuery({
    queryKey: ['imported-report', from, to],
    queryFn: ({ signal }) =>
      read<{ items: ImportedGroup[] }>(`/v1/reports/imported?from=${from}T00:00:00Z&to=${to}T00:00:00Z`, { signal }),
  });
  if (query.data === undefined) return <Loading query={query} failed={t('publishing:reports.failed')} rows={10} />;
  const { items } = query.data;
  const cases = items.reduce((sum, one) => sum + one.cases, 0);
  const span = { from: formatDay(from), to: formatDay(computeLastDay({ from, to })) };
  return (
    <div className="read reports print-flow">
      <section>
        <h2 className="title">{t('publishing:imported.heading', span)}</h2>
        <p className="muted">{t('publishing:imported.method')}</p>
        {items.length === 0 ? (
          <p className="none">{t('publishing:imported.none')}</p>
        ) : (
          <p className="figures muted">{t('publishing:imported.cases', { count: cases })}</p>
        )}
      </section>
      {items.length === 0 ? null : (
        <section>
          <Table
            wide
            label={t('publishing:reports.groups')}
            rows={items}
            keyOf={({ source, authority, law, outcome }) =>
              [source, authority.name, authority.country, law, outcome].join('\n')
            }
            columns={[
              { head: t('publishing:imported.source'), cell: ({ source }) => source },
              { head: t('records:authorities.name'), cell: ({ authority }) => authority.name },
              { head: t('queue:f.country'), cell: ({ authority }) => formatCountry(authority.country) },
              { head: t('publishing:reports.law'), cell: ({ law }) => law, className: 'identifier' },
              {
                head: t('publishing:reports.outcome'),
                cell: ({ outcome }) =>
                  outcome === null ? t('publishing:imported.noOutcome') : t(`words:outcome.${outcome}`),
              },
              { head: t('publishing:imported.count'), end: true, cell: (one) => formatNumber(one.cases) },
              { head: t('publishing:imported.open'), end: true, cell: ({ open }) => formatNumber(open) },
              { head: t('publishing:reports.targets'), end: true, cell: ({ targets }) => formatNumber(targets) },
              { head: t('publishing:imported.restricted'), end: true, cell: (one) => formatNumber(one.restricted) },
            ]}
          />
        </section>
      )}
    </div>
  );
}
