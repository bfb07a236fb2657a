import { describe, expect, test } from '@jest/globals';
import { follow, judge, NO_BACKLOG, type LateItem, type BacklogVerdict } from '../../../watchdog/judge.js';
import { isOpen, nextPage, recoveredPage, type LastPage } from '../../../watchdog/next-page.js';
import { ENGINE, WATCHDOG_CHECK_MS, REPEAT_MS } from '../../../watchdog/rhythm.js';

const T0 = Date.UTC(2026, 1, 20);

/** Checks every five seconds for items that `undoneAt` reports as due and not done; returns the verdicts by second. */
function watchFor(seconds: number, undoneAt: (second: number) => LateItem[], from = 0): Record<number, BacklogVerdict> {
  const verdicts: Record<number, BacklogVerdict> = {};
  let backlog = NO_BACKLOG;
  for (let second = from; second <= seconds; second += WATCHDOG_CHECK_MS / 1000) {
    const nowMs = T0 + second * 1000;
    const items = undoneAt(second).filter(({ atMs }) => atMs < nowMs - ENGINE.lateAfterMs);
    backlog = follow(backlog, { items, nowMs, cut: false });
    verdicts[second] = judge(backlog, ENGINE);
  }
  return verdicts;
}

const firstSecond = (verdicts: Record<number, BacklogVerdict>, wanted: BacklogVerdict) =>
  Object.entries(verdicts).find(([, verdict]) => verdict === wanted)?.[0];

const wantedAt = (atMs: number, count: number): LateItem[] =>
  Array.from({ length: count }, (_, index) => ({ id: `clock-${index}`, atMs }));

describe('judge: overdue work', () => {
  test.each([0, 1, 2, 3, 4])(
    'reports silence within 40 seconds if nothing moves, whatever the offset of the check (%i s)',
    (offset) => {
      const verdicts = watchFor(60, () => wantedAt(T0, 200), offset);
      expect(Number(firstSecond(verdicts, 'silent'))).toBeGreaterThanOrEqual(30);
      expect(Number(firstSecond(verdicts, 'silent'))).toBeLessThanOrEqual(40);
    },
  );

  test('pages for no burst that is being worked off: 4,000 items at 120 a second', () => {
    const verdicts = watchFor(60, (second) => wantedAt(T0, 4_000).slice(second * 120));
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['fine', 'waiting']));
  });

  test('tolerates ten seconds without progress in a burst, and reports an engine that stops for good', () => {
    const drained = (second: number) => (second < 20 ? second : Math.max(20, second - 10)) * 120;
    const hiccup = watchFor(60, (second) => wantedAt(T0, 3_000).slice(drained(second)));
    expect(Object.values(hiccup)).not.toContain('silent');
    const stopped = watchFor(60, (second) => wantedAt(T0, 3_000).slice(Math.min(second, 20) * 120));
    expect(Number(firstSecond(stopped, 'silent'))).toBeLessThanOrEqual(40);
  });

  test('reports slow progress as late, not silent, within a minute: 10,000 items at 120 a second', () => {
    const verdicts = watchFor(90, (second) => wantedAt(T0, 10_000).slice(second * 120));
    const late = Number(firstSecond(verdicts, 'late'));
    expect(late).toBeGreaterThanOrEqual(45);
    expect(late).toBeLessThanOrEqual(50);
    expect(firstSecond(verdicts, 'silent')).toBeUndefined();
  });

  test('reports silence for one lost timer while all others fire', () => {
    const verdicts = watchFor(60, (second) => [
      { id: 'lost', atMs: T0 },
      { id: `busy-${second}`, atMs: T0 + (second - 1) * 1000 },
    ]);
    expect(Number(firstSecond(verdicts, 'silent'))).toBeLessThanOrEqual(40);
  });

  test('counts lateness after a power cut from when the backlog was first seen', () => {
    const night = 8 * 3_600_000;
    const verdicts = watchFor(60, (second) => (second < 15 ? wantedAt(T0 - night, 50) : []));
    expect(new Set(Object.values(verdicts))).toEqual(new Set(['waiting', 'fine']));
  });

  test('treats a clock with a new instant as new work', () => {
    const verdicts = watchFor(120, (second) => [{ id: 'clock', atMs: T0 + Math.floor(second / 15) * 15_000 - 12_000 }]);
    expect(Object.values(verdicts)).not.toContain('silent');
  });

  test('does not count an item as done if it is only missing from a truncated list', () => {
    const first = follow(NO_BACKLOG, { items: wantedAt(T0, 3), nowMs: T0 + 20_000, cut: true });
    const older = [{ id: 'new', atMs: T0 - 5 }, ...wantedAt(T0, 2)];
    const at = { items: older, nowMs: T0 + 25_000 };
    expect(follow(first, { ...at, cut: true }).stillMs).toBe(Number.POSITIVE_INFINITY);
    expect(follow(first, { ...at, cut: false }).stillMs).toBe(0);
  });
});

describe('nextPage: pages of one situation', () => {
  const page = (key: string, reason: string, atMs: number): LastPage => ({ key, reason, createdAt: new Date(atMs) });
  const next = (last: LastPage | undefined, reason: 'engine_silent' | 'engine_late', nowMs: number) =>
    nextPage('engine_silent', { last, reason, nowMs });

  test('start immediately, repeat every five minutes under numbered keys, and end with a recovery page', () => {
    const first = next(undefined, 'engine_silent', T0);
    expect(first).toEqual({ key: `engine_silent:${T0}:1`, reason: 'engine_silent', sinceMs: T0, nth: 1 });
    const last = page(`engine_silent:${T0}:1`, 'engine_silent', T0);
    expect(next(last, 'engine_silent', T0 + REPEAT_MS - 1)).toBeNull();
    expect(next(last, 'engine_silent', T0 + REPEAT_MS)).toMatchObject({ key: `engine_silent:${T0}:2`, nth: 2 });
    expect(recoveredPage('engine_silent', last)).toMatchObject({ key: `engine_silent:${T0}:recovered` });
  });

  test('start again after a recovery', () => {
    const over = page(`engine_silent:${T0}:recovered`, 'recovered', T0 + 1000);
    expect(isOpen(over)).toBe(false);
    expect(recoveredPage('engine_silent', over)).toBeNull();
    expect(next(over, 'engine_silent', T0 + 2000)?.key).toBe(`engine_silent:${T0 + 2000}:1`);
  });

  test('do not wait when a late engine goes silent, but do when a silent one is merely late', () => {
    const behind = page(`engine_silent:${T0}:1`, 'engine_late', T0);
    expect(next(behind, 'engine_silent', T0 + 5000)?.key).toBe(`engine_silent:${T0}:2`);
    const stopped = page(`engine_silent:${T0}:1`, 'engine_silent', T0);
    expect(next(stopped, 'engine_late', T0 + 5000)).toBeNull();
  });
});
