import { describe, expect, test } from '@jest/globals';
import { parseCsv, parseTargets } from '../../../client/cli/target-file.js';

describe('parseTargets', () => {
  test('guesses the type of plain lines', () => {
    expect(parseTargets('@a\r\n#b\n\n  https://social.example/c \nd', '.txt')).toEqual([
      { type: 'account', locator: '@a' },
      { type: 'hashtag', locator: '#b' },
      { type: 'url', locator: 'https://social.example/c' },
      { type: 'account', locator: 'd' },
    ]);
  });

  test('reads CSV by its header, in any order', () => {
    expect(parseTargets('note,locator,type\n"a, ""b""\nc",@x,account\n,https://e.example/,\n', '.csv')).toEqual([
      { type: 'account', locator: '@x', note: 'a, "b"\nc' },
      { type: 'url', locator: 'https://e.example/' },
    ]);
  });

  test('reads NDJSON', () => {
    expect(parseTargets('{"type":"post","locator":"1"}\n\n{"locator":"@a"}\n', '.ndjson')).toEqual([
      { type: 'post', locator: '1' },
      { type: 'account', locator: '@a' },
    ]);
  });

  test('knows CSV and NDJSON from standard input by sight', () => {
    expect(parseTargets('type,locator,note\naccount,@a,', '')).toHaveLength(1);
    expect(parseTargets('{"locator":"@a"}', '')).toEqual([{ type: 'account', locator: '@a' }]);
  });

  test.each([
    ['a,b\n1,2', '.csv', 'no column "locator"'],
    ['type,locator\naccount,"@a', '.csv', 'not closed'],
    ['{"locator":"@a"}\n{', '.ndjson', 'line 2'],
    ['{"type":"x"}', '.ndjson', 'no text "locator"'],
    ['', '.xlsx', 'Save it as CSV'],
  ])('refuses %j as %s: %s', (text, ending, message) => {
    expect(() => parseTargets(text, ending)).toThrow(message);
  });
});

test('parseCsv keeps empty cells and a missing last line end', () => {
  expect(parseCsv('a,,c\n,\nx')).toEqual([['a', '', 'c'], ['', ''], ['x']]);
  expect(parseCsv('')).toEqual([]);
});
