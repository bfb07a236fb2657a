import { useMemo } from 'react';
import { formatCountry, formatDay, formatNumber } from '../../parts/format.js';
import { Loading } from '../../parts/Loading.js';
import { readDay } from '../list/day.js';
import { formatValueName } from '../list/find-name.js';
import { useAllPages } from '../list/use-pages.js';
import { BarFigure } from './BarFigure.js';
import { AsOf } from './AsOf.js';
import { useAsOf, buildCsvUrl } from './as-of.js';
import { PeriodBar } from './PeriodBar.js';
import { computeLastDay, computePeriod, type ReportPeriod } from './periods.js';
import { sumCategories, sumOutcomes, sumBy } from './sums.js';
import { TimesFigure } from './TimesFigure.js';
import { WholeTable } from './WholeTable.js';
import type { ReportLine } from '../../http/types.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { useAddress } from '../list/use-address.js';

export function Transparency() {
  const t = useWords();
  const [address] = useAddress();
  const usual = computePeriod('thisYear', nowMs());
  const period = { from: readDay(address.from) ?? usual.from, to: readDay(address.to) ?? usual.to };
  const query = useAsOf(period);
  const asOf = query.data;
  return (
    <>
      <PeriodBar period={period} csv={buildCsvUrl('transparency', { ...period }, asOf ?? null)} />
      {asOf === undefined ? (
        <Loading query={query} failed={t('publishing:reports.failed')} rows={10} />
      ) : (
        <Report period={period} asOf={asOf} />
      )}
    </>
  );
}

function Report({ period, asOf }: { period: ReportPeriod; asOf: string }) {
  const t = useWords();
  const list = useAllPages<ReportLine>('/v1/reports/transparency', { from: period.from, to: period.to, asOf });
  const span = { from: formatDay(period.from), to: formatDay(computeLastDay(period)) };
  const hasNone = list.error !== null && list.rows.length === 0;
  if (hasNone || list.isLoading)
    return (
      <Loading query={{ error: list.error, refetch: list.again }} failed={t('publishing:reports.failed')} rows={10} />
    );
  return (
    <div className="read reports print-flow">
      <section>
        <h2 className="title">{t('publishing:reports.heading', span)}</h2>
        <p className="muted">
          {t('publishing:reports.method')} <AsOf at={asOf} />
        </p>
      </section>
      {list.rows.length === 0 ? (
        <section>
          <p className="none">{t('publishing:reports.none')}</p>
        </section>
      ) : (
        <Figures lines={list.rows} />
      )}
    </div>
  );
}

function Figures({ lines }: { lines: readonly ReportLine[] }) {
  const t = useWords();
  const notices = lines.reduce((sum, line) => sum + line.notices, 0);
  const targets = lines.reduce((sum, line) => sum + line.targets, 0);
  const { byAuthority, byCountry, outcomes, categories } = useMemo(
    () => ({
      byAuthority: sumBy(lines, ({ authority }) => authority.name),
      byCountry: sumBy(lines, ({ authority }) => formatCountry(authority.country)),
      outcomes: sumOutcomes(lines),
      categories: sumCategories(lines),
    }),
    [lines],
  );
  const columns = [t('publishing:reports.notices'), t('publishing:reports.targets')];
  return (
    <>
      <section>
        <p className="figures muted">
          <b className="number">{formatNumber(notices)}</b> {t('publishing:reports.noticesWord', { count: notices })}{' '}
          <b className="number">{formatNumber(targets)}</b> {t('publishing:reports.targetsWord', { count: targets })}
        </p>
      </section>
      <BarFigure
        title={t('publishing:reports.byCountry')}
        head={t('queue:f.country')}
        columns={columns}
        rows={byCountry.map((sum) => ({ name: sum.name, values: [sum.notices, sum.targets] }))}
      />
      <BarFigure
        title={t('publishing:reports.byAuthority')}
        head={t('records:authorities.name')}
        columns={columns}
        rows={byAuthority.map((sum) => ({ name: sum.name, values: [sum.notices, sum.targets] }))}
      />
      <BarFigure
        title={t('publishing:reports.byOutcome')}
        head={t('publishing:reports.outcome')}
        columns={columns.slice(0, 1)}
        rows={outcomes.map((one) => ({ name: formatValueName(t, 'records:outcome', one.name), values: [one.notices] }))}
      />
      {categories.some(({ name }) => name !== 'not_stated') ? (
        <BarFigure
          title={t('publishing:reports.byCategory')}
          head={t('publishing:category.label')}
          columns={columns.slice(0, 1)}
          rows={categories.map((one) => ({
            name: formatValueName(t, 'publishing:category.of', one.name),
            values: [one.notices],
          }))}
        />
      ) : null}
      <TimesFigure lines={lines} />
      <WholeTable lines={lines} />
    </>
  );
}
