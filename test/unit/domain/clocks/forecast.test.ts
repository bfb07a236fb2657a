import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  forecastBreaches,
  LEAST_SAMPLES,
  type ForecastClock,
  type Measure,
  type Throughput,
} from '../../../../domain/clocks/forecast.js';
import { DAY, HOUR, MINUTE, T0 } from '../../../support/builders.js';

const of = (value: number, samples = 20): Measure => ({ value, samples });
const NOTHING = of(0, 0);

function aPace(patch: Partial<Throughput> = {}): Throughput {
  return {
    draftedPerHour: of(90 / 24),
    approvalMs: of(5 * HOUR),
    enforcementMs: of(20 * MINUTE),
    metMs: { acknowledge: of(10 * MINUTE), inform: of(30 * HOUR) },
    ...patch,
  };
}

function aClock(patch: Partial<ForecastClock> = {}): ForecastClock {
  const noticeId = patch.noticeId ?? 'notice-1';
  return {
    id: `${noticeId}-${patch.kind ?? 'comply'}`,
    noticeId,
    kind: 'comply',
    startsAtMs: T0 - HOUR,
    dueAtMs: T0 + DAY,
    stage: 'review',
    undecided: 10,
    submittedAtMs: null,
    approvedAtMs: null,
    ...patch,
  };
}

function forecast(clocks: ForecastClock[], pace: Throughput = aPace(), nowMs = T0) {
  const { willMiss, unknown } = forecastBreaches({ clocks, pace, nowMs });
  return { willMiss: willMiss.map((breach) => ({ ...breach, why: breach.why() })), unknown };
}

function missed(clocks: ForecastClock[], pace: Throughput = aPace()): string[] {
  return forecast(clocks, pace).willMiss.map(({ clock }) => clock.id);
}

describe('forecast', () => {
  test('explains with figures why it expects a clock to be missed', () => {
    const { willMiss } = forecast([aClock({ undecided: 1178, dueAtMs: T0 + 11 * HOUR + 40 * MINUTE })]);
    expect(willMiss).toEqual([
      {
        clock: expect.objectContaining({ id: 'notice-1-comply' }),
        expectedAtMs: Math.ceil(T0 + (1178 / (90 / 24)) * HOUR + 5 * HOUR + 20 * MINUTE),
        why:
          '1,178 targets undecided, 90 a day at this speed, approval takes 5 h, enforcement takes 20 min: ' +
          'expected in 14 days, due in 11 h',
      },
    ]);
  });

  test('reports no clock that will be met in time, including exactly at its due time', () => {
    const needs = 4 * HOUR + 5 * HOUR + 20 * MINUTE; // fifteen targets at 3.75 an hour
    expect(missed([aClock({ undecided: 15, dueAtMs: T0 + needs })])).toEqual([]);
    expect(missed([aClock({ undecided: 15, dueAtMs: T0 + needs - 1 })])).toEqual(['notice-1-comply']);
  });

  test('expects a decide clock to be met by the last approval, and a comply clock by enforcement', () => {
    const dueAtMs = T0 + 5 * HOUR + 10 * MINUTE;
    const clocks = (['decide', 'comply'] as const).map((kind) => aClock({ kind, dueAtMs, undecided: 0 }));
    expect(missed(clocks)).toEqual(['notice-1-comply']);
  });

  test('queues the undecided targets of the notice with the nearest own deadline first', () => {
    const near = aClock({ noticeId: 'near', dueAtMs: T0 + 20 * HOUR, undecided: 30 });
    const far = aClock({ noticeId: 'far', dueAtMs: T0 + 21 * HOUR, undecided: 30 });
    expect(forecast([far, near]).willMiss).toMatchObject([
      {
        clock: { id: 'far-comply' },
        expectedAtMs: T0 + 16 * HOUR + 5 * HOUR + 20 * MINUTE,
        why: expect.stringMatching(/^30 targets undecided, after those with an earlier deadline, 90 a day/),
      },
    ]);
    expect(missed([far])).toEqual([]);
  });

  test('ranks a notice in the queue by its nearest own deadline, whatever the clock kind', () => {
    const inform = aClock({ noticeId: 'b', kind: 'inform', dueAtMs: T0 + HOUR, undecided: 60 });
    const comply = aClock({ noticeId: 'b', dueAtMs: T0 + 9 * DAY, undecided: 60 });
    const other = aClock({ noticeId: 'a', dueAtMs: T0 + 10 * HOUR });
    expect(missed([other])).toEqual([]);
    expect(missed([other, inform, comply])).toEqual(['b-inform', 'a-comply']);
  });

  test('counts the undecided targets of a notice once, however many clocks it has', () => {
    const clocks = [aClock({ kind: 'decide', undecided: 30 }), aClock({ undecided: 30 })];
    expect(missed(clocks)).toEqual([]);
  });

  test('counts the approval time of a submitted notice from its submission', () => {
    const waiting = (submittedAtMs: number, dueAtMs: number) =>
      aClock({ kind: 'decide', stage: 'approval', undecided: 0, submittedAtMs, dueAtMs });
    expect(missed([waiting(T0 - 4 * HOUR, T0 + 61 * MINUTE)])).toEqual([]);
    expect(forecast([waiting(T0 - 4 * HOUR, T0 + 50 * MINUTE)]).willMiss).toMatchObject([
      { expectedAtMs: T0 + HOUR, why: 'approval takes 5 h: expected in 60 min, due in 50 min' },
    ]);
    // It takes longer than usual: it may arrive at any moment.
    expect(missed([waiting(T0 - 9 * HOUR, T0 + MINUTE)])).toEqual([]);
  });

  test('counts the enforcement time of an approved notice from its approval', () => {
    const enforcing = (approvedAtMs: number) =>
      aClock({ stage: 'enforcement', undecided: 0, approvedAtMs, dueAtMs: T0 + 10 * MINUTE });
    expect(missed([enforcing(T0 - 15 * MINUTE)])).toEqual([]);
    expect(missed([enforcing(T0 - 5 * MINUTE)])).toEqual(['notice-1-comply']);
  });

  test('makes no prediction for a complied notice whose clock still runs, as no pace applies', () => {
    for (const stage of ['reporting', 'in_force'] as const) {
      expect(forecast([aClock({ stage, undecided: 0, dueAtMs: T0 + 1 })])).toEqual({ willMiss: [], unknown: [] });
    }
    expect(missed([aClock({ kind: 'decide', stage: 'enforcement', undecided: 0, dueAtMs: T0 + 1 })])).toEqual([]);
  });

  test('expects other kinds of clock to be met after their usual time, and never before now', () => {
    const inform = (startsAtMs: number, dueAtMs: number) => aClock({ kind: 'inform', startsAtMs, dueAtMs });
    expect(forecast([inform(T0 - 2 * HOUR, T0 + 27 * HOUR)]).willMiss).toMatchObject([
      {
        expectedAtMs: T0 + 28 * HOUR,
        why: 'a clock of this kind is usually met 30 h after its start: expected in 28 h, due in 27 h',
      },
    ]);
    expect(missed([inform(T0 - 2 * HOUR, T0 + 28 * HOUR)])).toEqual([]);
    expect(missed([inform(T0 - 40 * HOUR, T0 + 1)])).toEqual([]);
  });

  test('predicts no miss of a right to challenge, or of a clock that is already due', () => {
    const pace = aPace({ metMs: { challenge: of(9 * DAY), inform: of(9 * DAY) } });
    const clocks = [aClock({ kind: 'challenge' }), aClock({ kind: 'inform', dueAtMs: T0 })];
    expect(forecast(clocks, pace)).toEqual({ willMiss: [], unknown: [] });
  });

  test('names the unknown paces and predicts no miss if no pace was measured', () => {
    const pace = aPace({ draftedPerHour: NOTHING, approvalMs: NOTHING, enforcementMs: NOTHING, metMs: {} });
    const clocks = [
      aClock({ undecided: 100_000, dueAtMs: T0 + 1 }),
      aClock({ kind: 'acknowledge', dueAtMs: T0 + 1 }),
      aClock({ noticeId: 'other', kind: 'inform', dueAtMs: T0 + 1 }),
    ];
    expect(forecast(clocks, pace)).toEqual({
      willMiss: [],
      unknown: ['acknowledge', 'approval', 'drafting', 'enforcement', 'inform'],
    });
  });

  test('counts a step of unknown pace as zero time, and says so', () => {
    const dueAtMs = T0 + 3 * HOUR;
    const noApproval = forecast([aClock({ dueAtMs, undecided: 15 })], aPace({ approvalMs: of(5 * HOUR, 4) }));
    expect(noApproval).toMatchObject({
      willMiss: [{ expectedAtMs: T0 + 4 * HOUR + 20 * MINUTE, why: expect.stringContaining(', approval not counted') }],
      unknown: ['approval'],
    });
    const noDrafting = forecast([aClock({ dueAtMs })], aPace({ draftedPerHour: of(1e6, 4) }));
    expect(noDrafting).toMatchObject({
      willMiss: [{ expectedAtMs: T0 + 5 * HOUR + 20 * MINUTE, why: expect.stringContaining(', drafting not counted') }],
      unknown: ['drafting'],
    });
  });

  test('uses a pace only if it was measured at least five times', () => {
    const clocks = [aClock({ kind: 'inform', startsAtMs: T0, dueAtMs: T0 + HOUR })];
    expect(forecast(clocks, aPace({ metMs: { inform: of(2 * HOUR, LEAST_SAMPLES) } })).willMiss).toHaveLength(1);
    expect(forecast(clocks, aPace({ metMs: { inform: of(2 * HOUR, LEAST_SAMPLES - 1) } }))).toEqual({
      willMiss: [],
      unknown: ['inform'],
    });
  });

  test('does not divide by zero if every measured pace is zero', () => {
    const clocks = [aClock({ dueAtMs: T0 + 1 })];
    const pace = aPace({ draftedPerHour: of(0), approvalMs: of(0), enforcementMs: of(0) });
    expect(forecast(clocks, pace)).toEqual({ willMiss: [], unknown: ['drafting'] });
  });

  test('gives a valid expected time for an extremely slow queue', () => {
    const clocks = [aClock({ undecided: 100_000, dueAtMs: T0 + 400 * DAY })];
    const [breach] = forecast(clocks, aPace({ draftedPerHour: of(1e-12) })).willMiss;
    expect(new Date(breach?.expectedAtMs ?? NaN).toISOString()).toBe('2031-01-30T00:00:00.000Z');
    expect(breach?.why).toBe(
      '100,000 targets undecided, less than 0.1 a day at this speed, approval takes 5 h, enforcement takes 20 min: ' +
        'expected in ten years or more, due in 400 days',
    );
  });

  test.each([
    [1, 0.5, '1 target undecided, 12 a day at this speed'],
    [9, 0.1, '9 targets undecided, 2.4 a day at this speed'],
    [1_000_000, 1234, '1,000,000 targets undecided, 29,616 a day at this speed'],
  ])('describes %d targets at %d an hour as "%s"', (undecided, perHour, words) => {
    const clocks = [aClock({ undecided, dueAtMs: T0 + 1 })];
    const [breach] = forecast(clocks, aPace({ draftedPerHour: of(perHour) })).willMiss;
    expect(breach?.why.startsWith(`${words}, approval`)).toBe(true);
  });

  test('says that a notice with nothing left to decide is not yet submitted', () => {
    const [breach] = forecast([aClock({ undecided: 0, dueAtMs: T0 + HOUR })]).willMiss;
    expect(breach?.why).toMatch(/^not yet submitted, approval takes 5 h/);
  });
});

const lengths = fc.integer({ min: 0, max: 10 * DAY });
const samples = fc.constantFrom(0, LEAST_SAMPLES, 50);
const paces: fc.Arbitrary<Throughput> = fc.record({
  draftedPerHour: fc.record({ value: fc.double({ min: 0.01, max: 1000, noNaN: true }), samples }),
  approvalMs: fc.record({ value: lengths, samples }),
  enforcementMs: fc.record({ value: lengths, samples }),
  metMs: fc.record({
    acknowledge: fc.record({ value: lengths, samples }),
    inform: fc.record({ value: lengths, samples }),
  }),
});
const notices = fc.record({
  stage: fc.constantFrom('triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force'),
  undecided: fc.nat({ max: 5000 }),
  ageMs: lengths,
  kinds: fc.uniqueArray(fc.constantFrom('acknowledge', 'decide', 'comply', 'inform'), { minLength: 1 }),
  dueInMs: fc.array(fc.integer({ min: 1, max: 20 * DAY }), { minLength: 4, maxLength: 4 }),
});
const queues: fc.Arbitrary<ForecastClock[]> = fc.array(notices, { maxLength: 8 }).map((list) =>
  list.flatMap(({ stage, undecided, ageMs, kinds, dueInMs }, index) =>
    kinds.map((kind, nth) =>
      aClock({
        noticeId: `notice-${index}`,
        kind,
        stage: stage as ForecastClock['stage'],
        undecided: stage === 'triage' || stage === 'review' ? undecided : 0,
        startsAtMs: T0 - ageMs,
        dueAtMs: T0 + (dueInMs[nth] ?? 1),
        submittedAtMs: stage === 'approval' ? T0 - ageMs : null,
        approvedAtMs: stage === 'enforcement' ? T0 - ageMs : null,
      }),
    ),
  ),
);

describe('forecast: properties', () => {
  test('lists only clocks expected after their due time, nearest first, whatever the order of the rows', () => {
    fc.assert(
      fc.property(queues, paces, (clocks, pace) => {
        const { willMiss, unknown } = forecast(clocks, pace);
        for (const { clock, expectedAtMs } of willMiss) expect(expectedAtMs).toBeGreaterThan(clock.dueAtMs);
        const dues = willMiss.map(({ clock }) => clock.dueAtMs);
        expect(dues).toEqual([...dues].sort((one, other) => one - other));
        expect(forecast(clocks.toReversed(), pace)).toEqual({ willMiss, unknown });
      }),
    );
  });

  test('predicts no more misses at a faster pace', () => {
    const quicker = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(queues, paces, quicker, (clocks, pace, part) => {
        const shorter = (measure: Measure) => ({ ...measure, value: measure.value * part });
        const faster: Throughput = {
          draftedPerHour: { ...pace.draftedPerHour, value: pace.draftedPerHour.value * (1 + part) },
          approvalMs: shorter(pace.approvalMs),
          enforcementMs: shorter(pace.enforcementMs),
          metMs: Object.fromEntries(Object.entries(pace.metMs).map(([kind, measure]) => [kind, shorter(measure)])),
        };
        const slow = new Set(missed(clocks, pace));
        expect(missed(clocks, faster).filter((id) => !slow.has(id))).toEqual([]);
      }),
    );
  });

  test('predicts no new miss if every due time moves later by the same amount', () => {
    fc.assert(
      fc.property(queues, paces, fc.integer({ min: 0, max: 30 * DAY }), (clocks, pace, laterMs) => {
        const before = new Set(missed(clocks, pace));
        const later = clocks.map((clock) => ({ ...clock, dueAtMs: clock.dueAtMs + laterMs }));
        expect(missed(later, pace).filter((id) => !before.has(id))).toEqual([]);
      }),
    );
  });

  test('predicts no new miss if the last clock in the queue becomes due later', () => {
    fc.assert(
      fc.property(queues, paces, fc.integer({ min: 0, max: 30 * DAY }), (clocks, pace, laterMs) => {
        const before = new Set(missed(clocks, pace));
        const last = Math.max(...clocks.map(({ dueAtMs }) => dueAtMs));
        const moved = clocks.map((clock) =>
          clock.dueAtMs === last ? { ...clock, dueAtMs: clock.dueAtMs + laterMs } : clock,
        );
        expect(missed(moved, pace).filter((id) => !before.has(id))).toEqual([]);
      }),
    );
  });

  test('predicts no new miss after a target has been decided', () => {
    fc.assert(
      fc.property(queues, paces, (clocks, pace) => {
        const before = new Set(missed(clocks, pace));
        const fewer = clocks.map((clock) => ({ ...clock, undecided: Math.max(0, clock.undecided - 1) }));
        expect(missed(fewer, pace).filter((id) => !before.has(id))).toEqual([]);
      }),
    );
  });

  test('predicts the same misses if another notice, due after all others, joins the queue', () => {
    fc.assert(
      fc.property(queues, paces, fc.nat({ max: 5000 }), (clocks, pace, undecided) => {
        const joining = aClock({ noticeId: 'zz-late', undecided, dueAtMs: T0 + 60 * DAY });
        expect(missed([...clocks, joining], pace).filter((id) => id !== joining.id)).toEqual(missed(clocks, pace));
      }),
    );
  });

  test('predicts no miss while no pace is known', () => {
    fc.assert(
      fc.property(queues, (clocks) => {
        const pace = aPace({ draftedPerHour: NOTHING, approvalMs: NOTHING, enforcementMs: NOTHING, metMs: {} });
        expect(missed(clocks, pace)).toEqual([]);
      }),
    );
  });
});
