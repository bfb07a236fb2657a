import { beforeAll, describe, expect, test } from '@jest/globals';
import { englishWords } from '../../support/words.js';
import type { Clock } from '../../../console/http/types.js';
import { clockName } from '../../../console/notice/clocks/clock-name.js';
import { formatRequested, listReceiptSteps, describeEscalations } from '../../../console/notice/clocks/receipt-text.js';
import { formatDuration } from '../../../console/parts/format.js';
import type { Words } from '../../../console/words/use-words.js';

let t: Words;
beforeAll(async () => {
  t = await englishWords();
});

const findName = (id: string) => ({ ana: 'Ana Lindqvist' })[id] ?? id;

function clock(patch: Record<string, unknown> = {}, receipt: Record<string, unknown> = {}): Clock {
  return {
    id: 'c',
    kind: 'comply',
    owner: 'us',
    basis: 'order',
    form: 'ceiling',
    state: 'running',
    metAt: null,
    mayPause: false,
    moves: [],
    pendingExtension: null,
    startsAt: '2021-02-04T12:08:00.000Z',
    dueAt: '2021-02-04T16:08:00.000Z',
    escalation: [],
    receipt: {
      zone: 'Asia/Kolkata',
      facts: { received: '2021-02-04T12:08:00.000Z', ordered: 'PT14400S' },
      rule: { basis: 'order', startsOn: 'service', countsFrom: 'received', amount: 4, unit: 'hour', roll: 'none' },
      regime: { id: 'IN-69A-EMERG', version: '2009-10-27' },
      calendar: null,
      tzVersion: '2025c',
      source: 'The order',
      confidence: 'primary',
      reviewer: null,
      working: [
        'The order gives 14400 seconds from its receipt.',
        'start 2021-02-04T17:38:00.000+05:30',
        '4 hour in Asia/Kolkata: due 2021-02-04T21:38:00.000+05:30',
      ],
      ...receipt,
    },
    ...patch,
  } as unknown as Clock;
}

const said = (one: Clock) => listReceiptSteps(one, { channel: 'email' }, t).map(({ mark, say }) => `${mark} | ${say}`);

describe('working of a due date in words', () => {
  test('is described in sentences, in the time zone of the issuer', () => {
    expect(said(clock())).toEqual([
      '4 Feb, 17:38:00 | Received by e-mail. The deadline runs from receipt. The law counts from service, but that time is not known.',
      '+ 4 hours | The order says within 4 hours.',
      'around the clock | Elapsed hours, including holidays and weekends.',
      'no pause | This rule cannot be paused; not extended.',
    ]);
  });

  test('names the calendar where only working days count, and the roll', () => {
    const rule = {
      basis: 'law',
      startsOn: 'issue',
      countsFrom: 'issued',
      amount: 7,
      unit: 'business_day',
      dueTime: 'end_of_day',
      roll: 'following',
    };
    const steps = said(
      clock(
        { mayPause: true },
        {
          rule,
          facts: { issued: '2021-02-04T10:00:00.000Z', received: '2021-02-04T12:08:00.000Z' },
          calendar: { id: 'in-central', version: '2021' },
          source: 'Rule 11: the request is disposed of within seven working days',
        },
      ),
    );
    expect(steps).toEqual([
      '4 Feb, 15:30:00 | Issued by the authority. The deadline runs from issue.',
      '+ 7 working days | Set by law: Rule 11: the request is disposed of within seven working days.',
      'working days | Weekends and holidays of the calendar in-central, 2021 do not count. It runs to the end of the last day.',
      'a day off | A deadline on a weekend or holiday moves to the next working day.',
      'no pause | Not paused or extended.',
    ]);
  });

  test('describes a pending extension with its document, and that the present due time still runs', () => {
    const extension = {
      to: '2021-02-05T16:08:00.000Z',
      by: 'm',
      byName: 'Meera Pillai',
      at: '2021-02-04T13:00:00.000Z',
      reason: 'They asked for it.',
      authorityReference: 'F.7(3)',
      document: { document: 'a'.repeat(64) },
    };
    expect(formatRequested(extension, t)).toMatch(
      /^Meera Pillai requested an extension until Fri 5 Feb 2021, .*: They asked for it\. \(F\.7\(3\), document a{12}\)\. The current deadline applies/,
    );
  });

  test('describes a move with its document, and keeps remarks without a sentence of their own', () => {
    const moved = clock(
      {
        moves: [
          {
            at: '2021-02-04T13:00:00.000Z',
            cause: 'extend',
            to: '2021-02-05T16:08:00.000Z',
            by: 'Meera Pillai',
            reason: 'They asked for it.',
            authorityReference: 'F.7(3)',
            document: { notice: 'n', number: 'N-2021-000009' },
            confirmedBy: 'Asha Rao',
          },
        ],
      },
      { working: ['Two laws hold (A, B): the stricter runs.', 'start 2021-02-04T17:38:00.000+05:30'] },
    );
    const [, , , move, remark] = said(moved);
    expect(move).toMatch(
      /^4 Feb, 18:30:00 \| Extended by Meera Pillai: due Fri 5 Feb 2021, .* They asked for it\. Document: F\.7\(3\), N-2021-000009\. Confirmed by Asha Rao\.$/,
    );
    expect(remark).toBe('also | Two laws hold (A, B): the stricter runs.');
  });

  test('contains no field names and no machine timestamps', () => {
    for (const step of said(clock({}, { rule: { countsFrom: 'ordered_due', amount: 0, unit: 'minute' } }))) {
      expect(step).not.toMatch(/[a-z]_[a-z]|\d{4}-\d\d-\d\dT/);
    }
  });
});

describe('escalation notifications of a clock', () => {
  const level = (patch: object) => ({
    percent: 50,
    to: ['reviewer'],
    at: '2021-02-04T14:08:00.000Z',
    firedAt: null,
    acknowledgedBy: null,
    ...patch,
  });

  test('shows that no person was notified yet and which role is next', () => {
    expect(describeEscalations(clock({ escalation: [level({})] }), findName, t)).toEqual([
      'Nobody yet.',
      expect.stringMatching(/^Next: Reviewer, Thu 4 Feb 2021, /),
    ]);
  });

  test('lists each notification with its time and acknowledgement', () => {
    const fired = level({ firedAt: '2021-02-04T14:08:00.000Z', acknowledgedBy: 'ana' });
    const lines = describeEscalations(
      clock({ state: 'met', metAt: '2021-02-04T15:00:00.000Z', escalation: [fired, level({})] }),
      findName,
      t,
    );
    expect(lines).toEqual([
      expect.stringMatching(/^Reviewer, Thu 4 Feb 2021, .*, at 50 % of the time; acknowledged by Ana Lindqvist\.$/),
    ]);
  });
});

describe('clock of the authority', () => {
  const theirs = (source: string, patch: object = {}) =>
    clock({ kind: 'authority', owner: 'authority', ...patch }, { source, rule: { guards: 'hearing' } });

  test('is named by the act that the law requires, so that two clocks differ', () => {
    expect(
      clockName(theirs('Blocking Rules 2009, rule 11: the request is disposed of within seven working days'), t),
    ).toBe('The request is disposed of within seven working days');
    expect(
      clockName(theirs('Blocking Rules 2009, rule 8: not less than 48 hours (reprint)', { form: 'floor' }), t),
    ).toBe('Earliest hearing');
    expect(clockName(theirs('Some law'), t)).toBe('Authority action');
    expect(clockName(clock(), t)).toBe('Comply');
  });
});

test('formatDuration keeps the units of the order', () => {
  expect(['PT26H', 'PT93600S', 'P3D', 'P1DT12H', 'PT90M'].map(formatDuration)).toEqual([
    '26 hours',
    '26 hours',
    '3 days',
    '1 day 12 hours',
    '90 minutes',
  ]);
});
