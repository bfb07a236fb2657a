import { describe, expect, test } from '@jest/globals';
import { toCsv } from '../../../domain/csv.js';

describe('toCsv', () => {
  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '|calc',
    '%0A',
    '＝1+1',
    '＋1',
    '－1',
    '＠SUM(A1)',
    '﹦1',
    '﹢1',
    '\u200b=1',
    '\ufeff＝1',
    '　=1',
  ])('escapes %j so that a spreadsheet does not run it as a formula', (cell) => {
    const line = toCsv(['a'], [[cell]])
      .split('\r\n')
      .slice(1)
      .join('\r\n');
    const [, content] = /^"?(.*?)"?\r\n$/s.exec(line) ?? [];
    expect(content?.startsWith("'")).toBe(true);
  });

  test('quotes cells that contain separators, quotes or line breaks', () => {
    expect(
      toCsv(
        ['a', 'b'],
        [
          ['x,y', 'say "hi"'],
          ['two\nlines', 7],
        ],
      ),
    ).toBe('a,b\r\n"x,y","say ""hi"""\r\n"two\nlines",7\r\n');
  });

  test('leaves numbers unquoted, negative ones included, and null empty', () => {
    expect(toCsv(['a', 'b'], [[-5, null]])).toBe('a,b\r\n-5,\r\n');
  });
});
