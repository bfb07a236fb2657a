import { SYSTEM } from '../people/actor.js';
import { isDuty, nextActionAtMs, repeatPageAtMs, type Clock, type EscalationLevel, MAX_SLEEP_MS } from './clock.js';
import type { Effect } from '../commands/effect.js';
import { advance, type NoticeState, type AuditEvent } from '../notices/notice-state.js';
import type { Role } from '../people/permission.js';

interface Fired {
  clock: Clock;
  effects: Effect[];
  events: AuditEvent[];
}

/**
 * Fires everything due by `nowMs`: escalation steps, missed and lapsed clocks, repeated pages. Steps that fell due
 * together (after an outage) give one mail and one page. The passing of time never approves, refuses or restores
 * anything.
 */
export function fireDueClocks(state: NoticeState, nowMs: number): NoticeState {
  if (state.stage === 'closed') return state;
  const events: AuditEvent[] = [];
  const effects: Effect[] = [];
  const clocks = state.clocks.map((clock) => {
    const due = nextActionAtMs(clock);
    if (due === null || due > nowMs) return clock;
    const fired = fireClock(state, clock, nowMs);
    events.push(...fired.events);
    effects.push(...fired.effects);
    return fired.clock;
  });
  const [first, ...others] = events;
  if (first === undefined) return state;
  return advance(state, { clocks, effects: [...state.effects, ...effects] }, [first, ...others]);
}

function fireClock(state: NoticeState, clock: Clock, nowMs: number): Fired {
  const running = clock.state === 'running';
  const due = running ? clock.escalation.filter((level) => level.firedAtMs === null && level.atMs <= nowMs) : [];
  const repeated = clock.escalation.filter((level) => (repeatPageAtMs(level) ?? Number.POSITIVE_INFINITY) <= nowMs);
  const over = running && clock.dueAtMs !== null && clock.dueAtMs <= nowMs;
  const paging = pickPaging(due);
  const effects = [
    ...mailEffect(state.noticeId, clock, due, over),
    ...paging.map((level) => pageEffect(state.noticeId, clock, level, due)),
    ...repeated.map((level) => pageEffect(state.noticeId, clock, level, [])),
  ];
  const escalation = clock.escalation.map((level) => {
    if (due.includes(level)) {
      return { ...level, firedAtMs: nowMs, ...(paging.includes(level) ? { pages: 1, pagedAtMs: nowMs } : {}) };
    }
    return repeated.includes(level) ? { ...level, pages: level.pages + 1, pagedAtMs: nowMs } : level;
  });
  const events = listEvents(clock, { due, repeated }, nowMs);
  if (!over) return { clock: { ...clock, escalation }, effects, events };
  const ended = computeEnd(clock);
  const metAtMs = ended.state === 'met' ? nowMs : clock.metAtMs;
  return {
    clock: { ...clock, escalation, state: ended.state, metAtMs },
    effects,
    events: [
      ...events,
      { atMs: nowMs, actor: SYSTEM, action: ended.action, detail: buildDetail(clock, { dueAtMs: clock.dueAtMs }) },
    ],
  };
}

function computeEnd(clock: Clock): {
  state: 'missed' | 'lapsed' | 'met';
  action: 'clock_missed' | 'clock_lapsed' | 'floor_passed';
} {
  if (clock.form === 'floor') return { state: 'met', action: 'floor_passed' };
  return isDuty(clock) ? { state: 'missed', action: 'clock_missed' } : { state: 'lapsed', action: 'clock_lapsed' };
}

function buildDetail<More>({ id, kind }: Clock, more: More) {
  return { clock: id, kind, ...more };
}

function listEvents(
  clock: Clock,
  { due, repeated }: { due: readonly EscalationLevel[]; repeated: readonly EscalationLevel[] },
  atMs: number,
): AuditEvent[] {
  const levels = due.map(({ level }) => level);
  const fired: AuditEvent[] =
    levels.length === 0
      ? []
      : [{ atMs, actor: SYSTEM, action: 'escalation_fired', detail: buildDetail(clock, { levels }) }];
  const paged = repeated.map(
    ({ level, pages }): AuditEvent => ({
      atMs,
      actor: SYSTEM,
      action: 'page_repeated',
      detail: { clock: clock.id, level, pages: pages + 1 },
    }),
  );
  return [...fired, ...paged];
}

function pickPaging(due: readonly EscalationLevel[]): EscalationLevel[] {
  return due.filter(({ page }) => page).slice(-1);
}

/** A moved clock fires its steps again, so its revision is part of the operation key. */
function buildKey(noticeId: string, { id, revision = 0 }: Pick<Clock, 'id' | 'revision'>, rest: string): string {
  return revision === 0 ? `${noticeId}:${id}:${rest}` : `${noticeId}:${id}:r${revision}:${rest}`;
}

export function mailEffect(
  noticeId: string,
  clock: Pick<Clock, 'id' | 'revision'>,
  due: readonly EscalationLevel[],
  missed: boolean,
): Extract<Effect, { type: 'mail_staff' }>[] {
  const last = due.at(-1);
  if (last === undefined) return [];
  const to = listRoles(due);
  const key = buildKey(noticeId, clock, `mail:${last.level}`);
  return [{ key, type: 'mail_staff', clock: clock.id, levels: due.map(({ level }) => level), to, missed }];
}

function listRoles(levels: readonly EscalationLevel[]): Role[] {
  return [...new Set(levels.flatMap((level) => level.to))];
}

/**
 * The first page goes to the people of every step that fell due with it; each repeat reaches one level further up until
 * someone answers.
 */
export function pageEffect(
  noticeId: string,
  clock: Pick<Clock, 'id' | 'revision' | 'escalation'>,
  level: EscalationLevel,
  due: readonly EscalationLevel[],
): Extract<Effect, { type: 'page' }> {
  const nth = level.pages + 1;
  const pages = due.filter(({ page }) => page);
  const reached = clock.escalation.filter((step) => step.level >= level.level && step.level < level.level + nth);
  return {
    key: buildKey(noticeId, clock, `page:${level.level}:${nth}`),
    type: 'page',
    clock: clock.id,
    level: level.level,
    nth,
    to: listRoles(nth === 1 ? pages.filter((step) => step.level <= level.level) : reached),
  };
}

/**
 * Returns the next wake-up: the nearest clock action, at least 1 ms and at most a day away. Clocks of a closed notice
 * no longer act.
 */
export function wakeAtMs(state: NoticeState, nowMs: number): number {
  const instants = state.stage === 'closed' ? [] : state.clocks.map(nextActionAtMs).filter((at) => at !== null);
  const nearest = Math.min(...instants, nowMs + MAX_SLEEP_MS);
  return Math.max(nearest, nowMs + 1);
}
