import { DAY_MS, sayDay } from './calendar-date.js';
import { addBusinessDays, countBusinessDays, countFromStart, rollDue, UNIT_MS } from './counting.js';
import { instantDue, settle, toInstant, toLocalDue, TOO_LATE } from './due.js';
import type { Due } from './due.js';
import { LAST_DAY } from './calendar-date.js';
import type { ClockEvent, ParsedInput } from './input.js';
import { sayLocal } from './local-time.js';
import type { Zone } from './local-time.js';
import { bad, good } from './result.js';
import type { Result } from './result.js';
import { countOpenTime, openTimeWithin } from './windows.js';
import type { Span } from './windows.js';

/** A clock in the middle of its events. `due` is the current one, rolled. */
export interface Progress {
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

function sayDue(zone: Zone, due: Due, dueAtMs: number): string {
  const local = toLocalDue(zone, due);
  return local.timeMs === DAY_MS ? `end of ${sayDay(local.day)} (${sayLocal(zone, dueAtMs)})` : sayLocal(zone, dueAtMs);
}

/** Rolls and settles a newly counted due and writes it down. */
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
  if (after.day === before.day) {
    lines.push(`${said}: due ${sayDue(zone, rolled.value, settled.value)}`);
  } else {
    lines.push(`${said}: ${sayDay(before.day)}, a weekend or holiday`);
    lines.push(`roll ${input.rule.roll}: due ${sayDue(zone, rolled.value, settled.value)}`);
  }
  return good({ due: rolled.value, dueAtMs: settled.value, working: lines });
}

function addDays({ zone, input }: Clockwork, due: Due, days: { amount: number; business: boolean }): Result<Due> {
  const local = toLocalDue(zone, due);
  if (days.business) {
    const day = addBusinessDays(input.calendar, local.day, days.amount);
    return day.ok ? good({ ...local, day: day.value }) : day;
  }
  const day = local.day + days.amount;
  return day > LAST_DAY ? bad(TOO_LATE) : good({ ...local, day });
}

/** The due after a finished pause, before any roll. */
function dueAfterPause(clockwork: Clockwork, progress: Progress, pause: Span): Result<Due> {
  const { zone, input } = clockwork;
  const { rule, calendar } = input;
  if (rule.unit === 'minute' || rule.unit === 'hour') {
    return good(instantDue(toInstant(zone, progress.due) + pause.toMs - pause.fromMs));
  }
  if (rule.unit === 'business_hour') {
    if (!progress.extended) return countFromStart(zone, input, [...progress.pauses, pause]);
    const amountMs = openTimeWithin(zone, calendar, pause);
    if (amountMs === 0) return good(progress.due); // counting nothing would jump to the next opening
    const ms = countOpenTime(zone, calendar, { fromMs: toInstant(zone, progress.due), amountMs, pauses: [] });
    return ms.ok ? good(instantDue(ms.value)) : ms;
  }
  const from = toLocalDue(zone, instantDue(pause.fromMs)).day;
  const to = toLocalDue(zone, instantDue(pause.toMs)).day;
  const business = rule.unit === 'business_day';
  const amount = business ? countBusinessDays(calendar, from, to) : Math.max(0, to - from);
  return addDays(clockwork, progress.due, { amount, business });
}

function pauseAt({ zone, input }: Clockwork, progress: Progress, atMs: number): Result<Progress> {
  if (!input.rule.stop) return bad('this rule does not stop: pause needs rule.stop true');
  if (progress.pausedAtMs !== null) return bad('pause while the clock is paused');
  if (atMs >= progress.dueAtMs) return bad(`pause at or after the due, ${sayLocal(zone, progress.dueAtMs)}`);
  const working = [...progress.working, `paused at ${sayLocal(zone, atMs)}`];
  return good({ ...progress, pausedAtMs: atMs, lastEventAtMs: atMs, working });
}

function resumeAt(clockwork: Clockwork, progress: Progress, atMs: number): Result<Progress> {
  if (!clockwork.input.rule.stop) return bad('this rule does not stop: resume needs rule.stop true');
  if (progress.pausedAtMs === null) return bad('resume while the clock is running');
  const pause = { fromMs: progress.pausedAtMs, toMs: atMs };
  const counted = dueAfterPause(clockwork, progress, pause);
  if (!counted.ok) return counted;
  const said = `resumed at ${sayLocal(clockwork.zone, atMs)}`;
  const arrived = arriveAt(clockwork, counted.value, { said, working: progress.working });
  if (!arrived.ok) return arrived;
  const pauses = [...progress.pauses, pause];
  return good({ ...progress, ...arrived.value, pauses, pausedAtMs: null, lastEventAtMs: atMs });
}

function extendBy(
  clockwork: Clockwork,
  progress: Progress,
  { amount, unit }: Extract<ClockEvent, { type: 'extend' }>,
): Result<Progress> {
  if (progress.pausedAtMs !== null) return bad('extend while the clock is paused');
  const counted =
    unit === 'hour'
      ? good(instantDue(toInstant(clockwork.zone, progress.due) + amount * UNIT_MS.hour))
      : addDays(clockwork, progress.due, { amount, business: unit === 'business_day' });
  if (!counted.ok) return counted;
  const settled = settle(clockwork.zone, counted.value);
  if (!settled.ok) return settled;
  const arrived = arriveAt(clockwork, counted.value, {
    said: `extended by ${amount} ${unit}`,
    working: progress.working,
  });
  return arrived.ok ? good({ ...progress, ...arrived.value, extended: true }) : arrived;
}

/** One event, applied to the current due. */
export function applyEvent(clockwork: Clockwork, progress: Progress, event: ClockEvent): Result<Progress> {
  if (event.type === 'extend') return extendBy(clockwork, progress, event);
  if (event.atMs < clockwork.input.startMs) return bad(`${event.type} before the start`);
  if (event.atMs < progress.lastEventAtMs)
    return bad(`${event.type} out of order: it lies before the event ahead of it`);
  return event.type === 'pause' ? pauseAt(clockwork, progress, event.atMs) : resumeAt(clockwork, progress, event.atMs);
}
