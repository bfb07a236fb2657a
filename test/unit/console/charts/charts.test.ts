import { beforeAll, describe, expect, test } from '@jest/globals';
import { englishWords } from '../../../support/words.js';
import { fitNames, wholeTicks } from '../../../../console/charts/style.js';
import { listMonths } from '../../../../console/charts/dashboard/days.js';
import { listTicks } from '../../../../console/charts/time-axis.js';
import { drawPicture, listLines } from '../../../../console/charts/notice/picture.js';
import { listHeld, sumHeld } from '../../../../console/charts/series/picture.js';
import type { Clock, NoticeChart } from '../../../../console/http/types.js';
import type { Words } from '../../../../console/words/use-words.js';

const NOW = Date.parse('2021-02-10T04:00:00Z');
const at = (time: string) => `2021-02-${time}:00Z`;

const clock = (patch: Partial<Clock>): Clock =>
  ({
    id: 'comply',
    kind: 'comply',
    owner: 'us',
    form: 'ceiling',
    state: 'running',
    startsAt: at('04T12:00'),
    dueAt: at('04T16:00'),
    metAt: null,
    receipt: {},
    ...patch,
  }) as Clock;

const CHART: NoticeChart = {
  receivedAt: at('04T12:00'),
  closedAt: null,
  holders: [],
  submissions: [],
  letters: [],
  replies: [],
};

let t: Words;
beforeAll(async () => {
  t = await englishWords();
});

const picture = (clocks: Clock[], chart: Partial<NoticeChart> = {}) =>
  drawPicture({ chart: { ...CHART, ...chart }, clocks, nowMs: NOW, t });

describe('the timeline of a notice', () => {
  test('goes on as overdue until a deadline is met', () => {
    const { bars, signs } = picture([clock({ state: 'missed', metAt: at('09T17:19') })]);
    expect(bars.map(({ look }) => look)).toEqual(['ours', 'overdue']);
    expect(bars[1]).toMatchObject({ from: Date.parse(at('04T16:00')), to: Date.parse(at('09T17:19')) });
    expect(bars[1]?.text).toBe('overdue by 5 d 1 h');
    expect(signs.map(({ look }) => look)).toEqual(['due', 'late', 'reply']);
  });

  test('is overdue until now where a deadline is still unmet', () => {
    expect(picture([clock({ state: 'missed' })]).bars[1]).toMatchObject({ look: 'overdue', to: NOW });
  });

  test('shows no overdue time for a deadline met in time or to come', () => {
    const met = clock({ state: 'met', metAt: at('04T13:00') });
    const open = clock({ id: 'report', dueAt: at('10T05:30') });
    expect(picture([met, open]).bars.map(({ look }) => look)).toEqual(['ours', 'ours']);
  });

  test('keeps a far deadline from pressing everything else together', () => {
    const { to, from, signs } = picture([clock({ dueAt: '2021-08-04T12:00:00Z' })]);
    expect(to - NOW).toBe((NOW - from) / 2);
    expect(signs.find(({ look }) => look === 'due')?.at).toBeGreaterThan(to);
  });

  test('draws a submission to its approval or return, and its enforcement to the read-back', () => {
    const submission = {
      number: 1,
      purpose: 'decision' as const,
      state: 'returned' as const,
      targets: 3,
      submittedAt: at('09T15:40'),
      approvedAt: null,
      returnedAt: at('09T16:00'),
      startedAt: null,
      finishedAt: null,
      provedAt: null,
    };
    const approved = {
      ...submission,
      number: 2,
      state: 'approved' as const,
      returnedAt: null,
      approvedAt: at('09T16:46'),
      startedAt: at('09T16:46'),
      finishedAt: at('09T17:19'),
      provedAt: at('09T17:40'),
    };
    const { bars, signs } = picture([], { submissions: [submission, approved] });
    expect(bars.map(({ row, look }) => `${row} ${look}`)).toEqual([
      'submissions submission',
      'submissions submission',
      'enforcement enforced',
      'enforcement proving',
    ]);
    expect(signs.map(({ look, text }) => `${look}: ${text}`)).toEqual([
      'returned: Submission 1 returned',
      'met: Submission 2 approved',
      'met: Submission 2 enforced',
      'reply: Notice received',
    ]);
  });

  test('ends with the closing of a notice', () => {
    const closed = picture([], { closedAt: at('09T00:00'), replies: [{ at: at('05T00:00') }] });
    expect(closed).toMatchObject({ now: null, to: Date.parse(at('09T00:00')) });
  });

  test('is the same as lines of a table, by time', () => {
    const lines = listLines(
      picture([clock({ state: 'missed', metAt: at('09T17:19') })], {
        letters: [{ at: at('04T12:14'), kind: 'acknowledgement' }],
      }),
    );
    expect(lines.map(({ name, what }) => `${name}: ${what}`)).toEqual([
      expect.stringMatching(/^Comply: due /),
      'Received: Notice received',
      'Letters out: Acknowledgement',
      'Comply: overdue by 5 d 1 h',
      expect.stringMatching(/^Comply: met late/),
    ]);
  });
});

describe('the series', () => {
  const steps = [
    { at: at('01T10:00'), notice: 'one', inForce: 257 },
    { at: at('01T16:00'), notice: 'one', inForce: 0 },
    { at: at('09T17:00'), notice: 'two', inForce: 371 },
    { at: at('09T18:00'), notice: 'two', inForce: 1_141 },
  ];

  test('has a bar for each stretch in which something was in force', () => {
    expect(listHeld({ steps }, NOW).map(({ notice, inForce }) => [notice, inForce])).toEqual([
      ['one', 257],
      ['two', 371],
      ['two', 1_141],
    ]);
  });

  test('sums up what was in force, up to now', () => {
    expect(sumHeld({ steps }, NOW).map(({ inForce }) => inForce)).toEqual([257, 0, 371, 1_141, 1_141]);
    expect(sumHeld({ steps: [] }, NOW)).toEqual([]);
  });
});

test('months without orders are on the axis too, across a year', () => {
  expect(listMonths(['2021-02', '2020-11'])).toEqual(['2020-11', '2020-12', '2021-01', '2021-02']);
  expect(listMonths([])).toEqual([]);
});

test('names of rows leave half of the width to the drawing', () => {
  const { marginLeft, cut } = fitNames(['A very long name of an authority in some country'], 300);
  expect(marginLeft).toBeLessThanOrEqual(150);
  expect(cut('A very long name of an authority in some country')).toMatch(/…$/);
  expect(wholeTicks(0)).toEqual([0]);
});

test.each([
  ['seconds', 17_000],
  ['hours', 9 * 3_600_000],
  ['days', 6 * 86_400_000],
  ['years', 1_500 * 86_400_000],
])('a time axis over %s has a few ticks within it, each with room for its name', (_, span) => {
  const ticks = listTicks({ from: NOW, to: NOW + span, px: 1_040 });
  expect(ticks.length).toBeGreaterThanOrEqual(2);
  expect(ticks.length).toBeLessThanOrEqual(9);
  expect(ticks.every((tick) => tick >= NOW && tick <= NOW + span)).toBe(true);
});
