import { describe, expect, test } from '@jest/globals';
import { verifyClockReceipt } from '../../../../domain/clock-arithmetic/index.js';
import { recountAfter, recomputeClock, type MoveEvent } from '../../../../domain/open-clocks/index.js';
import type { RegimeVersion } from '../../../../domain/rulebook/regime.js';
import { aCalendar, aCount, aLaw, aRule, open } from '../../../support/law/a-law.js';

const RECEIVED = Date.parse('2021-02-01T12:00:00+05:30');
const HOUR = 3_600_000;
const facts = { receivedAtMs: RECEIVED };
const WHY = { reason: 'Asked and given', authorityReference: 'Letter 12/2021' };
const STOPPABLE = aRule({
  counting: aCount({ amount: 10, stop: true }),
  extend: true,
  escalation: [
    { percent: 50, to: ['reviewer'], page: false },
    { percent: 100, to: ['counsel'], page: true },
  ],
});

function opened(law: RegimeVersion = aLaw([STOPPABLE]), part: Parameters<typeof open>[2] = {}) {
  const [first] = open(law, facts, part).clocks;
  if (first === undefined) throw new Error('nothing was opened');
  return first;
}

function moved(one: ReturnType<typeof opened>, event: MoveEvent) {
  const after = recountAfter(one, event, WHY);
  if ('error' in after) throw new Error(after.error);
  expect(verifyClockReceipt({ dueAt: after.dueAtMs, receipt: after.receipt })).toEqual([]);
  return { ...one, receipt: after.receipt, escalation: after.escalation, dueAtMs: after.dueAtMs };
}

describe('recountAfter', () => {
  test('removes the due time on a pause, and adds the paused time to it on resumption', () => {
    const paused = moved(opened(), { type: 'pause', atMs: RECEIVED + 2 * HOUR });
    expect([paused.dueAtMs, paused.escalation]).toEqual([null, []]);
    const running = moved(paused, { type: 'resume', atMs: RECEIVED + 5 * HOUR });
    expect(running.dueAtMs).toBe(RECEIVED + 13 * HOUR);
    expect(running.escalation.map(({ atMs }) => (atMs - RECEIVED) / HOUR)).toEqual([6.5, 13]);
  });

  test('records the reason and document of each move in the receipt', () => {
    const later = moved(opened(), { type: 'extend', by: { amount: 2, unit: 'hour' } });
    expect(later.receipt.rule['events']).toEqual([{ type: 'extend', amount: 2, unit: 'hour', ...WHY }]);
  });

  test('extends a clock to a given instant, after which it can still be paused and resumed', () => {
    const toMs = RECEIVED + 20 * HOUR + 1_234;
    const later = moved(opened(), { type: 'extend', toMs });
    expect(later.dueAtMs).toBe(toMs);
    expect(later.receipt.working.join('\n')).toMatch(
      /Extended to 2021-02-02T02:30:01.234Z: Asked and given, on Letter 12/,
    );
    const paused = moved(later, { type: 'pause', atMs: RECEIVED + 12 * HOUR });
    expect(moved(paused, { type: 'resume', atMs: RECEIVED + 13 * HOUR }).dueAtMs).toBe(toMs + HOUR);
  });

  test.each([
    ['a pause of a rule that never stops', aRule(), { type: 'pause', atMs: RECEIVED }, /does not stop/],
    ['a pause after the due', STOPPABLE, { type: 'pause', atMs: RECEIVED + 10 * HOUR }, /at or after the due/],
    [
      'a resumption of a running clock',
      STOPPABLE,
      { type: 'resume', atMs: RECEIVED + HOUR },
      /while the clock is running/,
    ],
  ] as const)('rejects %s', (_, rule, event, error) => {
    expect(recountAfter(opened(aLaw([rule])), event, WHY)).toEqual({ error: expect.stringMatching(error) });
  });
});

describe('recomputeClock', () => {
  const again = (one: ReturnType<typeof opened>, regime: RegimeVersion | undefined, part = {}) =>
    recomputeClock({ receipt: one.receipt, clock: one.clock, regime, calendar: null, tzVersion: 'test', ...part });

  test('reports no change if only the wording of a rule differs', () => {
    const law = aLaw([{ ...STOPPABLE, source: 'Test Act, section 1, as reprinted' }]);
    expect(again(opened(), law, { tzVersion: 'newer' })).toEqual({ kind: 'same' });
  });

  test('reports the new due time and the reason if the number of a rule changed', () => {
    const law = aLaw([{ ...STOPPABLE, counting: aCount({ amount: 3, stop: true }) }]);
    const found = again(opened(), law);
    expect(found).toMatchObject({
      kind: 'moved',
      dueAtMs: RECEIVED + 3 * HOUR,
      why: ['The rule was 10 hours, and is 3 hours (Test Act, section 1).'],
    });
  });

  test('keeps an earlier extension of the clock when it applies a changed rule', () => {
    const later = moved(opened(), { type: 'extend', by: { amount: 2, unit: 'hour' } });
    const law = aLaw([{ ...STOPPABLE, counting: aCount({ amount: 3, stop: true }) }]);
    const clock = { ...later.clock, dueAtMs: later.dueAtMs };
    expect(again({ ...later, clock }, law)).toMatchObject({ kind: 'moved', dueAtMs: RECEIVED + 5 * HOUR });
  });

  test('moves the due time for a holiday added to the calendar', () => {
    const law = aLaw([aRule({ counting: aCount({ amount: 2, unit: 'business_day' }) })]);
    const one = opened(law, { calendar: aCalendar() });
    const calendar = aCalendar({ version: '2', holidays: ['2021-02-02'] });
    expect(again(one, law, { calendar })).toMatchObject({
      kind: 'moved',
      dueAtMs: RECEIVED + 72 * HOUR,
      why: ['The calendar was test-calendar 1, and is test-calendar 2, with different dates.'],
    });
    expect(again(one, law, { calendar: aCalendar({ version: '2', holidays: ['2021-06-02'] }) })).toEqual({
      kind: 'same',
    });
  });

  test('moves a paused clock without giving it a due time', () => {
    const paused = moved(opened(), { type: 'pause', atMs: RECEIVED + HOUR });
    const one = { ...paused, clock: { ...paused.clock, state: 'paused' as const, dueAtMs: null } };
    const law = aLaw([{ ...STOPPABLE, counting: aCount({ amount: 3, stop: true }) }]);
    expect(again(one, law)).toMatchObject({ kind: 'moved', dueAtMs: null, escalation: [] });
    expect(again(one, aLaw([STOPPABLE]))).toEqual({ kind: 'same' });
  });

  test('leaves a deadline set by the order or the authority unchanged', () => {
    const ordered = { withinSeconds: 7200, confirmed: true, enteredBy: null };
    const one = opened(aLaw([]), { ordered });
    expect(again(one, aLaw([aRule()]))).toEqual({ kind: 'same' });
    const named = moved(opened(), { type: 'extend', toMs: RECEIVED + 99 * HOUR });
    expect(again(named, aLaw([aRule()]))).toEqual({ kind: 'same' });
  });

  test('re-computes a deadline of "immediately" when its default duration changes', () => {
    const ordered = { immediately: true as const, confirmed: true, enteredBy: null };
    const one = opened(aLaw([]), { ordered });
    expect(again(one, aLaw([], { immediatelySeconds: 7200 }))).toMatchObject({
      kind: 'moved',
      dueAtMs: RECEIVED + 2 * HOUR,
    });
  });

  test.each([
    ['the version is gone', undefined, /no longer in the rulebook/],
    ['the law has no longer has such a clock', aLaw([]), /no longer has such a clock/],
    [
      'it can no longer be computed any more',
      aLaw([aRule({ counting: aCount({ unit: 'business_day' }) })]),
      /can no longer be computed/,
    ],
  ])('reports the result as unknown when %s', (_, law, why) => {
    expect(again(opened(), law)).toEqual({ kind: 'unknown', why: expect.stringMatching(why) });
  });
});
