import { useQuery } from '@tanstack/react-query';
import { ownZone } from '../../forms/when/zones.js';
import { read } from '../../http/call.js';
import type { Dashboard } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Loading } from '../../parts/Loading.js';
import { Menu } from '../../parts/Menu.js';
import { useAddress } from '../../records/list/use-address.js';
import { AsOf } from '../../records/reports/AsOf.js';
import { useWords } from '../../words/use-words.js';
import { AuthorityFigure } from './AuthorityFigure.js';
import { FlowFigure } from './FlowFigure.js';
import { HoursFigure, LoadFigure } from './LoadFigures.js';
import { SharesFigure, WeeksFigure } from './OnTimeFigures.js';

const WEEKS = ['4', '12', '26', '52'] as const;

/** How the desk does: the figures count what the reader may read, in the reader's time zone. */
export function DashboardPanel() {
  const t = useWords();
  const [address, change] = useAddress();
  const weeks = WEEKS.find((one) => one === address.weeks) ?? '12';
  const query = useQuery({
    queryKey: ['dashboard', weeks],
    queryFn: ({ signal }) =>
      read<Dashboard>(`/v1/reports/dashboard?weeks=${weeks}&zone=${encodeURIComponent(ownZone())}`, { signal }),
    staleTime: 60_000,
  });
  return (
    <>
      <div className="filters no-print">
        <Menu
          label={t('charts:weeks')}
          value={weeks}
          options={WEEKS.map((value) => ({ value, label: t('charts:weeksCount', { count: Number(value) }) }))}
          onChange={(value) => change({ weeks: value })}
        />
        <span className="push" />
        {query.data === undefined ? null : <AsOf at={query.data.to} />}
        <Button size="small" onPress={() => window.print()}>
          {t('publishing:reports.print')}
        </Button>
      </div>
      {query.data === undefined ? (
        <Loading query={query} failed={t('charts:failed')} rows={10} />
      ) : (
        <Figures dashboard={query.data} />
      )}
    </>
  );
}

function Figures({ dashboard }: { dashboard: Dashboard }) {
  const t = useWords();
  const { onTime, load, flow, authorities, hours } = dashboard;
  return (
    <div className="read reports print-flow dashboard">
      <WeeksFigure weeks={onTime.byWeek} />
      <LoadFigure load={load} />
      <SharesFigure title={t('charts:onTime.byLaw')} shares={onTime.byLaw} name={(law) => law} />
      <SharesFigure
        title={t('charts:onTime.byTeam')}
        shares={onTime.byTeam}
        name={(team) => (team === '' ? t('charts:onTime.noTeam') : team)}
      />
      <FlowFigure flow={flow} />
      <HoursFigure hours={hours} />
      <AuthorityFigure authorities={authorities} />
    </div>
  );
}
