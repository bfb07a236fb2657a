import { clockName } from '../../notice/clocks/clock-name.js';
import { shownClocks } from '../../notice/clocks/shown-clocks.js';
import type { Clock, NoticeChart } from '../../http/types.js';
import { formatShort, formatSpan } from '../../parts/format.js';
import type { Words } from '../../words/use-words.js';

export type BarLook = 'ours' | 'theirs' | 'overdue' | 'holder' | 'submission' | 'enforced' | 'proving';
export type SignLook = 'due' | 'met' | 'late' | 'returned' | 'letter' | 'reply';

interface Bar {
  row: string;
  from: number;
  to: number;
  look: BarLook;
  text: string;
}

interface Sign {
  row: string;
  at: number;
  look: SignLook;
  text: string;
}

/** The timeline of a notice as rows with bars and signs. */
export interface Picture {
  from: number;
  to: number;
  /** Null once the notice is closed. */
  now: number | null;
  rows: { key: string; name: string }[];
  bars: Bar[];
  signs: Sign[];
}

const ms = (at: string | null) => (at === null ? null : Date.parse(at));
const LEAST_AHEAD_MS = 600_000;
/** Room after the present for deadlines to come; a later one is only named. */
const AHEAD = 0.5;

interface Facts {
  chart: NoticeChart;
  clocks: readonly Clock[];
  nowMs: number;
  t: Words;
}

interface Row {
  key: string;
  name: string;
  bars: Omit<Bar, 'row'>[];
  signs: Omit<Sign, 'row'>[];
}

export function drawPicture({ chart, clocks, nowMs, t }: Facts): Picture {
  const closed = ms(chart.closedAt);
  const end = closed ?? nowMs;
  const rows = [
    ...shownClocks(clocks).map((clock) => toClockRow(clock, end, t)),
    toHolders(chart, end, t),
    toSubmissions(chart, end, t),
    toEnforcement(chart, end, t),
    toLetters(chart, t),
    toReceived(chart, t),
  ].filter(({ bars, signs }) => bars.length > 0 || signs.length > 0);
  const instants = rows.flatMap(({ bars, signs }) => [
    ...bars.flatMap(({ from, to }) => [from, to]),
    ...signs.map(({ at }) => at),
  ]);
  const from = Math.min(Date.parse(chart.receivedAt), ...instants);
  const horizon = end + Math.max(LEAST_AHEAD_MS, (end - from) * AHEAD);
  return {
    from,
    to: Math.min(horizon, Math.max(end, ...instants)),
    now: closed === null ? nowMs : null,
    rows: rows.map(({ key, name }) => ({ key, name })),
    bars: rows.flatMap(({ key, bars }) => bars.map((bar) => ({ row: key, ...bar }))),
    signs: rows.flatMap(({ key, signs }) => signs.map((sign) => ({ row: key, ...sign }))),
  };
}

function toClockRow(clock: Clock, end: number, t: Words): Row {
  const [from, due, met] = [Date.parse(clock.startsAt), ms(clock.dueAt), ms(clock.metAt)];
  const isOurs = clock.owner === 'us';
  const dueText = due === null ? t('charts:timeline.paused') : t('charts:timeline.due', { at: formatShort(due) });
  const until = met ?? (clock.state === 'running' || clock.state === 'lapsed' ? (due ?? end) : end);
  const bars: Row['bars'] = [
    {
      from,
      to: Math.min(due ?? end, until),
      look: isOurs ? 'ours' : 'theirs',
      text: isOurs ? dueText : `${t('words:owner.authority')}, ${dueText}`,
    },
  ];
  const isLate = due !== null && until > due;
  if (isLate)
    bars.push({
      from: due,
      to: until,
      look: 'overdue',
      text: t('charts:timeline.overdue', { span: formatSpan(until - due) }),
    });
  const signs: Row['signs'] = [];
  if (due !== null) signs.push({ at: due, look: 'due', text: dueText });
  if (met !== null)
    signs.push({
      at: met,
      look: isLate ? 'late' : 'met',
      text: t(isLate ? 'charts:timeline.metLate' : 'charts:timeline.met', { at: formatShort(met) }),
    });
  return { key: clock.id, name: clockName(clock, t), bars, signs };
}

function toHolders({ holders }: NoticeChart, end: number, t: Words): Row {
  const bars = holders.map(({ from, to, name }) => ({
    from: Date.parse(from),
    to: ms(to) ?? end,
    look: 'holder' as const,
    text: name,
  }));
  return { key: 'holders', name: t('charts:timeline.holders'), bars, signs: [] };
}

function toSubmissions({ submissions }: NoticeChart, end: number, t: Words): Row {
  const row: Row = { key: 'submissions', name: t('charts:timeline.submissions'), bars: [], signs: [] };
  for (const { number, submittedAt, approvedAt, returnedAt, state } of submissions) {
    const [from, approved, returned] = [Date.parse(submittedAt), ms(approvedAt), ms(returnedAt)];
    const to = approved ?? returned ?? (state === 'open' ? end : from);
    row.bars.push({ from, to, look: 'submission', text: t('charts:timeline.submission', { number }) });
    if (approved !== null)
      row.signs.push({ at: approved, look: 'met', text: t('charts:timeline.approved', { number }) });
    else if (returned !== null)
      row.signs.push({ at: returned, look: 'returned', text: t('charts:timeline.returned', { number }) });
  }
  return row;
}

function toEnforcement({ submissions }: NoticeChart, end: number, t: Words): Row {
  const row: Row = { key: 'enforcement', name: t('charts:timeline.enforcement'), bars: [], signs: [] };
  for (const { number, purpose, startedAt, finishedAt, provedAt } of submissions) {
    const [from, finished, proved] = [ms(startedAt), ms(finishedAt), ms(provedAt)];
    if (from === null) continue;
    const text = t(`charts:timeline.${purpose}`, { number });
    row.bars.push({ from, to: finished ?? end, look: 'enforced', text });
    if (finished === null) continue;
    if (proved !== null && proved > finished)
      row.bars.push({ from: finished, to: proved, look: 'proving', text: t('charts:timeline.readBack') });
    row.signs.push({ at: proved ?? finished, look: 'met', text: t('charts:timeline.finished', { number }) });
  }
  return row;
}

function toLetters({ letters }: NoticeChart, t: Words): Row {
  const signs = letters.map(({ at, kind }) => ({
    at: Date.parse(at),
    look: 'letter' as const,
    text: t(`letters:kind.${kind}`),
  }));
  return { key: 'letters', name: t('charts:timeline.letters'), bars: [], signs };
}

function toReceived({ receivedAt, replies }: NoticeChart, t: Words): Row {
  const signs = [
    { at: Date.parse(receivedAt), look: 'reply' as const, text: t('charts:timeline.receipt') },
    ...replies.map(({ at }) => ({ at: Date.parse(at), look: 'reply' as const, text: t('charts:timeline.reply') })),
  ];
  return { key: 'received', name: t('charts:timeline.replies'), bars: [], signs };
}

export interface TimelineLine {
  name: string;
  what: string;
  from: number;
  to: number | null;
}

/** The same as the picture in lines of a table, by time; a bar says its due, so that signs of dues are left out. */
export function listLines({ rows, bars, signs }: Picture): TimelineLine[] {
  const nameOf = new Map(rows.map(({ key, name }) => [key, name]));
  return [
    ...bars.map(({ row, text, from, to }) => ({ name: nameOf.get(row) ?? '', what: text, from, to })),
    ...signs
      .filter(({ look }) => look !== 'due')
      .map(({ row, text, at }) => ({ name: nameOf.get(row) ?? '', what: text, from: at, to: null })),
  ].sort((one, other) => one.from - other.from);
}
