import { useQuery } from '@tanstack/react-query';
import { Term } from '../../help/Term.js';
import { read } from '../../http/call.js';
import type { AgreementReport } from '../../http/types.js';
import { formatNumber, formatPercent } from '../../parts/format.js';
import { Loading } from '../../parts/Loading.js';
import { Menu } from '../../parts/Menu.js';
import { Table, type Column } from '../../parts/Table.js';
import { useAddress } from '../../records/list/use-address.js';
import { AsOf } from '../../records/reports/AsOf.js';
import { nowMs } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';

const DAYS = ['30', '90', '365'] as const;
const DAY_MS = 86_400_000;

/** How far reviewers agree, from second reviews and golden sets. */
export function QualityPanel() {
  const t = useWords();
  const [address, change] = useAddress();
  const days = DAYS.find((one) => one === address.days) ?? '90';
  const path = () => {
    const from = new Date(nowMs() - Number(days) * DAY_MS).toISOString();
    return `/v1/reports/agreement?from=${encodeURIComponent(from)}`;
  };
  const query = useQuery({
    queryKey: ['records', 'agreement', days],
    queryFn: ({ signal }) => read<AgreementReport>(path(), { signal }),
    staleTime: 60_000,
  });
  const { data } = query;
  return (
    <>
      <div className="filters no-print">
        <Menu
          label={t('second-review:quality.period')}
          value={days}
          options={DAYS.map((value) => ({ value, label: t('second-review:quality.days', { count: Number(value) }) }))}
          onChange={(value) => change({ days: value })}
        />
        <span className="push" />
        {data === undefined ? null : <AsOf at={data.to} />}
        <a className="button small" href={`${path()}&format=csv`} download>
          {t('publishing:reports.csv')}
        </a>
      </div>
      {data === undefined ? <Loading query={query} failed={t('charts:failed')} rows={10} /> : <Figures report={data} />}
    </>
  );
}

type Figure = AgreementReport['all'];

function Figures({ report }: { report: AgreementReport }) {
  const t = useWords();
  const { all, byAction, byPerson, scope, leastPairs } = report;
  const columns = figureColumns(t, leastPairs);
  const title = t('second-review:quality.title');
  return (
    <div className="read reports print-flow">
      <section>
        <div className="section-head">
          <h2>
            <Term name="kappa">{title}</Term>
          </h2>
          <span className="muted fine">{t(`second-review:quality.scope.${scope}`)}</span>
        </div>
        {all.pairs === 0 ? (
          <p className="muted">{t('second-review:quality.none')}</p>
        ) : (
          <Table wide label={title} rows={[all]} keyOf={() => 'all'} columns={columns} />
        )}
      </section>
      <Part
        title={t('second-review:quality.byAction')}
        rows={byAction}
        name={{ head: t('second-review:quality.action'), cell: ({ action }) => t(`words:action.${action}`) }}
        columns={columns}
        keyOf={({ action }) => action}
      />
      <Part
        title={t('second-review:quality.byPerson')}
        rows={byPerson}
        name={{ head: t('second-review:quality.person'), cell: ({ person }) => person.name }}
        columns={columns}
        keyOf={({ person }) => person.id}
      />
      <GoldenFigures report={report} columns={columns} />
    </div>
  );
}

interface PartProps<Row> {
  title: string;
  rows: readonly Row[];
  name: Column<Row>;
  columns: readonly Column<Figure>[];
  keyOf: (row: Row) => string;
}

function Part<Row extends Figure>({ title, rows, name, columns, keyOf }: PartProps<Row>) {
  if (rows.length === 0) return null;
  return (
    <section>
      <div className="section-head">
        <h2>{title}</h2>
      </div>
      <Table wide label={title} rows={rows} keyOf={keyOf} columns={[{ ...name, isName: true }, ...columns]} />
    </section>
  );
}

function GoldenFigures({ report, columns }: { report: AgreementReport; columns: readonly Column<Figure>[] }) {
  const t = useWords();
  const { golden, scope, leastPairs } = report;
  const title = t('second-review:golden.tab');
  const none = scope === 'own' ? 'second-review:quality.noGoldenOwn' : 'second-review:quality.noGolden';
  return (
    <section>
      <div className="section-head">
        <h2>
          <Term name="golden">{title}</Term>
        </h2>
      </div>
      {golden.length === 0 ? (
        <p className="muted">{t(none, { least: leastPairs })}</p>
      ) : (
        <Table
          wide
          label={title}
          rows={golden}
          keyOf={({ set, person }) => `${set}/${person.id}`}
          columns={[
            { head: t('second-review:golden.set'), isName: true, cell: ({ set }) => set },
            { head: t('second-review:quality.person'), cell: ({ person }) => person.name },
            ...columns,
            {
              head: t('second-review:quality.sameGrounds'),
              end: true,
              cell: ({ sameGrounds, pairs }) => part(sameGrounds, pairs, pairs >= leastPairs),
            },
          ]}
        />
      )}
    </section>
  );
}

function figureColumns(t: Words, leastPairs: number): Column<Figure>[] {
  return [
    { head: t('second-review:quality.pairs'), end: true, cell: ({ pairs }) => formatNumber(pairs) },
    {
      head: t('second-review:quality.agreed'),
      end: true,
      cell: ({ agreed, pairs }) => part(agreed, pairs, pairs >= leastPairs),
    },
    { head: t('second-review:quality.kappa'), end: true, cell: (figure) => kappaText(figure, { leastPairs, t }) },
  ];
}

/** The share only where it says something. */
const part = (count: number, of: number, hasShare: boolean) =>
  hasShare ? `${formatNumber(count)} (${formatPercent(count / of)})` : formatNumber(count);

export function kappaText({ pairs, kappa }: Figure, { leastPairs, t }: { leastPairs: number; t: Words }): string {
  if (pairs < leastPairs) return t('second-review:quality.tooFew', { least: leastPairs });
  if (kappa === null) return t('second-review:quality.oneAction');
  const { value, low, high } = kappa;
  return t('second-review:quality.interval', {
    value: formatKappa(value),
    low: formatKappa(low),
    high: formatKappa(high),
  });
}

const formatKappa = (value: number) => formatNumber(Math.round(value * 100) / 100);
