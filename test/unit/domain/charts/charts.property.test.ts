import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countByAuthority, spreadOverDay, type ArrivedOrders } from '../../../../domain/charts/arrivals.js';
import { sumUp } from '../../../../domain/charts/enforcement-curve.js';
import { foldHolders } from '../../../../domain/charts/holders.js';
import { stepInForce, type InForceSpan } from '../../../../domain/charts/in-force.js';
import { planLoad } from '../../../../domain/charts/load.js';
import { shareByName, shareByWeek, type SettledDeadlines } from '../../../../domain/charts/on-time.js';
import { scoreOrders, type ScoredOrder } from '../../../../domain/charts/scorecard.js';
import { sumEnds, traceTargets, type CountedTargets } from '../../../../domain/charts/target-flow.js';
import { openDays } from '../../../../domain/clock-arithmetic/index.js';
import { DECISION_ACTIONS } from '../../../../domain/targets/decision-action.js';
import { TARGET_STATUSES } from '../../../../domain/targets/target.js';
import { runs } from '../../../support/jest/cases.js';

const DAY_MS = 86_400_000;
const fromMs = Date.UTC(2026, 0, 1);
const toMs = fromMs + 100 * DAY_MS;
const ms = fc.integer({ min: fromMs, max: toMs });
const count = fc.integer({ min: 0, max: 2_000 });
const zone = fc
  .constantFrom('UTC', 'Asia/Kolkata', 'America/New_York', 'Pacific/Chatham', 'Europe/Berlin')
  .map(openDays);
const total = <Row>(rows: readonly Row[], amount: (row: Row) => number) =>
  rows.reduce((sum, row) => sum + amount(row), 0);

const deadlines: fc.Arbitrary<SettledDeadlines[]> = fc.array(
  fc.record({
    atMs: ms,
    law: fc.constantFrom('IN-69A-NORMAL', 'EU-TCO'),
    team: fc.constantFrom(null, 'berlin'),
    isOnTime: fc.boolean(),
    count: fc.integer({ min: 1, max: 50 }),
  }),
);

test('shares on time count each deadline once, by week, law and team, in any zone', () => {
  fc.assert(
    fc.property(deadlines, zone, (rows, inZone) => {
      const shares = [
        shareByWeek(rows, { fromMs, toMs, days: inZone }),
        shareByName(rows, ({ law }) => law),
        shareByName(rows, ({ team }) => team ?? ''),
      ];
      for (const share of shares) {
        expect(total(share, (row) => row.total)).toBe(total(rows, (row) => row.count));
        expect(total(share, (row) => row.onTime)).toBe(total(rows, (row) => (row.isOnTime ? row.count : 0)));
      }
    }),
    runs(200),
  );
});

const ledger: fc.Arbitrary<CountedTargets[]> = fc.array(
  fc.record({
    action: fc.constantFrom(null, ...DECISION_ACTIONS),
    status: fc.constantFrom(...TARGET_STATUSES),
    count,
  }),
);

describe('the flow of targets', () => {
  test('loses no target of the ledger', () => {
    fc.assert(
      fc.property(ledger, (counts) => {
        const flow = traceTargets(counts);
        expect(flow.requested).toBe(total(counts, (row) => row.count));
        expect(total(flow.rows, sumEnds)).toBe(flow.requested);
      }),
      runs(300),
    );
  });

  test('counts a draft as undecided and a refusal as answered', () => {
    const flow = traceTargets([
      { action: 'withhold', status: 'drafted', count: 2 },
      { action: 'push_back', status: 'approved', count: 3 },
      { action: 'remove_law', status: 'restored', count: 1 },
    ]);
    expect(flow.rows).toEqual([
      { decided: 'removed', inForce: 0, restored: 1, answered: 0, failed: 0, open: 0 },
      { decided: 'refused', inForce: 0, restored: 0, answered: 3, failed: 0, open: 0 },
      { decided: 'undecided', inForce: 0, restored: 0, answered: 0, failed: 0, open: 2 },
    ]);
  });
});

describe('the load of the next seven days', () => {
  const open = fc.array(fc.record({ dueMs: fc.integer({ min: fromMs, max: toMs + 30 * DAY_MS }), undecided: count }));
  const worked = fc.array(fc.record({ atMs: ms, people: fc.integer({ min: 1, max: 9 }), decisions: count }));

  test('holds every undecided target once', () => {
    fc.assert(
      fc.property(open, worked, zone, ms, (notices, hours, inZone, nowMs) => {
        const load = planLoad({ open: notices, worked: hours, nowMs, days: inZone });
        expect(load.days).toHaveLength(7);
        expect(total(load.days, ({ due }) => due) + load.later).toBe(total(notices, ({ undecided }) => undecided));
      }),
      runs(200),
    );
  });

  test('claims no capacity without history', () => {
    const load = planLoad({
      open: [],
      worked: [{ atMs: fromMs, people: 1, decisions: 4 }],
      nowMs: toMs,
      days: openDays('UTC'),
    });
    expect(load.perPersonHour).toBeNull();
    expect(load.days.every(({ capacity }) => capacity === null)).toBe(true);
  });

  test('expects of a weekday what people decided on it, today only what is left', () => {
    // Mondays, 9 to 11: two people decide 30 an hour.
    const monday = Date.UTC(2026, 10, 2);
    const mondays = [0, 7, 14, 21].flatMap((days) =>
      [9, 10].map((hour) => ({ atMs: monday + days * DAY_MS + hour * 3_600_000, people: 2, decisions: 30 })),
    );
    const nowMs = monday + 28 * DAY_MS + 10 * 3_600_000;
    const load = planLoad({ open: [{ dueMs: monday, undecided: 7 }], worked: mondays, nowMs, days: openDays('UTC') });
    expect(load.perPersonHour).toBe(15);
    expect(load.days.map(({ capacity }) => capacity)).toEqual([30, 0, 0, 0, 0, 0, 0]);
    expect(load.days[0]).toEqual({ day: '2026-11-30', due: 7, capacity: 30 });
  });
});

const orders: fc.Arbitrary<ArrivedOrders[]> = fc.array(
  fc.record({
    atMs: ms,
    authority: fc.constantFrom(null, 'in-meity', 'de-bka'),
    name: fc.constantFrom('Ministry', 'Police'),
    orders: fc.integer({ min: 1, max: 9 }),
    targets: count,
    refused: count,
  }),
);

test('orders by authority and month add up to the orders received', () => {
  fc.assert(
    fc.property(orders, zone, (rows, inZone) => {
      const authorities = countByAuthority(rows, inZone);
      for (const name of ['orders', 'targets', 'refused'] as const) {
        expect(total(authorities, (row) => row[name])).toBe(total(rows, (row) => row[name]));
        for (const row of authorities) expect(total(row.months, (month) => month[name])).toBe(row[name]);
      }
    }),
    runs(200),
  );
});

test('every arrival has its hour of the day', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ atMs: ms, count })), zone, (arrived, inZone) => {
      const hours = spreadOverDay({ arrived, active: [] }, { fromMs, toMs, days: inZone });
      expect(hours).toHaveLength(24);
      expect(total(hours, (hour) => hour.arrived)).toBe(total(arrived, (row) => row.count));
    }),
    runs(200),
  );
});

const spans: fc.Arbitrary<InForceSpan[]> = fc.array(
  fc.record({
    notice: fc.constantFrom('one', 'two'),
    sinceMs: ms,
    untilMs: fc.option(fc.integer({ min: toMs, max: toMs + DAY_MS })),
    count: fc.integer({ min: 1, max: 99 }),
  }),
);

test('what is in force after each step equals the restrictions that hold then', () => {
  fc.assert(
    fc.property(spans, (held) => {
      for (const { notice, atMs, count: shown } of stepInForce(held)) {
        const holding = held.filter(
          (span) => span.notice === notice && span.sinceMs <= atMs && (span.untilMs === null || span.untilMs > atMs),
        );
        expect(shown).toBe(total(holding, (span) => span.count));
      }
    }),
    runs(300),
  );
});

test('one person at a time holds a notice', () => {
  const change = fc.record({ person: fc.constantFrom(null, 'ana', 'jonas'), name: fc.constant('') });
  fc.assert(
    fc.property(fc.array(change), (changes) => {
      const held = foldHolders(changes.map((one, atMs) => ({ ...one, atMs })));
      held.forEach(({ toMs: end }, place) => {
        const next = held[place + 1];
        if (next === undefined) return;
        expect(end).not.toBeNull();
        expect(Number(end)).toBeLessThanOrEqual(next.fromMs);
      });
      expect(held.at(-1)?.toMs === null ? held.at(-1)?.person : null).toBe(changes.at(-1)?.person ?? null);
    }),
    runs(200),
  );
});

test('a curve of enforcement ends with all that is settled', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ atMs: ms, done: count, failed: count }), { minLength: 1 }), (settled) => {
      const last = sumUp(settled).at(-1);
      expect(last?.done).toBe(total(settled, ({ done }) => done));
      expect(last?.failed).toBe(total(settled, ({ failed }) => failed));
    }),
    runs(100),
  );
});

describe('a scorecard', () => {
  const order = (patch: Partial<ScoredOrder> = {}): ScoredOrder => ({
    isComplete: null,
    isVerified: false,
    isWithdrawn: false,
    isSecret: false,
    decidedTargets: 0,
    refusedTargets: 0,
    givenMs: null,
    repliesDue: 0,
    repliesInTime: 0,
    ...patch,
  });

  test('counts only orders whose checklist was answered for completeness', () => {
    const card = scoreOrders([order({ isComplete: true }), order({ isComplete: false }), order()]);
    expect(card.complete).toEqual({ count: 1, of: 2 });
  });

  test('has no median where no order sets a deadline, and the middle of an even number', () => {
    expect(scoreOrders([order()]).medianGivenMs).toBeNull();
    expect(scoreOrders([order({ givenMs: 10 }), order({ givenMs: 40 })]).medianGivenMs).toBe(25);
  });
});
