import { describe, expect, test } from '@jest/globals';
import { follow, judge, NO_BACKLOG, type LateItem, type Verdict } from '../../../watchdog/judge.js';
import { isOpen, nextPage, recoveredPage, type LastPage } from '../../../watchdog/next-page.js';
import { ENGINE, LOOK_EVERY_MS, REPEAT_MS } from '../../../watchdog/rhythm.js';

const T0 = Date.UTC(2026, 1, 20);

/** Checks every five seconds for items that `undoneAt` reports as due and not done; returns the verdicts by second. */
function watchFor(seconds: number, undoneAt: (second: number) => LateItem[], from = 0): Record<number, Verdict> {
  const verdicts: Record<number, Verdict> = {};
  let backlog = NO_BACKLOG;
  for (let second = from; second <= seconds; second += LOOK_EVERY_MS / 1000) {
    const nowMs = T0 + second * 1000;
    const items = undoneAt(second).filter(({ atMs }) => atMs < nowMs - ENGINE.lateAfterMs);
    backlog = follow(backlog, { items, nowMs, cut: false });
    verdicts[second] = judge(backlog, ENGINE);
  }
  return verdicts;
}

const firstSecond = (verdicts: Record<number, Verdict>, wanted: Verdict) =>
  Object.entries(verdicts).find(([, verdict]) => verdict === wanted)?.[0];

const wantedAt = (atMs: number, count: number): LateItem[] =>
  Array.from({ length: count }, (_, index) => ({ id: `clock-${index}`, atMs }));

describe('what is late', () => {
  test.each([0, 1, 2, 3, 4])('is called silent within 40 seconds when nothing moves, looked at %i s past', (offset) => {
    const verdicts = watchFor(60, () => wantedAt(T0, 200), offset);
    expect(Number(firstSecond(verdicts, 'silent'))).toBeGreaterThanOrEqual(30);
    expect(Number(firstSecond(verdicts, 'silent'))).toBeLessThanOrEqual(40);
  });

  test('is a burst being drained while it moves: 4,000 acts at 120 a second page nobody', () => {
    const verdicts = watchFor(60, (second) => wantedAt(T0, 4_000).slice(second * 120));
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['fine', 'waiting']));
  });

  test('is a burst with a hiccup: ten seconds without progress are no silence, an engine that stops for good is', () => {
    const drained = (second: number) => (second < 20 ? second : Math.max(20, second - 10)) * 120;
    const hiccup = watchFor(60, (second) => wantedAt(T0, 3_000).slice(drained(second)));
    expect(Object.values(hiccup)).not.toContain('silent');
    const stopped = watchFor(60, (second) => wantedAt(T0, 3_000).slice(Math.min(second, 20) * 120));
    expect(Number(firstSecond(stopped, 'silent'))).toBeLessThanOrEqual(40);
  });

  test('is told within a minute though it moves: 10,000 acts at 120 a second are late, not silent', () => {
    const verdicts = watchFor(90, (second) => wantedAt(T0, 10_000).slice(second * 120));
    const late = Number(firstSecond(verdicts, 'late'));
    expect(late).toBeGreaterThanOrEqual(45);
    expect(late).toBeLessThanOrEqual(50);
    expect(firstSecond(verdicts, 'silent')).toBeUndefined();
  });

  test('is one lost timer while all others fire: silent, though the engine works', () => {
    const verdicts = watchFor(60, (second) => [
      { id: 'lost', atMs: T0 },
      { id: `busy-${second}`, atMs: T0 + (second - 1) * 1000 },
    ]);
    expect(Number(firstSecond(verdicts, 'silent'))).toBeLessThanOrEqual(40);
  });

  test('gets its time after a night without power: lateness counts from when it was seen', () => {
    const night = 8 * 3_600_000;
    const verdicts = watchFor(60, (second) => (second < 15 ? wantedAt(T0 - night, 50) : []));
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['waiting', 'fine']));
  });

  test('wanted again at another instant is another act', () => {
    const verdicts = watchFor(120, (second) => [{ id: 'clock', atMs: T0 + Math.floor(second / 15) * 15_000 - 12_000 }]);
    expect(Object.values(verdicts)).not.toContain('silent');
  });

  test('beyond a cut list is not taken for done', () => {
    const first = follow(NO_BACKLOG, { items: wantedAt(T0, 3), nowMs: T0 + 20_000, cut: true });
    const older = [{ id: 'new', atMs: T0 - 5 }, ...wantedAt(T0, 2)];
    const at = { items: older, nowMs: T0 + 25_000 };
    expect(follow(first, { ...at, cut: true }).stillMs).toBe(Number.POSITIVE_INFINITY);
    expect(follow(first, { ...at, cut: false }).stillMs).toBe(0);
  });
});

describe('pages of a situation', () => {
  const page = (key: string, reason: string, atMs: number): LastPage => ({ key, reason, createdAt: new Date(atMs) });
  const next = (last: LastPage | undefined, reason: 'engine_silent' | 'engine_late', nowMs: number) =>
    nextPage('engine_silent', { last, reason, nowMs });

  test('begin at once, go on every five minutes under keys that count, and end with one that says so', () => {
    const first = next(undefined, 'engine_silent', T0);
    expect(first).toEqual({ key: `engine_silent:${T0}:1`, reason: 'engine_silent', sinceMs: T0, nth: 1 });
    const last = page(`engine_silent:${T0}:1`, 'engine_silent', T0);
    expect(next(last, 'engine_silent', T0 + REPEAT_MS - 1)).toBeNull();
    expect(next(last, 'engine_silent', T0 + REPEAT_MS)).toMatchObject({ key: `engine_silent:${T0}:2`, nth: 2 });
    expect(recoveredPage('engine_silent', last)).toMatchObject({ key: `engine_silent:${T0}:recovered` });
  });

  test('begin anew after one that ended', () => {
    const over = page(`engine_silent:${T0}:recovered`, 'recovered', T0 + 1000);
    expect(isOpen(over)).toBe(false);
    expect(recoveredPage('engine_silent', over)).toBeNull();
    expect(next(over, 'engine_silent', T0 + 2000)?.key).toBe(`engine_silent:${T0 + 2000}:1`);
  });

  test('do not wait when an engine that was behind has stopped, and do when one that had stopped is behind', () => {
    const behind = page(`engine_silent:${T0}:1`, 'engine_late', T0);
    expect(next(behind, 'engine_silent', T0 + 5000)?.key).toBe(`engine_silent:${T0}:2`);
    const stopped = page(`engine_silent:${T0}:1`, 'engine_silent', T0);
    expect(next(stopped, 'engine_late', T0 + 5000)).toBeNull();
  });
});
