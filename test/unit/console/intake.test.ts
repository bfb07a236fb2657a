import { describe, expect, test } from '@jest/globals';
import { badRowsCsv, countBad } from '../../../console/intake/document/bad-rows.js';
import {
  emptyFields,
  INLINE_ROWS,
  isTouched,
  toNdjson,
  toRequest,
  type DraftRow,
  type Fields,
} from '../../../console/intake/draft.js';

const NOW = Date.parse('2021-02-09T14:36:00Z');
const row = (locator: string, patch: Partial<DraftRow> = {}): DraftRow => ({
  line: 1,
  type: 'account',
  locator,
  note: '',
  problem: null,
  flags: [],
  ...patch,
});
const filled = (patch: Partial<Fields> = {}): Fields => ({
  ...emptyFields('Asia/Kolkata'),
  authority: 'in-meity',
  jurisdiction: 'in',
  subject: ' Block one ',
  ...patch,
});
const send = (fields: Fields, rows: DraftRow[] = [row('@one')], linkIds: (string | null)[] = []) =>
  toRequest(fields, { now: NOW, rows, linkIds });

describe('intake form request', () => {
  test('sends trimmed texts and converts times to instants', () => {
    const { body, errors } = send(
      filled({
        receivedAt: 'yesterday 9am',
        deadline: 'within',
        deadlineText: '4 hours',
        issuedAt: '4 Feb 2021 17:38',
      }),
    );
    expect(errors).toEqual([]);
    expect(body).toMatchObject({
      authority: 'in-meity',
      jurisdiction: 'IN',
      subject: 'Block one',
      issuedAt: '2021-02-04T12:08:00.000Z',
      servedAt: null,
      receivedAt: '2021-02-08T03:30:00.000Z',
      orderedDeadline: { within: 'PT4H' },
      secrecy: { level: 'open' },
      targets: [{ type: 'account', locator: '@one', note: '' }],
      targetsFollow: false,
    });
    expect(body).not.toHaveProperty('regime');
  });

  test('is the same when built again at the same instant', () => {
    const fields = filled({ deadline: 'at', deadlineText: 'in 4 hours' });
    expect(send(fields).body).toEqual(send(fields).body);
    expect(send(fields).body.orderedDeadline).toEqual({ at: '2021-02-09T18:36:00.000Z' });
  });

  test('rejects an ambiguous date instead of choosing a reading', () => {
    expect(send(filled({ issuedAt: '4/2/2021 17:38' })).errors).toEqual([{ path: '/issuedAt', why: 'unclear' }]);
  });

  test('names each missing field by its path', () => {
    const { errors } = send(
      filled({
        issuer: 'unknown',
        jurisdiction: 'India',
        deadline: 'at',
        secrecy: 'gagged',
        relates: [{ text: 'N-2021-000001', as: 'follows' }],
      }),
      [row('@one')],
      [null],
    );
    expect(errors.map(({ path }) => path)).toEqual([
      '/jurisdiction',
      '/authority/name',
      '/authority/country',
      '/orderedDeadline/at',
      '/secrecy/people',
      '/relatesTo/0/notice',
    ]);
  });

  test('sends an authority outside the directory by name and country', () => {
    const fields = filled({ issuer: 'unknown', name: 'Court of X', country: 'de', email: '' });
    expect(send(fields).body.authority).toEqual({ name: 'Court of X', country: 'DE' });
  });

  test('leaves out an empty link to another notice', () => {
    const { body, errors } = send(filled({ relates: [{ text: '', as: 'follows' }] }), [row('@one')], [null]);
    expect(errors).toEqual([]);
    expect(body.relatesTo).toEqual([]);
  });

  test('sends a long list of targets after the notice', () => {
    const rows = Array.from({ length: INLINE_ROWS + 1 }, (_, no) => row(`@a${no}`));
    const { body, listFollows } = send(filled(), rows);
    expect(listFollows).toBe(true);
    expect(body).toMatchObject({ targets: [], targetsFollow: true });
    expect(toNdjson(rows).split('\n')).toHaveLength(INLINE_ROWS + 1);
  });

  test('requires no targets when they are announced for later', () => {
    expect(send(filled({ targetsFollow: true }), []).body.targetsFollow).toBe(true);
    expect(send(filled({ targetsFollow: true })).body.targetsFollow).toBe(false);
  });

  test('treats an untouched form as not worth saving', () => {
    expect(isTouched(emptyFields('UTC'))).toBe(false);
    expect(isTouched({ ...emptyFields('UTC'), reference: 'X' })).toBe(true);
  });
});

describe('bad rows of a list', () => {
  const list = {
    name: 'list.csv',
    format: 'csv',
    merged: 0,
    rows: [row('@good', { line: 2 }), row('=cmd|"x"!A1', { line: 4, problem: 'malformed_locator' })],
    problems: [{ line: 3, reason: 'The line is empty, or has "quotes".' }],
  };

  test('are the unreadable lines and the rows with a problem', () => {
    expect(countBad(list)).toBe(2);
  });

  test('are exported as CSV in file order, without formulas', () => {
    expect(badRowsCsv(list)).toBe(
      'line,type,locator,note,reason\r\n' +
        '3,,,,"The line is empty, or has ""quotes""."\r\n' +
        '4,account,"\'=cmd|""x""!A1",,malformed_locator\r\n',
    );
    const wide = { ...list, problems: [], rows: list.rows.map((one) => ({ ...one, locator: '＝cmd' })) };
    expect(badRowsCsv(wide)).toContain("'＝cmd");
  });
});
