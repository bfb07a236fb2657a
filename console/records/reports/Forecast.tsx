import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { statsQuery } from '../../http/queries.js';
import type { Stats } from '../../http/types.js';
import { Loading } from '../../parts/Loading.js';
import { formatList, formatSpan } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { toApiQuery, type QueueSearch } from '../../queue/search.js';
import { Count } from '../../frame/Views.js';
import { Fact } from '../../parts/Fact.js';
import { Table } from '../../parts/Table.js';
import { formatCover } from '../../roster/cover-text.js';
import { useWords, type Words } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';
import { AsOf } from './AsOf.js';
import { BarFigure } from './BarFigure.js';

export function ForecastPanel() {
  const t = useWords();
  const stats = useQuery({ ...statsQuery, refetchInterval: 60_000 });
  if (stats.data === undefined) return <Loading query={stats} failed={t('records:forecast.failed')} rows={10} />;
  return (
    <div className="read reports print-flow">
      <Now byStage={stats.data.byStage} />
      <WillMiss forecast={stats.data.forecast} />
      <RateLimiter pace={stats.data.pace} />
    </div>
  );
}

/** The figures come from the lists they link to, so that side bar, tile and list agree. */
function Now({ byStage }: { byStage: Stats['byStage'] }) {
  const t = useWords();
  const figures: [string, QueueSearch][] = [
    [t('records:forecast.overdue'), { overdue: 'true' }],
    [t('records:forecast.within1h'), { dueWithin: 'PT1H' }],
    [t('records:forecast.within4h'), { dueWithin: 'PT4H' }],
    [t('records:forecast.within24h'), { dueWithin: 'PT24H' }],
  ];
  return (
    <>
      <section>
        <h2 className="title">{t('records:forecast.now')}</h2>
        <dl className="tiles">
          {figures.map(([name, search]) => (
            <div key={name}>
              <dt className="fine faint">{name}</dt>
              <dd>
                <Link to="/" search={search}>
                  <Count of={toApiQuery(search).toString()} />
                </Link>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <BarFigure
        title={t('records:forecast.byStage')}
        head={t('queue:f.stage')}
        columns={[t('publishing:reports.notices')]}
        rows={Object.entries(byStage).map(([stage, count]) => ({
          name: formatValueName(t, 'words:stage', stage),
          values: [count],
        }))}
      />
    </>
  );
}

function WillMiss({ forecast }: { forecast: Stats['forecast'] }) {
  const t = useWords();
  if (forecast === undefined) return null;
  const unknown = forecast.unknown.map((name) => paceName(t, name));
  return (
    <section>
      <div className="section-head">
        <h3>{t('records:forecast.willMiss', { count: forecast.willMiss })}</h3>
        <AsOf at={forecast.at} />
      </div>
      {unknown.length === 0 ? null : (
        <p className="muted">{t('records:forecast.unknown', { what: formatList(unknown) })}</p>
      )}
      {forecast.items.length === 0 ? null : (
        <Table
          wide
          label={t('records:forecast.willMiss', { count: forecast.willMiss })}
          rows={forecast.items}
          keyOf={({ clock }) => clock}
          columns={[
            {
              head: t('records:notice'),
              cell: ({ notice, number }) => <NoticeNumberLink id={notice} number={number} />,
            },
            { head: t('publishing:reports.clock'), cell: ({ kind }) => formatValueName(t, 'words:clock', kind) },
            { head: t('records:forecast.due'), cell: ({ dueAt }) => <Instant at={dueAt} /> },
            { head: t('records:forecast.expected'), cell: ({ expectedAt }) => <Instant at={expectedAt} /> },
            { head: t('publishing:reports.why'), cell: ({ why }) => why },
            { head: t('roster:cover.title'), cell: ({ cover }) => formatCover(cover, t) },
          ]}
        />
      )}
    </section>
  );
}

function paceName(t: Words, name: string): string {
  return name === 'drafting' || name === 'approval' || name === 'enforcement'
    ? t(`records:forecast.pace.${name}`)
    : formatValueName(t, 'words:clock', name);
}

function RateLimiter({ pace }: { pace: Stats['pace'] }) {
  const t = useWords();
  if (pace === undefined) return null;
  const span = (seconds: number | null) =>
    seconds === null ? t('records:forecast.tooLittle') : formatSpan(seconds * 1_000);
  const perDay =
    pace.targetsPerDay === null
      ? t('records:forecast.tooLittle')
      : t('records:forecast.targetsPerDay', { count: Math.round(pace.targetsPerDay) });
  return (
    <section>
      <div className="section-head">
        <h3>{t('records:forecast.paceTitle')}</h3>
        <span className="muted fine">{t('records:forecast.paceHelp')}</span>
      </div>
      <dl className="key-values key-values-wide">
        <Fact name={t('records:forecast.pace.drafting')}>{perDay}</Fact>
        <Fact name={t('records:forecast.pace.approval')}>{span(pace.approvalSeconds)}</Fact>
        <Fact name={t('records:forecast.pace.enforcement')}>{span(pace.enforcementSeconds)}</Fact>
        {Object.entries(pace.metSeconds).map(([kind, seconds]) => (
          <Fact key={kind} name={t('records:forecast.toMeet', { clock: formatValueName(t, 'words:clock', kind) })}>
            {span(seconds)}
          </Fact>
        ))}
      </dl>
    </section>
  );
}
