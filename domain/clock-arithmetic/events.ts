import { DAY_MS, describeDay } from './calendar-date.js';
import { addBusinessDays, countBusinessDays, countFromStart, rollDue, UNIT_MS } from './counting.js';
import { reasonAgainst, listClosed, listCounted, listNoBusiness, listOddTime } from './details.js';
import { instantDue, settle, toInstant, toLocalDue, TOO_LATE } from './due.js';
import type { Due } from './due.js';
import { LAST_DAY } from './calendar-date.js';
import { formatUnits, formatLength } from './in-words.js';
import type { ClockEvent, ParsedInput } from './input.js';
import { formatLocal } from './local-time.js';
import type { Zone } from './local-time.js';
import { bad, good } from './result.js';
import type { Result } from './result.js';
import { countOpenTime, openTimeWithin } from './windows.js';
import type { Span } from './windows.js';

export interface ClockProgress {
  due: Due;
  dueAtMs: number;
  pausedAtMs: number | null;
  lastEventAtMs: number;
  pauses: Span[];
  extended: boolean;
  working: string[];
}

interface Clockwork {
  zone: Zone;
  input: ParsedInput;
}

function formatDue(zone: Zone, due: Due, dueAtMs: number): string {
  const local = toLocalDue(zone, due);
  return local.timeMs === DAY_MS
    ? `end of ${describeDay(local.day)} (${formatLocal(zone, dueAtMs)})`
    : formatLocal(zone, dueAtMs);
}

export function arriveAt(
  { zone, input }: Clockwork,
  counted: Due,
  { said, working }: { said: string; working: string[] },
): Result<{ due: Due; dueAtMs: number; working: string[] }> {
  const before = toLocalDue(zone, counted);
  const rolled = rollDue(zone, input, counted);
  if (!rolled.ok) return rolled;
  const settled = settle(zone, rolled.value);
  if (!settled.ok) return settled;
  const lines = [...working];
  const after = toLocalDue(zone, rolled.value);
  const odd = rolled.value.is === 'local' ? listOddTime(zone, after.day * DAY_MS + after.timeMs) : [];
  const due = formatDue(zone, rolled.value, settled.value);
  if (after.day === before.day) {
    lines.push(...odd, `${said}: due ${due}`);
  } else {
    const [from, to] = after.day > before.day ? [before.day, after.day - 1] : [after.day + 1, before.day];
    lines.push(`${said}: ${describeDay(before.day)}, a ${reasonAgainst(input.calendar, before.day)}`);
    lines.push(...listNoBusiness(input.calendar, from, to), ...odd, `roll ${input.rule.roll}: due ${due}`);
  }
  return good({ due: rolled.value, dueAtMs: settled.value, working: lines });
}

interface Moved {
  due: Due;
  details: string[];
}

function addDays({ zone, input }: Clockwork, due: Due, days: { amount: number; business: boolean }): Result<Moved> {
  const local = toLocalDue(zone, due);
  if (days.business) {
    const day = addBusinessDays(input.calendar, local.day, days.amount);
    if (!day.ok) return day;
    return good({
      due: { ...local, day: day.value },
      details: listNoBusiness(input.calendar, local.day + 1, day.value),
    });
  }
  const day = local.day + days.amount;
  return day > LAST_DAY ? bad(TOO_LATE) : good({ due: { ...local, day }, details: [] });
}

function dueAfterPause(clockwork: Clockwork, progress: ClockProgress, pause: Span): Result<Moved> {
  const { zone, input } = clockwork;
  const { rule, calendar } = input;
  if (rule.unit === 'minute' || rule.unit === 'hour') {
    const lengthMs = pause.toMs - pause.fromMs;
    const due = instantDue(toInstant(zone, progress.due) + lengthMs);
    return good({ due, details: [`the pause took ${formatLength(lengthMs)}`] });
  }
  if (rule.unit === 'business_hour') return dueAfterPausedHours(clockwork, progress, pause);
  const from = toLocalDue(zone, instantDue(pause.fromMs)).day;
  const to = toLocalDue(zone, instantDue(pause.toMs)).day;
  const business = rule.unit === 'business_day';
  const amount = business ? countBusinessDays(calendar, from, to) : Math.max(0, to - from);
  const took = `the pause took ${formatUnits(amount, business ? 'business_day' : 'calendar_day')}`;
  const added = addDays(clockwork, progress.due, { amount, business });
  return added.ok ? good({ due: added.value.due, details: [took, ...added.value.details] }) : added;
}

function dueAfterPausedHours({ zone, input }: Clockwork, progress: ClockProgress, pause: Span): Result<Moved> {
  const { calendar } = input;
  const amountMs = openTimeWithin(zone, calendar, pause);
  const took = (ms: number) => `the pause took ${formatLength(ms)}${ms === 0 ? '' : ' of open time'}`;
  if (!progress.extended) {
    const again = countFromStart(zone, input, [...progress.pauses, pause]);
    if (!again.ok) return again;
    // A pause after the count was used up, but before a rolled due, changes nothing.
    const before = countFromStart(zone, input, progress.pauses);
    const same = before.ok && toInstant(zone, before.value) === toInstant(zone, again.value);
    return good({ due: again.value, details: [took(same ? 0 : amountMs), ...listCounted(zone, input, again.value)] });
  }
  if (amountMs === 0) return good({ due: progress.due, details: [took(0)] }); // Counting 0 would jump to the next opening.
  const fromMs = toInstant(zone, progress.due);
  const ms = countOpenTime(zone, calendar, { fromMs, amountMs, pauses: [] });
  if (!ms.ok) return ms;
  return good({
    due: instantDue(ms.value),
    details: [took(amountMs), ...listClosed(zone, calendar, { fromMs, toMs: ms.value })],
  });
}

function pauseAt({ zone, input }: Clockwork, progress: ClockProgress, atMs: number): Result<ClockProgress> {
  if (!input.rule.stop) return bad('this rule does not stop: pause needs rule.stop true');
  if (progress.pausedAtMs !== null) return bad('pause while the clock is paused');
  if (atMs >= progress.dueAtMs) return bad(`pause at or after the due, ${formatLocal(zone, progress.dueAtMs)}`);
  const working = [...progress.working, `paused at ${formatLocal(zone, atMs)}`];
  return good({ ...progress, pausedAtMs: atMs, lastEventAtMs: atMs, working });
}

function resumeAt(clockwork: Clockwork, progress: ClockProgress, atMs: number): Result<ClockProgress> {
  if (!clockwork.input.rule.stop) return bad('this rule does not stop: resume needs rule.stop true');
  if (progress.pausedAtMs === null) return bad('resume while the clock is running');
  const pause = { fromMs: progress.pausedAtMs, toMs: atMs };
  const counted = dueAfterPause(clockwork, progress, pause);
  if (!counted.ok) return counted;
  const said = `resumed at ${formatLocal(clockwork.zone, atMs)}`;
  const { due, details } = counted.value;
  const arrived = arriveAt(clockwork, due, { said, working: [...progress.working, ...details] });
  if (!arrived.ok) return arrived;
  const pauses = [...progress.pauses, pause];
  return good({ ...progress, ...arrived.value, pauses, pausedAtMs: null, lastEventAtMs: atMs });
}

function extendBy(
  clockwork: Clockwork,
  progress: ClockProgress,
  { amount, unit }: Extract<ClockEvent, { type: 'extend' }>,
): Result<ClockProgress> {
  if (progress.pausedAtMs !== null) return bad('extend while the clock is paused');
  const counted =
    unit === 'hour'
      ? good({ due: instantDue(toInstant(clockwork.zone, progress.due) + amount * UNIT_MS.hour), details: [] })
      : addDays(clockwork, progress.due, { amount, business: unit === 'business_day' });
  if (!counted.ok) return counted;
  const { due, details } = counted.value;
  const settled = settle(clockwork.zone, due);
  if (!settled.ok) return settled;
  const arrived = arriveAt(clockwork, due, {
    said: `extended by ${formatUnits(amount, unit)}`,
    working: [...progress.working, ...details],
  });
  return arrived.ok ? good({ ...progress, ...arrived.value, extended: true }) : arrived;
}

export function applyEvent(clockwork: Clockwork, progress: ClockProgress, event: ClockEvent): Result<ClockProgress> {
  if (event.type === 'extend') return extendBy(clockwork, progress, event);
  if (event.atMs < clockwork.input.startMs) return bad(`${event.type} before the start`);
  if (event.atMs < progress.lastEventAtMs)
    return bad(`${event.type} out of order: it lies before the event ahead of it`);
  return event.type === 'pause' ? pauseAt(clockwork, progress, event.atMs) : resumeAt(clockwork, progress, event.atMs);
}
