import { describe, expect, test } from '@jest/globals';
import { clockInputOf, computeDue, verifyClockReceipt } from '../../../../domain/clock-arithmetic/index.js';

const COUNTING = { amount: 36, unit: 'hour', dueTime: 'same_time', roll: 'none', stop: true };
const WEEKEND = { weekend: ['sat', 'sun'] };

const HOURS = {
  dueAt: '2026-02-07T18:30:00.000Z',
  receipt: {
    zone: 'Asia/Kolkata',
    facts: { received: '2026-02-06T06:30:00.000Z', issued: '2026-02-06T05:30:00.000Z' },
    rule: { kind: 'comply', countsFrom: 'received', ...COUNTING },
    working: [
      'The time of service is not known: counted from the time received.',
      'start 2026-02-06T12:00:00+05:30',
      '36 hours in Asia/Kolkata: due 2026-02-08T00:00:00+05:30',
    ],
  },
};

const DAYS = {
  dueAt: '2026-02-10T18:30:00.000Z',
  receipt: {
    zone: 'Asia/Kolkata',
    facts: { received: '2026-02-05T06:30:00.000Z' },
    rule: {
      countsFrom: 'received',
      amount: 2,
      unit: 'business_day',
      dueTime: 'end_of_day',
      roll: 'following',
      calendar: { ...WEEKEND, holidays: ['2026-02-09'] },
    },
    working: [
      'start 2026-02-05T12:00:00+05:30',
      'stepped over 2026-02-07 to 2026-02-08 (weekend), 2026-02-09 (holiday)',
      '2 business days in Asia/Kolkata, to the end of the last day: due end of 2026-02-10 (2026-02-11T00:00:00+05:30)',
    ],
  },
};

const PAUSED = {
  dueAt: null,
  receipt: {
    ...HOURS.receipt,
    rule: { ...HOURS.receipt.rule, events: [{ type: 'pause', at: '2026-02-06T07:30:00.000Z' }] },
    working: [
      'start 2026-02-06T12:00:00+05:30',
      '36 hours in Asia/Kolkata: due 2026-02-08T00:00:00+05:30',
      'paused at 2026-02-06T13:00:00+05:30',
      'paused: no due until it resumes',
    ],
  },
};

const ROLLED = {
  dueAt: '2026-02-09T06:30:00.000Z',
  receipt: {
    zone: 'Asia/Kolkata',
    facts: { received: '2026-02-06T06:30:00.000Z' },
    rule: { countsFrom: 'received', amount: 1, unit: 'calendar_day', roll: 'following', calendar: WEEKEND },
    working: [
      'start 2026-02-06T12:00:00+05:30',
      '1 calendar day in Asia/Kolkata, same time of day: 2026-02-07, a weekend',
      'stepped over 2026-02-07 to 2026-02-08 (weekend)',
      'roll following: due 2026-02-09T12:00:00+05:30',
    ],
  },
};

const EXTENDED = {
  dueAt: '2026-02-08T07:30:00.000Z',
  receipt: {
    ...HOURS.receipt,
    rule: {
      ...HOURS.receipt.rule,
      events: [
        { type: 'pause', at: '2026-02-06T07:30:00.000Z' },
        { type: 'resume', at: '2026-02-06T08:30:00.000Z' },
        { type: 'extend', amount: 12, unit: 'hour' },
      ],
    },
    working: [
      'start 2026-02-06T12:00:00+05:30',
      '36 hours in Asia/Kolkata: due 2026-02-08T00:00:00+05:30',
      'paused at 2026-02-06T13:00:00+05:30',
      'the pause took 1 hour',
      'resumed at 2026-02-06T14:00:00+05:30: due 2026-02-08T01:00:00+05:30',
      'extended by 12 hours: due 2026-02-08T13:00:00+05:30',
    ],
  },
};

/** An order sent by post: the law deems it served at the end of the second day, and one hour runs from there. */
const POSTED = {
  dueAt: '2026-02-08T19:30:00.000Z',
  receipt: {
    zone: 'Asia/Kolkata',
    facts: { issued: '2026-02-06T06:30:00.000Z', deemed_served: '2026-02-08T18:30:00.000Z' },
    rule: {
      countsFrom: 'deemed_served',
      amount: 1,
      unit: 'hour',
      deemed: { countsFrom: 'issued', amount: 2, unit: 'calendar_day', dueTime: 'end_of_day' },
    },
    working: ['start 2026-02-09T00:00:00+05:30', '1 hour in Asia/Kolkata: due 2026-02-09T01:00:00+05:30'],
  },
};

type Stored = { dueAt: unknown; receipt: Record<string, unknown> };
const withReceipt = (stored: Stored, patch: Record<string, unknown>) =>
  verifyClockReceipt({ ...stored, receipt: { ...stored.receipt, ...patch } });
const withRule = (stored: Stored, patch: Record<string, unknown>) =>
  withReceipt(stored, { rule: { ...(stored.receipt['rule'] as object), ...patch } });

describe('verification of an unaltered clock receipt', () => {
  test.each<[string, Stored]>([
    ['of hours', HOURS],
    ['of business days', DAYS],
    ['of a stopped clock', PAUSED],
    ['of a clock from deemed service', POSTED],
  ])('accepts a receipt %s, with its clock and alone', (_, stored) => {
    expect(verifyClockReceipt(stored)).toEqual([]);
    expect(verifyClockReceipt(stored.receipt)).toEqual([]);
  });

  test('accepts a due time in milliseconds', () => {
    expect(verifyClockReceipt({ ...HOURS, dueAt: Date.parse(HOURS.dueAt) })).toEqual([]);
  });

  test('accepts a due time written in another format of the same instant', () => {
    expect(verifyClockReceipt({ ...HOURS, dueAt: '2026-02-08T00:00:00+05:30' })).toEqual([]);
  });

  test.each<[string, Stored, Record<string, string>]>([
    ['of hours', HOURS, { '36 hours in': '36 hour in' }],
    ['of business days', DAYS, { '2 business days in': '2 business_day in', 'stepped over': '' }],
    ['of a stopped clock', PAUSED, { '36 hours in': '36 hour in' }],
    [
      'of a due that rolled',
      ROLLED,
      { '1 calendar day in': '1 calendar_day in', ', a weekend': ', a weekend or holiday', 'stepped over': '' },
    ],
    [
      'of a resumed and extended clock',
      EXTENDED,
      { '36 hours in': '36 hour in', 'by 12 hours': 'by 12 hour', 'the pause took': '' },
    ],
  ])('accepts a receipt %s in the wording of earlier releases', (_, stored, oldWords) => {
    expect(verifyClockReceipt(stored)).toEqual([]);
    const words = Object.entries(oldWords);
    const working = (stored.receipt['working'] as string[])
      .filter((line) => !words.some(([word, before]) => before === '' && line.includes(word)))
      .map((line) => words.reduce((text, [word, before]) => text.replace(word, before), line));
    expect(working).not.toEqual(stored.receipt['working']);
    expect(withReceipt(stored, { working })).toEqual([]);
  });

  test.each(['met', 'cancelled'])('accepts the state %s while the clock is paused', (state) => {
    expect(verifyClockReceipt({ ...PAUSED, state })).toEqual([]);
  });

  test.each([
    [HOURS, 'running'],
    [HOURS, 'missed'],
    [HOURS, 'lapsed'],
    [HOURS, 'met'],
    [PAUSED, 'paused'],
  ])('accepts every state that the clock’s events allow', (stored, state) => {
    expect(verifyClockReceipt({ ...stored, state })).toEqual([]);
  });

  test('toClockInput turns a receipt into a line for clock compute', () => {
    expect(computeDue(clockInputOf(DAYS.receipt))).toMatchObject({ ok: true, dueAtMs: Date.parse(DAYS.dueAt) });
    expect(clockInputOf(DAYS.receipt)).toEqual({
      zone: 'Asia/Kolkata',
      start: '2026-02-05T06:30:00.000Z',
      rule: { amount: 2, unit: 'business_day', dueTime: 'end_of_day', roll: 'following' },
      calendar: { weekend: ['sat', 'sun'], holidays: ['2026-02-09'] },
    });
  });
});

describe('verification of an altered clock receipt', () => {
  const changedDue = (text: string) =>
    `working: stored "36 hours in Asia/Kolkata: due 2026-02-08T00:00:00+05:30", computed "${text}"`;

  test('reports the stored and the computed due time', () => {
    expect(verifyClockReceipt({ ...HOURS, dueAt: '2026-02-08T18:30:00.000Z' })).toEqual([
      'dueAt: stored "2026-02-08T18:30:00.000Z", computed "2026-02-07T18:30:00.000Z"',
    ]);
    expect(verifyClockReceipt({ ...HOURS, dueAt: Date.parse(HOURS.dueAt) + 1 })).toEqual([
      'dueAt: stored 1770489000001, computed "2026-02-07T18:30:00.000Z"',
    ]);
    expect(verifyClockReceipt({ ...HOURS, dueAt: null })).toEqual([
      'dueAt: stored null, computed "2026-02-07T18:30:00.000Z"',
    ]);
    expect(verifyClockReceipt({ ...PAUSED, dueAt: '2026-02-07T18:30:00.000Z' })).toEqual([
      'dueAt: stored "2026-02-07T18:30:00.000Z", computed null',
    ]);
  });

  test.each(['2026-02-07T18:30:00', '2026-02-07 18:30:00Z', '2026-02-07', 'tomorrow', ''])(
    'rejects the due time %j, which is no time with an offset',
    (dueAt) => {
      expect(verifyClockReceipt({ ...HOURS, dueAt })).toEqual([
        `dueAt: stored "${dueAt}", no RFC 3339 time with an offset, computed "2026-02-07T18:30:00.000Z"`,
      ]);
    },
  );

  test.each(['running', 'missed', 'lapsed'])('rejects the state %s when its events paused the clock', (state) => {
    expect(verifyClockReceipt({ ...PAUSED, state })).toEqual([
      `state: stored "${state}", by its events the clock is paused`,
    ]);
  });

  test('rejects the state paused when its events do not pause the clock', () => {
    expect(verifyClockReceipt({ ...HOURS, state: 'paused' })).toEqual([
      'state: stored "paused", by its events the clock is running',
    ]);
    expect(verifyClockReceipt({ ...HOURS, state: 'paused', dueAt: null })).toEqual([
      'state: stored "paused", by its events the clock is running',
      'dueAt: stored null, computed "2026-02-07T18:30:00.000Z"',
    ]);
  });

  test('reports the due time that a changed amount gives', () => {
    expect(withRule(HOURS, { amount: 48 })).toEqual([
      'dueAt: stored "2026-02-07T18:30:00.000Z", computed "2026-02-08T06:30:00.000Z"',
      changedDue('48 hours in Asia/Kolkata: due 2026-02-08T12:00:00+05:30'),
    ]);
  });

  test('reports start and due time for a changed fact', () => {
    const facts = { ...HOURS.receipt.facts, received: '2026-02-06T07:30:00.000Z' };
    expect(withReceipt(HOURS, { facts })).toEqual([
      'dueAt: stored "2026-02-07T18:30:00.000Z", computed "2026-02-07T19:30:00.000Z"',
      'working: stored "start 2026-02-06T12:00:00+05:30", computed "start 2026-02-06T13:00:00+05:30"',
      changedDue('36 hours in Asia/Kolkata: due 2026-02-08T01:00:00+05:30'),
    ]);
  });

  test.each<[string, Stored, Record<string, unknown>, number]>([
    ['the fact it counts from', HOURS, { countsFrom: 'issued' }, 3],
    ['its unit', HOURS, { unit: 'minute' }, 2],
    ['its time of day', DAYS, { dueTime: 'same_time' }, 2],
    ['a holiday', DAYS, { calendar: { ...WEEKEND, holidays: [] } }, 3],
    ['its weekend', DAYS, { calendar: { weekend: ['fri'], holidays: [] } }, 3],
    ['a pause that never was', HOURS, { events: PAUSED.receipt.rule.events }, 5],
    ['an extension that never was', HOURS, { events: [{ type: 'extend', amount: 1, unit: 'hour' }] }, 4],
  ])('fails when the receipt is altered in %s', (_, stored, patch, differences) => {
    expect(withRule(stored, patch)).toHaveLength(differences);
  });

  test('reports other local times for a changed zone', () => {
    expect(withReceipt(HOURS, { zone: 'Asia/Singapore' })).toEqual([
      'working: stored "start 2026-02-06T12:00:00+05:30", computed "start 2026-02-06T14:30:00+08:00"',
      changedDue('36 hours in Asia/Singapore: due 2026-02-08T02:30:00+08:00'),
    ]);
  });

  test('reports the changed line of its working', () => {
    const [remark, start] = HOURS.receipt.working;
    expect(withReceipt(HOURS, { working: [remark, start, 'due when we like'] })).toEqual([
      'working: stored "due when we like", computed "36 hours in Asia/Kolkata: due 2026-02-08T00:00:00+05:30"',
    ]);
  });

  test.each([[[]], [undefined], ['due when we like']])(
    'reports every line as missing when the working is %j',
    (working) => {
      expect(withReceipt(HOURS, { working })).toEqual([
        'working: stored "undefined", computed "start 2026-02-06T12:00:00+05:30"',
        'working: stored "undefined", computed "36 hours in Asia/Kolkata: due 2026-02-08T00:00:00+05:30"',
      ]);
    },
  );

  test('reports both instants of a changed deemed service', () => {
    const deemed = { ...POSTED.receipt.rule.deemed, amount: 3 };
    expect(withRule(POSTED, { deemed })).toEqual([
      'deemed_served: stored "2026-02-08T18:30:00.000Z", computed "2026-02-09T18:30:00.000Z"',
    ]);
  });

  test('reports why a deemed service cannot be computed', () => {
    expect(withRule(POSTED, { deemed: { ...POSTED.receipt.rule.deemed, countsFrom: 'sealed' } })).toEqual([
      'deemed_served cannot be computed: start must be an RFC 3339 time with an offset, like 2026-02-19T23:50:00+05:30, in years 0001-9999',
    ]);
  });

  test('reports why a due time cannot be computed', () => {
    expect(withRule(HOURS, { amount: -1 })).toEqual([
      'cannot be computed: rule.amount must be a whole number from 0, not -1',
    ]);
  });
});

describe('verification of something that is no clock receipt', () => {
  test.each([[null], [undefined], [7], ['text'], [[]]])('reports that %j is no clock and no receipt', (value) => {
    expect(verifyClockReceipt(value)).toEqual(['not a clock or a deadline receipt']);
  });

  test.each([[{ receipt: null }], [{ receipt: 'lost' }], [{ receipt: [] }]])(
    'reports that %j is a clock without a receipt',
    (value) => {
      expect(verifyClockReceipt(value)).toEqual(['the clock has no receipt']);
    },
  );

  test.each([[{}], [{ facts: {} }], [{ rule: {} }], [{ facts: {}, rule: [] }], [{ facts: null, rule: {} }]])(
    'reports that %j lacks facts or a rule',
    (value) => {
      expect(verifyClockReceipt(value)).toEqual(['the receipt has no facts or no rule']);
    },
  );
});
