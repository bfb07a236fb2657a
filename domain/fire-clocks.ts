import { SYSTEM } from './actor.js';
import { nextActionAtMs, repeatPageAtMs, type Clock, type LadderLevel, LONGEST_SLEEP_MS } from './clock.js';
import type { Effect } from './effect.js';
import { advance, type NoticeState, type Telling } from './notice-state.js';
import type { Role } from './permission.js';

interface Fired {
  clock: Clock;
  effects: Effect[];
  tellings: Telling[];
}

/**
 * Runs everything that is due by `nowMs`: ladder levels, missed and lapsed clocks, repeated pages. Levels that fell
 * due together (after an outage) give one mail. Nothing is approved, refused or restored by the passing of time.
 */
export function fireDueClocks(state: NoticeState, nowMs: number): NoticeState {
  if (state.stage === 'closed') return state;
  const tellings: Telling[] = [];
  const effects: Effect[] = [];
  const clocks = state.clocks.map((clock) => {
    const due = nextActionAtMs(clock);
    if (due === null || due > nowMs) return clock;
    const fired = fireClock(state.noticeId, clock, nowMs);
    tellings.push(...fired.tellings);
    effects.push(...fired.effects);
    return fired.clock;
  });
  const [first, ...others] = tellings;
  if (first === undefined) return state;
  return advance(state, { clocks, effects: [...state.effects, ...effects] }, [first, ...others]);
}

function fireClock(noticeId: string, clock: Clock, nowMs: number): Fired {
  const running = clock.state === 'running';
  const due = running ? clock.ladder.filter((level) => level.firedAtMs === null && level.atMs <= nowMs) : [];
  const repeated = clock.ladder.filter((level) => (repeatPageAtMs(level) ?? Number.POSITIVE_INFINITY) <= nowMs);
  const over = running && clock.dueAtMs !== null && clock.dueAtMs <= nowMs;
  const effects = [
    ...mailEffect(noticeId, clock, due, over),
    ...[...due.filter(({ page }) => page), ...repeated].map((level) => pageEffect(noticeId, clock, level)),
  ];
  const ladder = clock.ladder.map((level) => {
    if (due.includes(level))
      return { ...level, firedAtMs: nowMs, ...(level.page ? { pages: 1, pagedAtMs: nowMs } : {}) };
    return repeated.includes(level) ? { ...level, pages: level.pages + 1, pagedAtMs: nowMs } : level;
  });
  const tellings: Telling[] = [];
  if (due.length > 0) {
    const levels = due.map(({ level }) => level);
    tellings.push({
      atMs: nowMs,
      actor: SYSTEM,
      action: 'ladder_fired',
      detail: { clock: clock.id, kind: clock.kind, levels },
    });
  }
  for (const { level, pages } of repeated) {
    tellings.push({
      atMs: nowMs,
      actor: SYSTEM,
      action: 'page_repeated',
      detail: { clock: clock.id, level, pages: pages + 1 },
    });
  }
  if (over) tellings.push(overTelling(clock, nowMs));
  const state = over ? (clock.owner === 'us' ? 'missed' : 'lapsed') : clock.state;
  return { clock: { ...clock, ladder, state }, effects, tellings };
}

function overTelling(clock: Clock, atMs: number): Telling {
  const action = clock.owner === 'us' ? 'clock_missed' : 'clock_lapsed';
  return { atMs, actor: SYSTEM, action, detail: { clock: clock.id, kind: clock.kind, dueAtMs: clock.dueAtMs } };
}

function mailEffect(noticeId: string, clock: Clock, due: readonly LadderLevel[], missed: boolean): Effect[] {
  const last = due.at(-1);
  if (last === undefined) return [];
  const to = [...new Set(due.flatMap((level) => level.to))] as Role[];
  const key = `${noticeId}:${clock.id}:mail:${last.level}`;
  return [{ key, type: 'mail_staff', clock: clock.id, levels: due.map(({ level }) => level), to, missed }];
}

/** A repeated page also reaches the people of the next level: the climb goes on until somebody answers. */
function pageEffect(noticeId: string, clock: Clock, level: LadderLevel): Effect {
  const nth = level.pages + 1;
  const next = clock.ladder.find((candidate) => candidate.level === level.level + 1);
  const to = nth === 1 || next === undefined ? level.to : ([...new Set([...level.to, ...next.to])] as Role[]);
  return {
    key: `${noticeId}:${clock.id}:page:${level.level}:${nth}`,
    type: 'page',
    clock: clock.id,
    level: level.level,
    nth,
    to,
  };
}

/** How long the workflow may sleep: until the nearest act of a clock, at least 1 ms, at most a day. */
export function wakeAtMs(state: NoticeState, nowMs: number): number {
  const instants = state.clocks.map(nextActionAtMs).filter((at) => at !== null);
  const nearest = Math.min(...instants, nowMs + LONGEST_SLEEP_MS);
  return Math.max(nearest, nowMs + 1);
}
