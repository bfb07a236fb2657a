import type { ClockReceipt } from '../../../../domain/clocks/clock.js';
import type { NoticeFacts } from '../../../../domain/open-clocks/facts.js';
import { describe, expect, test } from '@jest/globals';
import { verifyClockReceipt } from '../../../../domain/clock-arithmetic/index.js';
import { standardEscalation } from '../../../../domain/open-clocks/index.js';
import { aCalendar, aCount, aLaw, aRule, open } from '../../../support/law/a-law.js';

/** Monday, 1 February 2021, noon in Delhi. */
const RECEIVED = Date.parse('2021-02-01T12:00:00+05:30');
const HOUR = 3_600_000;
const facts = { receivedAtMs: RECEIVED };

const listDueHours = ({ clocks }: ReturnType<typeof open>) =>
  clocks.map(({ clock }) => ((clock.dueAtMs ?? Number.NaN) - RECEIVED) / HOUR);

describe('openClocks: start events', () => {
  test.each([
    ['clarification', 'clarifiedAtMs'],
    ['obstacle_ended', 'obstacleEndedAtMs'],
    ['court_confirmation', 'courtConfirmedAtMs'],
    ['authority_request', 'requestReceivedAtMs'],
  ] as const)('starts no %s clock until that event has happened', (startsOn, fact) => {
    const law = aLaw([aRule({ startsOn })]);
    expect(open(law, facts).clocks).toEqual([]);
    expect(listDueHours(open(law, { ...facts, [fact]: RECEIVED + 5 * HOUR }))).toEqual([6]);
  });

  test('starts a clock on our own act only once that act is done, and then starts no other clock', () => {
    const law = aLaw([aRule(), aRule({ kind: 'preserve', startsOn: 'effect', counting: aCount({ amount: 9 }) })]);
    expect(open(law, facts).clocks.map(({ clock }) => clock.kind)).toEqual(['comply']);
    const acted = open(law, { ...facts, effectAtMs: RECEIVED + HOUR }, { startsOn: 'effect' });
    expect(acted.clocks.map(({ clock }) => clock.kind)).toEqual(['preserve']);
    expect(listDueHours(acted)).toEqual([10]);
    expect(acted.clocks[0]?.receipt.facts['effect']).toBe(new Date(RECEIVED + HOUR).toISOString());
  });

  test('starts a secrecy clock only for a secret notice', () => {
    const law = aLaw([aRule({ kind: 'secrecy' })]);
    expect(open(law, facts, { secret: false }).clocks).toEqual([]);
    expect(open(law, facts, { secret: true }).clocks).toHaveLength(1);
  });

  test('takes actual knowledge to be the receipt unless another time is on record', () => {
    const law = aLaw([aRule({ startsOn: 'actual_knowledge' })]);
    expect(listDueHours(open(law, facts))).toEqual([1]);
    expect(listDueHours(open(law, { ...facts, knownAtMs: RECEIVED - 2 * HOUR }))).toEqual([-1]);
    expect(open(law, facts).clocks[0]?.receipt.working[0]).toMatch(/^start /);
  });

  test('replaces a fact missing from the notice by the next known one, and says so in the working', () => {
    const { clocks } = open(aLaw([aRule({ startsOn: 'service' })]), facts);
    expect(clocks[0]?.receipt.working[0]).toBe('The time of service is not known: counted from the time received.');
  });

  test('computes deemed service from the time of sending by the rule of the law, and records it in the receipt', () => {
    const deemedService = {
      counting: aCount({ amount: 5, unit: 'calendar_day', dueTime: 'end_of_day' }),
      source: 'Test Act, section 9',
      confidence: 'secondary' as const,
      reviewer: null,
    };
    const law = aLaw([aRule({ startsOn: 'deemed_service', counting: aCount({ amount: 4 }) })], { deemedService });
    const sent = { ...facts, issuedAtMs: Date.parse('2021-02-01T10:00:00+05:30') };
    const [opened] = open(law, sent).clocks;
    // five days after the first is the sixth, to its end; four hours later the clock is due
    expect(opened?.clock.dueAtMs).toBe(Date.parse('2021-02-07T04:00:00+05:30'));
    expect(opened?.receipt.facts['deemed_served']).toBe('2021-02-06T18:30:00.000Z');
    expect(opened?.receipt.rule['deemed']).toMatchObject({ countsFrom: 'issued', amount: 5 });
    const stored = { dueAt: opened?.clock.dueAtMs, receipt: opened?.receipt };
    expect(verifyClockReceipt(stored)).toEqual([]);
  });

  test('rejects a receipt whose deemed service was altered', () => {
    const deemedService = {
      counting: aCount({ amount: 24 }),
      source: 'x',
      confidence: 'secondary' as const,
      reviewer: null,
    };
    const law = aLaw([aRule({ startsOn: 'deemed_service' })], { deemedService });
    const [opened] = open(law, { ...facts, issuedAtMs: RECEIVED }).clocks;
    if (opened === undefined) throw new Error('nothing was opened');
    const rule = { ...opened.receipt.rule, deemed: { ...(opened.receipt.rule['deemed'] as object), amount: 48 } };
    expect(verifyClockReceipt({ ...opened.receipt, rule })).toEqual([expect.stringMatching(/^deemed_served: stored /)]);
  });
});

describe('openClocks: applicable rules', () => {
  test.each(['draft', 'suspended', 'annulled', 'repealed'] as const)(
    'starts no clock for a provision that is %s',
    (status) => {
      expect(open(aLaw([aRule({ status })]), facts).clocks).toEqual([]);
    },
  );

  test('applies a rule with windows only within them, and then instead of the rule without', () => {
    const law = aLaw([
      aRule({ counting: aCount({ amount: 2 }) }),
      aRule({ windows: [{ from: '2021-02-02', to: '2021-02-05' }] }),
    ]);
    const at = (text: string) => {
      const receivedAtMs = Date.parse(text);
      return open(law, { receivedAtMs }).clocks.map(({ clock }) => ((clock.dueAtMs ?? 0) - receivedAtMs) / HOUR);
    };
    expect(at('2021-02-01T23:59:59.999+05:30')).toEqual([2]);
    expect(at('2021-02-02T00:00:00+05:30')).toEqual([1]);
    expect(at('2021-02-04T23:59:59.999+05:30')).toEqual([1]);
    expect(at('2021-02-05T00:00:00+05:30')).toEqual([2]);
  });

  test('runs the stricter clock if two laws cover the same order, and says so', () => {
    const alongside = [
      { regime: aLaw([aRule({ counting: aCount({ amount: 6 }) })], { id: 'TEST-2' }), calendar: null },
    ];
    const law = aLaw([aRule({ counting: aCount({ amount: 24 }) })]);
    const { clocks } = open(law, facts, { alongside });
    expect(clocks.map(({ clock }) => ((clock.dueAtMs ?? 0) - RECEIVED) / HOUR)).toEqual([6]);
    expect(clocks[0]?.receipt).toMatchObject({ regime: { id: 'TEST-2' } });
    expect(clocks[0]?.receipt.working[0]).toBe('Two laws apply (TEST-1, TEST-2): the stricter runs.');
  });

  test('takes no company-policy clock and no less strict clock from a second law', () => {
    const other = aLaw(
      [
        aRule({ counting: aCount({ amount: 48 }) }),
        aRule({ kind: 'decide', basis: 'policy', confidence: 'policy' }),
        aRule({ kind: 'inform' }),
      ],
      { id: 'TEST-2' },
    );
    const { clocks } = open(aLaw([aRule({ counting: aCount({ amount: 24 }) })]), facts, {
      alongside: [{ regime: other, calendar: null }],
    });
    expect(clocks.map(({ clock }) => clock.kind)).toEqual(['comply', 'inform']);
  });
});

describe('openClocks: floors', () => {
  const least = aRule({
    form: 'floor',
    guards: 'ordered_deadline',
    owner: 'authority',
    kind: 'authority',
    counting: aCount({ amount: 24 }),
  });
  const hearing = aRule({
    form: 'floor',
    guards: 'hearing',
    owner: 'authority',
    kind: 'authority',
    counting: aCount({ amount: 48 }),
  });
  const ordered = (hours: number) => ({ withinSeconds: hours * 3600, confirmed: true, enteredBy: null });

  test('reports an order that gives less time than the law guarantees, and still runs its deadline', () => {
    const opened = open(aLaw([least]), facts, { ordered: ordered(2) });
    expect(opened.undercut).toEqual([
      'The order requires compliance by 2021-02-01T08:30:00.000Z; the law gives until 2021-02-02T06:30:00.000Z at least (Test Act, section 1).',
    ]);
    expect(opened.clocks.map(({ clock }) => [clock.kind, clock.state])).toEqual([
      ['comply', 'running'],
      ['authority', 'lapsed'],
    ]);
  });

  test('meets the floor immediately if the order respects it', () => {
    const opened = open(aLaw([least]), facts, { ordered: ordered(24) });
    expect(opened.undercut).toEqual([]);
    expect(opened.clocks.find(({ clock }) => clock.form === 'floor')?.clock).toMatchObject({
      state: 'met',
      metAtMs: RECEIVED,
    });
  });

  test('opens no floor clock for an order without a deadline', () => {
    expect(open(aLaw([least]), facts)).toStrictEqual({ clocks: [], problems: [], undercut: [] });
  });

  test('checks a deadline floor only against the deadline, and a hearing floor only against the hearing', () => {
    const late = { ...facts, hearingAtMs: RECEIVED + 100 * HOUR };
    expect(open(aLaw([least]), late, { ordered: ordered(2) }).undercut).toHaveLength(1);
    const opened = open(aLaw([hearing]), facts, { ordered: ordered(100) });
    expect(opened.clocks.find(({ clock }) => clock.form === 'floor')?.clock).toMatchObject({ state: 'running' });
  });

  test('keeps a hearing floor running until a hearing is set, and reports one set too early', () => {
    expect(open(aLaw([hearing]), facts).clocks[0]?.clock).toMatchObject({
      state: 'running',
      form: 'floor',
      escalation: [],
    });
    const early = open(aLaw([hearing]), { ...facts, hearingAtMs: RECEIVED + 48 * HOUR - 1 });
    expect(early.undercut).toEqual([
      'The order sets a hearing at 2021-02-03T06:29:59.999Z; the law gives until 2021-02-03T06:30:00.000Z at least (Test Act, section 1).',
    ]);
    expect(early.clocks[0]?.clock).toMatchObject({ state: 'lapsed', metAtMs: null });
    const inTime = open(aLaw([hearing]), { ...facts, hearingAtMs: RECEIVED + 48 * HOUR });
    expect(inTime.undercut).toEqual([]);
    expect(inTime.clocks[0]?.clock).toMatchObject({ state: 'met', metAtMs: RECEIVED });
  });
});

describe('openClocks: floor on our disclosure', () => {
  const floor = aRule({
    kind: 'comply',
    form: 'floor',
    guards: 'disclosure',
    startsOn: 'enforcing_notice',
    counting: aCount({ amount: 240 }),
  });
  const notified = { ...facts, enforcingNoticeAtMs: RECEIVED };
  const onlyClock = (given: NoticeFacts) => open(aLaw([floor]), given).clocks.map(({ clock }) => clock);

  test('runs only if another authority was notified', () => {
    expect(onlyClock(facts)).toEqual([]);
    expect(onlyClock(notified)).toMatchObject([
      { form: 'floor', guards: 'disclosure', state: 'running', dueAtMs: RECEIVED + 240 * HOUR },
    ]);
  });

  test('moves our time to comply past its own end, by the company time for immediately', () => {
    const comply = aRule({ kind: 'comply', counting: aCount({ amount: 240 }) });
    const due = (given: NoticeFacts) =>
      open(aLaw([comply, floor], { immediatelySeconds: 3_600 }), given).clocks.find(
        ({ clock }) => clock.form !== 'floor',
      );
    expect(due(facts)?.clock.dueAtMs).toBe(RECEIVED + 240 * HOUR);
    const held = due(notified);
    expect(held?.clock).toMatchObject({ basis: 'policy', dueAtMs: RECEIVED + 241 * HOUR });
    expect(verifyClockReceipt({ dueAt: held?.clock.dueAtMs ?? null, receipt: held?.receipt as ClockReceipt })).toEqual(
      [],
    );
    expect(due({ ...notified, disclosureClearedAtMs: RECEIVED + HOUR })?.clock.dueAtMs).toBe(RECEIVED + 240 * HOUR);
  });

  test('ends when that authority clears the disclosure before its time is over', () => {
    const clearedAtMs = RECEIVED + 50 * HOUR;
    expect(onlyClock({ ...notified, disclosureClearedAtMs: clearedAtMs })).toMatchObject([
      { state: 'met', metAtMs: clearedAtMs },
    ]);
    expect(onlyClock({ ...notified, disclosureClearedAtMs: RECEIVED + 240 * HOUR })).toMatchObject([
      { state: 'running' },
    ]);
  });
});

describe('openClocks: clocks that count from our own acts', () => {
  const rules = [
    aRule({ kind: 'preserve', startsOn: 'effect', counting: aCount({ amount: 24 }) }),
    aRule({ kind: 'challenge', startsOn: 'user_notice', counting: aCount({ amount: 48 }) }),
  ];
  const kinds = (given: NoticeFacts, startsOn?: 'effect' | 'user_notice') =>
    open(aLaw(rules), given, startsOn === undefined ? {} : { startsOn }).clocks.map(({ clock }) => clock.kind);

  test('do not open at intake, and each opens with its act alone', () => {
    expect(kinds(facts)).toEqual([]);
    expect(kinds({ ...facts, effectAtMs: RECEIVED + HOUR }, 'effect')).toEqual(['preserve']);
    expect(kinds({ ...facts, usersNotifiedAtMs: RECEIVED + HOUR }, 'user_notice')).toEqual(['challenge']);
  });
});

describe('openClocks: period rule of Regulation 1182/71', () => {
  const opened = (text: string, counting: Parameters<typeof aCount>[0], holidays: string[] = []) => {
    const law = aLaw([aRule({ period: 'eu_1182_71', counting: aCount(counting) })], { zone: 'Europe/Brussels' });
    const [found] = open(law, { receivedAtMs: Date.parse(text) }, { calendar: aCalendar({ holidays }) }).clocks;
    if (found === undefined) throw new Error('nothing was opened');
    expect(verifyClockReceipt({ dueAt: found.clock.dueAtMs, receipt: found.receipt })).toEqual([]);
    return found;
  };
  const counted = (...given: Parameters<typeof opened>) => new Date(opened(...given).clock.dueAtMs ?? 0).toISOString();
  const TUESDAY = '2026-03-03T10:00:00+01:00';

  test('does not count the hour of the event', () => {
    expect(counted('2026-03-03T10:00:00+01:00', { amount: 1 })).toBe('2026-03-03T11:00:00.000Z');
    expect(counted('2026-03-03T10:59:59.999+01:00', { amount: 1 })).toBe('2026-03-03T11:00:00.000Z');
    expect(counted(TUESDAY, { amount: 30, unit: 'minute' })).toBe('2026-03-03T10:30:00.000Z');
    expect(counted(TUESDAY, { amount: 1, unit: 'business_hour' })).toBe('2026-03-03T11:00:00.000Z');
  });

  test('names the regulation in the working, with its effect', () => {
    expect(opened(TUESDAY, { amount: 1 }).receipt.working).toEqual([
      'Regulation 1182/71, Article 3(1): the hour of the event does not count.',
      'start 2026-03-03T11:00:00+01:00',
      '1 hour in Europe/Brussels: due 2026-03-03T12:00:00+01:00',
    ]);
    expect(opened(TUESDAY, { amount: 3, unit: 'calendar_day' }).receipt.working).toEqual([
      'Regulation 1182/71, Article 3: the day of the event does not count; ends with a working day.',
      'start 2026-03-03T10:00:00+01:00',
      '3 calendar days in Europe/Brussels, to the end of the last day: due end of 2026-03-06 (2026-03-07T00:00:00+01:00)',
    ]);
    expect(opened('2026-03-06T10:00:00+01:00', { amount: 2, unit: 'calendar_day' }).receipt.working).toEqual([
      'Regulation 1182/71, Article 3: the day of the event does not count; ends with a working day.',
      'Article 3(5): at least two working days.',
      'start 2026-03-06T10:00:00+01:00',
      'stepped over 2026-03-07 to 2026-03-08 (weekend)',
      '2 business days in Europe/Brussels, to the end of the last day: due end of 2026-03-10 (2026-03-11T00:00:00+01:00)',
    ]);
  });

  test('ends a period of days with the last hour of a working day', () => {
    // Tuesday and three days: Friday night
    expect(counted('2026-03-03T10:00:00+01:00', { amount: 3, unit: 'calendar_day' })).toBe('2026-03-06T23:00:00.000Z');
    // Wednesday and three days: Saturday, so Monday night
    expect(counted('2026-03-04T10:00:00+01:00', { amount: 3, unit: 'calendar_day' })).toBe('2026-03-09T23:00:00.000Z');
  });

  test('gives a period of two days or more at least two working days', () => {
    // Friday and two days would end with Monday's last hour and hold one working day; it ends on Tuesday
    expect(counted('2026-03-06T10:00:00+01:00', { amount: 2, unit: 'calendar_day' })).toBe('2026-03-10T23:00:00.000Z');
    expect(counted('2026-03-06T10:00:00+01:00', { amount: 1, unit: 'calendar_day' })).toBe('2026-03-09T23:00:00.000Z');
  });

  test('leaves a period of two days that are both working days unchanged', () => {
    expect(opened(TUESDAY, { amount: 2, unit: 'calendar_day' }).receipt.rule).toMatchObject({ unit: 'calendar_day' });
  });

  test('adds two working days to a month that consists of holidays only', () => {
    const holidays = Array.from({ length: 31 }, (_, day) =>
      new Date(Date.UTC(2026, 2, 4 + day)).toISOString().slice(0, 10),
    );
    // to Friday, 3 April; Monday and Tuesday are the first working days
    expect(counted(TUESDAY, { amount: 1, unit: 'month' }, holidays)).toBe('2026-04-07T22:00:00.000Z');
    expect(counted(TUESDAY, { amount: 1, unit: 'month' })).toBe('2026-04-03T22:00:00.000Z');
  });

  test('counts a period in calendar days if there is no calendar', () => {
    const law = aLaw([aRule({ period: 'eu_1182_71', counting: aCount({ amount: 2, unit: 'calendar_day' }) })]);
    const [found] = open(law, facts).clocks;
    expect(found?.receipt.rule).toMatchObject({ unit: 'calendar_day', dueTime: 'end_of_day', roll: 'following' });
    expect(found?.clock.dueAtMs).toBe(Date.parse('2021-02-04T00:00:00+05:30'));
  });
});

describe('openClocks: escalation steps', () => {
  const escalation = [50, 100].map((percent) => ({ percent, to: ['reviewer' as const], page: false }));

  test('schedules escalation steps within open hours if the law counts in business days', () => {
    const counting = aCount({ amount: 2, unit: 'business_day', dueTime: 'end_of_day' });
    const rule = aRule({ counting, escalation, escalationTime: 'business' });
    const [opened] = open(aLaw([rule]), facts, { calendar: aCalendar() }).clocks;
    // due at Wednesday's midnight; open from Monday noon: 5 + 8 + 8 hours, half of them by Tuesday 14:30
    expect(opened?.clock.dueAtMs).toBe(Date.parse('2021-02-04T00:00:00+05:30'));
    expect(opened?.clock.escalation.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([
      new Date(Date.parse('2021-02-02T14:30:00+05:30')).toISOString(),
      new Date(Date.parse('2021-02-03T17:00:00+05:30')).toISOString(),
    ]);
  });

  test('schedules escalation steps at any hour if the rule says so', () => {
    const counting = aCount({ amount: 2, unit: 'business_day', dueTime: 'end_of_day' });
    const [opened] = open(aLaw([aRule({ counting, escalation, escalationTime: 'any' })]), facts, {
      calendar: aCalendar(),
    }).clocks;
    expect(opened?.clock.escalation.at(-1)?.atMs).toBe(opened?.clock.dueAtMs);
  });

  test('schedules escalation steps by elapsed time if the calendar is never open', () => {
    const counting = aCount({ amount: 2, unit: 'business_day' });
    const calendar = aCalendar({ windows: {} });
    const [opened] = open(aLaw([aRule({ counting, escalation, escalationTime: 'business' })]), facts, {
      calendar,
    }).clocks;
    expect(opened?.clock.escalation.map(({ atMs }) => (atMs - RECEIVED) / HOUR)).toEqual([24, 48]);
  });

  test('schedules escalation steps by elapsed time if all hours up to the due time are closed', () => {
    const saturday = Date.parse('2021-02-06T12:00:00+05:30');
    const rule = aRule({ counting: aCount({ amount: 24 }), escalation, escalationTime: 'business' });
    const [opened] = open(aLaw([rule]), { receivedAtMs: saturday }, { calendar: aCalendar() }).clocks;
    expect(opened?.clock.escalation.map(({ atMs }) => (atMs - saturday) / HOUR)).toEqual([12, 24]);
  });

  test('schedules escalation steps by elapsed time if there is no calendar', () => {
    const [opened] = open(
      aLaw([aRule({ counting: aCount({ amount: 2 }), escalation, escalationTime: 'business' })]),
      facts,
    ).clocks;
    expect(opened?.clock.escalation.map(({ atMs }) => (atMs - RECEIVED) / HOUR)).toEqual([1, 2]);
  });

  test('schedules escalation steps to the millisecond', () => {
    const steps = [{ percent: 33, to: ['reviewer' as const], page: false }];
    const [opened] = open(
      aLaw([aRule({ counting: aCount({ amount: 1, unit: 'minute' }), escalation: steps })]),
      facts,
    ).clocks;
    expect(opened?.clock.escalation[0]?.atMs).toBe(RECEIVED + 19_800);
  });

  test('schedules every escalation step at the due time if it passed before the notice arrived', () => {
    const ordered = { dueAtMs: RECEIVED - HOUR, confirmed: true, enteredBy: null };
    const { clocks } = open(aLaw([aRule({ escalation })]), facts, { ordered });
    expect(clocks.at(-1)?.clock.escalation.map(({ atMs }) => atMs)).toEqual([RECEIVED - HOUR, RECEIVED - HOUR]);
  });

  test('creates escalation steps unfired, numbered from one, with recipients and page flag', () => {
    const [opened] = open(
      aLaw([aRule({ escalation: [...escalation, { percent: 100, to: ['ops'], page: true }] })]),
      facts,
    ).clocks;
    const unfired = { firedAtMs: null, acknowledgedBy: null, pages: 0, pagedAtMs: null };
    expect(opened?.clock.escalation).toEqual([
      { level: 1, percent: 50, atMs: RECEIVED + HOUR / 2, to: ['reviewer'], page: false, ...unfired },
      { level: 2, percent: 100, atMs: RECEIVED + HOUR, to: ['reviewer'], page: false, ...unfired },
      { level: 3, percent: 100, atMs: RECEIVED + HOUR, to: ['ops'], page: true, ...unfired },
    ]);
  });
});

describe('standardEscalation: default escalation policy', () => {
  test('mails about our own duties at 50 and 75 %, and pages from 90 % on', () => {
    expect(standardEscalation({ kind: 'comply', owner: 'us', form: 'ceiling' })).toEqual([
      { percent: 50, to: ['reviewer'], page: false },
      { percent: 75, to: ['reviewer', 'approver'], page: false },
      { percent: 90, to: ['approver', 'counsel'], page: true },
      { percent: 100, to: ['counsel', 'ops'], page: true },
    ]);
  });

  test('reminds counsel of a right to challenge at 75 %, without a page', () => {
    expect(standardEscalation({ kind: 'challenge', owner: 'us', form: 'ceiling' })).toEqual([
      { percent: 75, to: ['counsel'], page: false },
    ]);
  });

  test('mails the reviewer once, without a page, when a clock of the authority is due', () => {
    expect(standardEscalation({ kind: 'challenge', owner: 'authority', form: 'ceiling' })).toEqual([
      { percent: 100, to: ['reviewer'], page: false },
    ]);
  });

  test('has no escalation steps for a floor', () => {
    expect(standardEscalation({ kind: 'comply', owner: 'us', form: 'floor' })).toEqual([]);
  });
});
