import { useWords, type Words } from '../words/use-words.js';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { Dialog } from '../parts/Dialog.js';
import { Table, type Column } from '../parts/Table.js';
import { formatAge, formatInstant, formatList, formatNumber, formatShort } from '../parts/format.js';
import { useMinute } from '../state/now.js';
import { DueStrip } from './DueStrip.js';
import {
  dueMarks,
  lagLines,
  LAG_LIMIT_MS,
  getMaxValue,
  getLastValue,
  perMinute,
  sumValues,
  type DueMark,
  type ChartLine,
} from './compute-figures.js';
import type { Overview } from './types.js';

const Plot = lazy(() => import('./Plot.js'));

const EMPTY: Overview = { queues: null, series: [], timerLag: [], dueSoon: [], dueSoonTotal: 0, repairedToday: [] };
export function Figures({ overview }: { overview: Overview | undefined }) {
  const t = useWords();
  const minute = useMinute();
  const data = overview ?? EMPTY;
  const isKnown = overview !== undefined;
  return (
    <div className="charts">
      <RateLimiter count="applied" data={data} now={minute} isKnown={isKnown} />
      <RateLimiter count="decisions" data={data} now={minute} isKnown={isKnown} />
      <Lag data={data} now={minute} isKnown={isKnown} />
      <Due data={data} now={minute} isKnown={isKnown} t={t} />
    </div>
  );
}

interface FigureProps {
  data: Overview;
  now: number;
  isKnown: boolean;
}

interface FigureFrameProps {
  name: string;
  value: string;
  /** The same figures as a table; null if there are none. */
  table: ReactNode;
  children: ReactNode;
}

function Figure({ name, value, table, children }: FigureFrameProps) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <figure className="chart">
      <figcaption className="fine muted">
        <span>{name}</span> <b className="number">{value}</b>
        <button
          type="button"
          className="text-button link push"
          aria-label={t('ops:figure.tableOf', { figure: name })}
          onClick={() => setOpen(true)}
        >
          {t('ops:figure.table')}
        </button>
      </figcaption>
      {children}
      {open ? (
        <Dialog title={name} onClose={close} wide hasClose>
          {table ?? <p>{t('ops:figure.noneYet')}</p>}
        </Dialog>
      ) : null}
    </figure>
  );
}

function RateLimiter({ count, data, now, isKnown }: FigureProps & { count: 'applied' | 'decisions' }) {
  const t = useWords();
  const { series } = data;
  const line = useMemo(() => perMinute(series, count, now), [series, count, now]);
  const last = formatNumber(getLastValue(line) ?? 0);
  const say = t(`ops:figure.say.${count}`, {
    last,
    largest: formatNumber(getMaxValue(line)),
    sum: formatNumber(sumValues(line)),
  });
  return (
    <Figure name={t(`ops:figure.${count}`)} value={isKnown ? last : ''} table={paceTable(t, count, line)}>
      <Suspense fallback={<div className="plot" />}>
        <Plot label={say} shape="bars" lines={[{ line, ink: '--chart-1' }]} />
      </Suspense>
    </Figure>
  );
}

interface Minute {
  seconds: number;
}

function figureTable<Row extends Minute>(t: Words, rows: Row[], columns: Column<Row>[]): ReactNode {
  const time: Column<Row> = {
    head: t('ops:figure.col.at'),
    className: 'number',
    cell: ({ seconds }) => formatShort(seconds * 1_000),
  };
  return rows.length === 0 ? null : (
    <Table rows={rows.toReversed()} keyOf={({ seconds }) => seconds} columns={[time, ...columns]} />
  );
}

function paceTable(t: Words, count: 'applied' | 'decisions', { at, values }: ChartLine): ReactNode {
  const rows = at.map((seconds, place) => ({ seconds, value: values[place] ?? 0 })).filter(({ value }) => value > 0);
  return figureTable(t, rows, [
    { head: t(`ops:figure.col.${count}`), end: true, cell: ({ value }) => formatNumber(value) },
  ]);
}

function lagTable(t: Words, { p99, p50 }: ReturnType<typeof lagLines>): ReactNode {
  const rows = p99.at
    .map((seconds, place) => ({ seconds, slow: p99.values[place] ?? null, usual: p50.values[place] ?? 0 }))
    .filter(({ slow }) => slow !== null);
  return figureTable(t, rows, [
    { head: t('ops:figure.col.p99'), end: true, cell: ({ slow }) => inSeconds(slow ?? 0) },
    { head: t('ops:figure.col.p50'), end: true, cell: ({ usual }) => inSeconds(usual) },
  ]);
}

const inSeconds = (value: number) => value.toFixed(2);
const LONG_SECONDS = 60;

function Lag({ data, now, isKnown }: FigureProps) {
  const t = useWords();
  const { timerLag } = data;
  const lines = useMemo(() => lagLines(timerLag, now), [timerLag, now]);
  const { p99, p50 } = lines;
  const last = getLastValue(p99);
  const say =
    last === null
      ? t('ops:figure.say.lagNone')
      : t('ops:figure.say.lag', { last: inSeconds(last), largest: inSeconds(getMaxValue(p99)) });
  const value =
    last === null
      ? t('ops:figure.none')
      : last < LONG_SECONDS
        ? t('ops:figure.seconds', { n: inSeconds(last) })
        : formatAge(last * 1_000);
  return (
    <Figure name={t('ops:figure.lag')} value={isKnown ? value : ''} table={lagTable(t, lines)}>
      <Suspense fallback={<div className="plot" />}>
        <Plot
          label={say}
          shape="lines"
          lines={[
            { line: p99, ink: '--chart-1', name: t('ops:figure.p99') },
            { line: p50, ink: '--chart-2', name: t('ops:figure.median') },
          ]}
          limit={{ value: LAG_LIMIT_MS / 1_000, name: t('ops:figure.limit') }}
          unit={t('ops:figure.seconds', { n: '' }).trim()}
        />
      </Suspense>
    </Figure>
  );
}

function Due({ data: { dueSoon, dueSoonTotal }, now, isKnown, t }: FigureProps & { t: Words }) {
  const marks = dueMarks(dueSoon, now);
  const risky = marks.filter(({ atRisk }) => atRisk);
  const figures = { count: formatNumber(Math.max(marks.length, dueSoonTotal)), risk: formatNumber(risky.length) };
  const named = formatList([...new Set(risky.map(({ number }) => number))]);
  const say = [
    t('ops:figure.say.due', figures),
    ...(risky.length === 0 ? [] : [t('ops:figure.say.dueAtRisk', { numbers: named })]),
  ].join(' ');
  const value = risky.length === 0 ? figures.count : t('ops:figure.atRisk', figures);
  return (
    <Figure name={t('ops:figure.due')} value={isKnown ? value : ''} table={dueTable(t, marks)}>
      <DueStrip marks={marks} now={now} label={say} />
    </Figure>
  );
}

function dueTable(t: Words, marks: readonly DueMark[]): ReactNode {
  return marks.length === 0 ? null : (
    <Table
      rows={marks}
      keyOf={({ notice, kind, dueAt }) => `${notice}${kind}${dueAt}`}
      columns={[
        {
          head: t('ops:figure.col.number'),
          className: 'number',
          cell: ({ notice, number }) => (
            <Link to="/notices/$id" params={{ id: notice }}>
              {number}
            </Link>
          ),
        },
        { head: t('ops:figure.col.kind'), cell: ({ kind }) => t(`words:clock.${kind}`) },
        { head: t('ops:figure.col.due'), cell: ({ dueAt }) => formatInstant(dueAt) },
        { head: t('ops:figure.col.risk'), cell: ({ atRisk }) => t(`ops:figure.${atRisk ? 'willMiss' : 'keeps'}`) },
      ]}
    />
  );
}
