import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useEffect, useRef, useState } from 'react';
import type { HistoryUnit } from '../../domain/charts/history.js';
import { Segments, toOptions } from '../forms/Segments.js';
import { Bar } from '../frame/Bar.js';
import { Loading, Empty } from '../parts/Loading.js';
import { useScreenTitle } from '../state/title.js';
import { groupCauses, groupRows, locateCursor, type CauseGroup } from './group-causes.js';
import { Figures } from './Figures.js';
import { Health } from './Health.js';
import { alertsQuery, overviewQuery } from './queries.js';
import { Link } from '@tanstack/react-router';
import { formatInstant, formatSpan } from '../parts/format.js';
import { useNow } from '../state/now.js';
import { dueMarks } from './compute-figures.js';
import { useRepairText } from './repair-text.js';
import type { Overview } from './types.js';
import { useWords } from '../words/use-words.js';
import { useMay } from '../http/may.js';
import AssignDialog from '../forms/AssignDialog.js';
import { useShortcuts, type Shortcut, MOVE } from '../state/shortcuts.js';
import { CauseActDialog } from './ActDialog.js';
import { listOpsActs, type OpsAct } from './acts.js';
import { CauseCard, useWhy } from './CauseCard.js';
import { sessionStore } from '../http/session.js';
import { useStore } from '../state/store.js';

const HistoryFigures = lazy(() => import('./history/HistoryFigures.js'));

export function OpsScreen() {
  const t = useWords();
  useScreenTitle(t('ops:title'));
  const alert = useQuery(alertsQuery);
  const overview = useQuery(overviewQuery);
  const items = alert.data?.items;
  const [period, setPeriod] = useState<'hours2' | HistoryUnit>('hours2');
  const causes = useMemo(() => groupCauses(items ?? []), [items]);
  return (
    <>
      <Bar>
        <h1 className="where">{t('ops:title')}</h1>
        <span className="muted long cut">
          {alert.data === undefined ? null : <span className="number">{formatSummary(t, causes)}</span>}
        </span>
        <span className="push" />
        <Segments
          label={t('ops:history.label')}
          options={toOptions(['hours2', 'hour', 'day'] as const, (one) => t(`ops:history.${one}`))}
          value={period}
          onChange={setPeriod}
        />
        <Link className="button small" to="/ops/outage-pack">
          {t('ops:outagePack')}
        </Link>
      </Bar>
      {period === 'hours2' ? (
        <Figures overview={overview.data} />
      ) : (
        <Suspense>
          <HistoryFigures by={period} />
        </Suspense>
      )}
      <div className="split ops">
        <section className="scrolls print-whole" aria-label={t('ops:causes')}>
          {items === undefined ? (
            <Loading query={alert} failed={t('ops:failed')} rows={8} />
          ) : causes.length === 0 ? (
            <NothingWaits overview={overview.data} />
          ) : (
            <Causes causes={causes} />
          )}
        </section>
        <Health query={overview} />
      </div>
    </>
  );
}

function formatSummary(t: ReturnType<typeof useWords>, causes: readonly CauseGroup[]): string {
  const rows = causes.reduce((sum, cause) => sum + groupRows(cause).length, 0);
  if (rows === 0) return t('ops:calm');
  return t('ops:summary', { count: rows, causes: t('ops:causeCount', { count: causes.length }) });
}

function NothingWaits({ overview }: { overview: Overview | undefined }) {
  const t = useWords();
  const now = useNow();
  const textOf = useRepairText();
  const last = overview?.repairedToday[0];
  const next = overview === undefined ? undefined : dueMarks(overview.dueSoon, now)[0];
  return (
    <Empty>
      <h2>{t('ops:empty.title')}</h2>
      {last === undefined ? null : (
        <p className="muted">{t('ops:empty.repaired', { at: formatInstant(last.at), what: textOf(last) })}</p>
      )}
      {overview === undefined ? null : (
        <p className="muted">
          {next === undefined
            ? t('ops:empty.none')
            : t('ops:empty.next', {
                at: formatInstant(next.dueAt),
                span: formatSpan(Date.parse(next.dueAt) - now),
                number: next.number,
                kind: t(`words:clock.${next.kind}`),
              })}
        </p>
      )}
      <p>
        <Link className="button" to="/">
          {t('ops:empty.go')}
        </Link>
      </p>
    </Empty>
  );
}

function Causes({ causes }: { causes: readonly CauseGroup[] }) {
  const t = useWords();
  const may = useMay();
  const why = useWhy();
  const me = useStore(sessionStore).session?.person.id;
  const [cursor, setCursor] = useState<{ kind: string | null; at: number }>({ kind: null, at: 0 });
  const [open, setOpen] = useState<{ act: OpsAct; cause: CauseGroup } | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const at = locateCursor(causes, cursor);
  const current = causes[at];
  const moveTo = (place: number) => {
    const next = Math.min(Math.max(place, 0), causes.length - 1);
    setCursor({ kind: causes[next]?.kind ?? null, at: next });
  };
  const hasMoved = cursor.kind !== null;
  useEffect(() => {
    if (hasMoved) list.current?.querySelectorAll('.cause')[at]?.scrollIntoView({ block: 'nearest' });
  }, [at, hasMoved]);
  const acts = current === undefined ? [] : listOpsActs(current, may, me);
  const commands: Shortcut[] = [
    { id: 'ops-next', label: t('ops:cmd.next'), keys: 'j | ArrowDown', run: () => moveTo(at + 1), ...MOVE },
    { id: 'ops-previous', label: t('ops:cmd.previous'), keys: 'k | ArrowUp', run: () => moveTo(at - 1), ...MOVE },
    ...acts.map((act) => ({
      id: `ops-${act.name}`,
      label: t(`ops:act.${act.name}`),
      ...(act.keys === undefined ? {} : { keys: act.keys }),
      why: why(act),
      run: () => (current === undefined ? undefined : setOpen({ act, cause: current })),
    })),
  ];
  useShortcuts(commands);
  return (
    <div ref={list}>
      {causes.map((cause, place) => (
        <CauseCard
          key={cause.kind}
          cause={cause}
          acts={listOpsActs(cause, may, me)}
          isCursor={place === at}
          onCursor={() => moveTo(place)}
          onAct={(act) => setOpen({ act, cause })}
        />
      ))}
      {open === null ? null : <Opened open={open} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Opened({ open: { act, cause }, onClose }: { open: { act: OpsAct; cause: CauseGroup }; onClose: () => void }) {
  if (act.name === 'assign') return <AssignDialog notices={cause.notices} onClose={onClose} />;
  return <CauseActDialog name={act.name} items={act.items} onClose={onClose} />;
}
