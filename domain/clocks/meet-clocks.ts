import { SYSTEM } from '../people/actor.js';
import type { Clock, ClockKind } from './clock.js';
import type { NoticeState, AuditEvent } from '../notices/notice-state.js';

/**
 * Marks our open clocks of a kind as met, even while paused. A missed one stays missed and gets its late instant, so
 * that the record shows both.
 */
export function meetClocks(
  state: NoticeState,
  kind: ClockKind,
  atMs: number,
  owner: Clock['owner'] = 'us',
): { clocks: Clock[]; events: AuditEvent[] } {
  const events: AuditEvent[] = [];
  const clocks = state.clocks.map((clock) => {
    if (clock.kind !== kind || clock.owner !== owner || clock.metAtMs !== null) return clock;
    const inTime = clock.state === 'running' || clock.state === 'paused';
    if (!inTime && clock.state !== 'missed' && clock.state !== 'lapsed') return clock;
    const late = !inTime || (clock.dueAtMs !== null && atMs > clock.dueAtMs);
    events.push({ atMs, actor: SYSTEM, action: 'clock_met', detail: { clock: clock.id, kind, late } });
    return { ...clock, state: inTime ? ('met' as const) : clock.state, metAtMs: atMs };
  });
  return { clocks, events };
}

/** An acknowledgement already sent meets that clock under any law chosen later, or misses it if it left too late. */
export function carryAcknowledged(old: readonly Pick<Clock, 'kind' | 'metAtMs'>[], fresh: readonly Clock[]): Clock[] {
  const metAtMs = old.find(({ kind, metAtMs: at }) => kind === 'acknowledge' && at !== null)?.metAtMs ?? null;
  if (metAtMs === null) return [...fresh];
  return fresh.map((clock) => {
    if (clock.kind !== 'acknowledge') return clock;
    const isLate = clock.dueAtMs !== null && metAtMs > clock.dueAtMs;
    return { ...clock, state: isLate ? 'missed' : 'met', metAtMs };
  });
}
