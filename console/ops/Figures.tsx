import { useWords, type Words } from '../words/use-words.js';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { formatAge, formatInstant, formatList, formatNumber, formatShort } from '../parts/format.js';
import { useFromNow } from '../state/now.js';
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
import { TableDialog, type Table } from './TableDialog.js';
import type { Overview } from './types.js';

const Plot = lazy(() => import('./Plot.js'));

const EMPTY: Overview = { queues: null, series: [], timerLag: [], dueSoon: [], dueSoonTotal: 0, repairedToday: [] };
const MINUTE = 60_000;

export function Figures({ overview }: { overview: Overview | undefined }) {
  const t = useWords();
  const minute = useFromNow((now) => Math.floor(now / MINUTE) * MINUTE);
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

function Figure({ name, value, table, children }: { name: string; value: string; table: Table; children: ReactNode }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
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
      {open ? <TableDialog title={name} table={table} onClose={() => setOpen(false)} /> : null}
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

function paceTable(t: Words, count: 'applied' | 'decisions', { at, values }: ChartLine): Table {
  return {
    head: [t('ops:figure.col.at'), t(`ops:figure.col.${count}`)],
    rows: at
      .map((seconds, place) => ({ seconds, value: values[place] ?? 0 }))
      .filter(({ value }) => value > 0)
      .toReversed()
      .map(({ seconds, value }) => ({
        key: String(seconds),
        cells: [formatShort(seconds * 1_000), formatNumber(value)],
      })),
  };
}

const inSeconds = (value: number) => value.toFixed(2);
const LONG_SECONDS = 60;

function Lag({ data, now, isKnown }: FigureProps) {
  const t = useWords();
  const { timerLag } = data;
  const { p99, p50 } = useMemo(() => lagLines(timerLag, now), [timerLag, now]);
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
  const table: Table = {
    head: [t('ops:figure.col.at'), t('ops:figure.col.p99'), t('ops:figure.col.p50')],
    rows: p99.at
      .map((seconds, place) => ({
        key: String(seconds),
        isReported: p99.values[place] !== null,
        cells: [formatShort(seconds * 1_000), inSeconds(p99.values[place] ?? 0), inSeconds(p50.values[place] ?? 0)],
      }))
      .filter(({ isReported }) => isReported)
      .toReversed(),
  };
  return (
    <Figure name={t('ops:figure.lag')} value={isKnown ? value : ''} table={table}>
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

function dueTable(t: Words, marks: readonly DueMark[]): Table {
  return {
    isText: true,
    head: [t('ops:figure.col.number'), t('ops:figure.col.kind'), t('ops:figure.col.due'), t('ops:figure.col.risk')],
    rows: marks.map(({ notice, number, kind, dueAt, atRisk }) => ({
      key: `${notice}${kind}${dueAt}`,
      notice,
      cells: [
        number,
        t(`words:clock.${kind}`),
        formatInstant(dueAt),
        atRisk ? t('ops:figure.willMiss') : t('ops:figure.keeps'),
      ],
    })),
  };
}
