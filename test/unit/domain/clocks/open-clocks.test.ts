import { describe, expect, test } from '@jest/globals';
import { clockInputOf, computeDue, verifyClockReceipt } from '../../../../domain/clock-arithmetic/index.js';
import { authorityReplyClock, openClocks } from '../../../../domain/open-clocks/index.js';
import type { OpenClocksInput } from '../../../../domain/open-clocks/index.js';
import type { RegimeVersion } from '../../../../domain/rulebook/regime.js';
import { loadRulebook } from '../../../../rulebook/load.js';

const book = loadRulebook();
const RECEIVED = Date.UTC(2026, 9, 1, 12);
const HOUR = 3_600_000;

function regime(id: string, atMs = RECEIVED): RegimeVersion {
  const found = book.regimeAt(id, atMs);
  if (!found) throw new Error(`no ${id}`);
  return found;
}

function open(id: string, part: Partial<OpenClocksInput> = {}) {
  let count = 0;
  const version = part.regime ?? regime(id, part.facts?.receivedAtMs ?? RECEIVED);
  return openClocks({
    regime: version,
    calendar: version.calendar === null ? null : (book.calendar(version.calendar) ?? null),
    facts: { receivedAtMs: RECEIVED },
    tzVersion: '2025c',
    newId: () => `clock-${(count += 1)}`,
    ...part,
  });
}

function dues(opened: ReturnType<typeof openClocks>): Record<string, number[]> {
  const byKind: Record<string, number[]> = {};
  for (const { clock } of opened.clocks) (byKind[clock.kind] ??= []).push(((clock.dueAtMs ?? NaN) - RECEIVED) / HOUR);
  return byKind;
}

describe('openClocks', () => {
  test('starts the clocks of an emergency direction, that of the authority from the time of issue', () => {
    const facts = { issuedAtMs: RECEIVED - 2 * HOUR, receivedAtMs: RECEIVED };
    expect(dues(open('IN-69A-EMERG', { facts }))).toEqual({
      acknowledge: [2],
      decide: [2],
      inform: [24],
      authority: [46],
    });
  });

  test('starts an EU removal order with a one-hour comply clock that may be paused', () => {
    const opened = open('EU-TCO');
    expect(dues(opened)).toEqual({
      acknowledge: [0.25],
      decide: [0.5],
      comply: [1],
      inform: [3],
      challenge: [48],
      authority: [72],
      // six weeks of secrecy, counted over the end of summer time
      secrecy: [42 * 24 + 1],
    });
    expect(opened.clocks.find(({ clock }) => clock.kind === 'comply')?.clock).toMatchObject({
      mayPause: true,
      basis: 'law',
    });
    expect(opened.problems).toEqual([]);
  });

  test('starts no comply clock if only the order can set one and does not', () => {
    expect(dues(open('POLICY-DEFAULT'))).toEqual({ acknowledge: [4], decide: [24], inform: [48] });
  });

  test('schedules escalation steps at 50, 75, 90 and 100 % of the span, with pages from 90 % on', () => {
    const escalation = open('IN-69A-EMERG').clocks.find(({ clock }) => clock.kind === 'acknowledge')?.clock.escalation;
    expect(
      escalation?.map(({ level, percent, atMs, to, page }) => [level, percent, (atMs - RECEIVED) / HOUR, to, page]),
    ).toEqual([
      [1, 50, 1, ['reviewer'], false],
      [2, 75, 1.5, ['reviewer', 'approver'], false],
      [3, 90, 1.8, ['approver', 'counsel'], true],
      [4, 100, 2, ['counsel', 'ops'], true],
    ]);
  });

  test('schedules one mail and no page for a clock of the authority, at its due time', () => {
    const clock = open('IN-69A-EMERG').clocks.find((opened) => opened.clock.owner === 'authority')?.clock;
    expect(clock?.escalation).toMatchObject([
      { level: 1, percent: 100, atMs: clock?.dueAtMs, to: ['reviewer'], page: false },
    ]);
  });

  test.each([
    ['within four hours, from the receipt', { withinSeconds: 14_400 }, {}, 4, 'order'],
    [
      'within four hours, from the service if that is known',
      { withinSeconds: 14_400 },
      { servedAtMs: RECEIVED - HOUR },
      3,
      'order',
    ],
    ['within 90 seconds, which are not whole minutes', { withinSeconds: 90 }, {}, 0.025, 'order'],
    ['by a time', { dueAtMs: RECEIVED + 5 * HOUR }, {}, 5, 'order'],
    ['immediately, by the number of the company policy', { immediately: true as const }, {}, 1, 'policy'],
  ])('starts our comply clock of an order to act %s', (_, deadline, facts, hours, basis) => {
    const ordered = { ...deadline, confirmed: false, enteredBy: 'p1' };
    const opened = open('IN-69A-EMERG', { ordered, facts: { receivedAtMs: RECEIVED, ...facts } });
    const comply = opened.clocks.filter(({ clock }) => clock.kind === 'comply');
    expect(comply).toHaveLength(1);
    expect(comply[0]?.clock).toMatchObject({
      basis,
      confirmed: false,
      enteredBy: 'p1',
      dueAtMs: RECEIVED + hours * HOUR,
    });
  });

  test('keeps the clock of a stricter law beside that of the order', () => {
    const ordered = { withinSeconds: 72 * 3600, confirmed: true, enteredBy: null };
    expect(dues(open('IN-ITR-3-1-D', { ordered }))['comply']).toEqual([3, 72]);
  });

  test('drops the clock of a law that is less strict than the order', () => {
    const ordered = { withinSeconds: 3600, confirmed: true, enteredBy: null };
    expect(dues(open('IN-ITR-3-1-D', { ordered }))['comply']).toEqual([1]);
  });

  test('counts business days of the authority in its own calendar', () => {
    const facts = { requestReceivedAtMs: Date.parse('2026-09-30T10:00:00+05:30'), receivedAtMs: RECEIVED };
    const authority = open('IN-69A-NORMAL', { facts }).clocks.find(({ clock }) => clock.owner === 'authority');
    // 1 October counts, 2 October is a holiday, 3 and 4 a weekend: the seventh is the 12th.
    expect(new Date(authority?.clock.dueAtMs ?? 0).toISOString()).toBe('2026-10-12T18:30:00.000Z');
    expect(authority?.receipt.calendar).toEqual({ id: 'in-central', version: '2026-draft-3' });
  });

  test('says in the working that a missing fact was replaced by another', () => {
    const authority = open('IN-69A-EMERG').clocks.find(({ clock }) => clock.owner === 'authority');
    expect(authority?.receipt.working[0]).toBe('The time of issue is not known: counted from the time received.');
  });

  test('gives each clock a receipt from which its due time can be re-computed', () => {
    for (const { id } of book.listRegimes({ atMs: RECEIVED })) {
      for (const deadline of [{ withinSeconds: 90 }, { dueAtMs: RECEIVED + HOUR }, { immediately: true as const }]) {
        const ordered = { ...deadline, confirmed: true, enteredBy: null };
        for (const { clock, receipt } of open(id, {
          ordered,
          facts: { issuedAtMs: RECEIVED - 1, receivedAtMs: RECEIVED },
        }).clocks) {
          const again = computeDue(JSON.parse(JSON.stringify(clockInputOf(receipt))));
          expect(again).toMatchObject({ ok: true, dueAtMs: clock.dueAtMs });
          expect(receipt).toMatchObject({
            tzVersion: '2025c',
            source: expect.any(String),
            confidence: expect.any(String),
          });
        }
      }
    }
  });

  test('runs the default time and names the problem if a clock cannot be computed', () => {
    const base = regime('IN-69A-NORMAL');
    const facts = { receivedAtMs: RECEIVED, requestReceivedAtMs: RECEIVED };
    const opened = open('IN-69A-NORMAL', { facts, regime: { ...base, calendar: null }, calendar: null });
    expect(dues(opened)['authority']).toEqual([24, 48]);
    expect(opened.problems).toEqual([
      expect.stringMatching(/authority clock of IN-69A-NORMAL .* needs calendar.weekend/),
    ]);
    expect(opened.clocks.find(({ clock }) => clock.kind === 'authority')?.receipt).toMatchObject({
      confidence: 'policy',
    });
  });

  test.each([{ dueAtMs: 1e17 }, { withinSeconds: 1e15 }, { withinSeconds: 1e15 + 1 }])(
    'runs the default for "immediately" if the order names an impossible time: %j',
    (deadline) => {
      const opened = open('POLICY-DEFAULT', { ordered: { ...deadline, confirmed: true, enteredBy: null } });
      expect(dues(opened)['comply']).toEqual([1]);
      expect(opened.problems).toHaveLength(1);
    },
  );

  test('schedules every escalation level at a due time that passed before receipt', () => {
    const ordered = { dueAtMs: RECEIVED - HOUR, confirmed: true, enteredBy: null };
    const comply = open('POLICY-DEFAULT', { ordered }).clocks.find(({ clock }) => clock.kind === 'comply');
    expect(new Set(comply?.clock.escalation.map(({ atMs }) => atMs))).toEqual(new Set([RECEIVED - HOUR]));
  });
});

describe('openClocks: internal plan to acknowledge or decide', () => {
  const ORDERS: OpenClocksInput['ordered'][] = [
    undefined,
    { immediately: true, confirmed: true, enteredBy: null },
    { withinSeconds: 90, confirmed: true, enteredBy: null },
    { withinSeconds: 3_600, confirmed: false, enteredBy: 'rita' },
    { dueAtMs: RECEIVED + 5_400_500, confirmed: true, enteredBy: null },
    { dueAtMs: RECEIVED - HOUR, confirmed: true, enteredBy: null },
  ];
  const wanted = book.regimes.flatMap(({ versions }) => versions);

  test.each(wanted.map((version) => [`${version.id} ${version.version}`, version] as const))(
    'ends no plan after the comply clock, under %s and any order',
    (_, version) => {
      for (const ordered of ORDERS) {
        const { clocks } = open(version.id, { regime: version, ordered });
        const ours = clocks.filter(({ clock: { owner, form } }) => owner === 'us' && form !== 'floor');
        const complies = ours.flatMap(({ clock: { kind, dueAtMs } }) => (kind === 'comply' ? [dueAtMs ?? NaN] : []));
        for (const { clock, receipt } of ours) {
          if (clock.basis !== 'policy' || (clock.kind !== 'acknowledge' && clock.kind !== 'decide')) continue;
          expect(clock.dueAtMs).toBeLessThanOrEqual(Math.min(...complies));
          expect(verifyClockReceipt({ dueAt: new Date(clock.dueAtMs ?? NaN).toISOString(), receipt })).toEqual([]);
          for (const { atMs } of clock.escalation) expect(atMs).toBeLessThanOrEqual(clock.dueAtMs ?? NaN);
        }
      }
    },
  );

  test('says that a plan was shortened and from which time, and leaves a plan that ends in time unchanged', () => {
    const ordered = { withinSeconds: 3_600, confirmed: true, enteredBy: null };
    const opened = open('IN-69A-EMERG', { ordered });
    expect(dues(opened)).toMatchObject({ comply: [1], decide: [1], acknowledge: [1] });
    const decide = opened.clocks.find(({ clock }) => clock.kind === 'decide');
    expect(decide?.receipt.working).toContain(
      'Ends with the clock to comply instead of 2026-10-01T14:00:00.000Z: a policy deadline may not end after it.',
    );
    expect(decide?.clock.escalation.map(({ page }) => page)).toEqual([false, false, false, false]);
    expect(dues(open('EU-TCO'))).toMatchObject({ comply: [1], decide: [0.5] });
  });
});

describe('verifyClockReceipt', () => {
  const opened = open('EU-TCO').clocks.find(({ clock }) => clock.kind === 'acknowledge');
  const stored = { dueAt: new Date(opened?.clock.dueAtMs ?? 0).toISOString(), receipt: opened?.receipt };

  test('accepts an unaltered clock, and its receipt alone', () => {
    expect(verifyClockReceipt(stored)).toEqual([]);
    expect(verifyClockReceipt(stored.receipt)).toEqual([]);
  });
});

describe('authorityReplyClock', () => {
  test('is due after seven days, as a company-policy reminder without a page', () => {
    const { clock, receipt } = authorityReplyClock({
      regime: { id: 'POLICY-DEFAULT', version: '2009-01-01' },
      startsAtMs: RECEIVED,
      tzVersion: '2025c',
      newId: () => 'c',
    });
    expect(verifyClockReceipt({ dueAt: clock.dueAtMs, receipt })).toEqual([]);
    expect(clock).toMatchObject({
      id: 'c',
      kind: 'reply',
      owner: 'authority',
      basis: 'policy',
      dueAtMs: RECEIVED + 168 * HOUR,
    });
    expect(clock.escalation.map(({ page }) => page)).toEqual([false]);
  });
});
