import { expect, test } from '@jest/globals';
import { readDayWords } from '../../../../console/records/list/day.js';

const NOW = Date.UTC(2026, 10, 27, 3);

test.each([
  ['4 Feb 2021', '2021-02-04'],
  ['4. Februar 2021', '2021-02-04'],
  ['2021-02-04', '2021-02-04'],
  ['4 févr. 2021', '2021-02-04'],
  ['1 Jan 2026', '2026-01-01'],
  ['yesterday', '2026-11-26'],
  ['heute', '2026-11-27'],
  ['  ', ''],
])('readDayWords reads %j as %j', (typed, day) => {
  expect(readDayWords(typed, NOW)).toBe(day);
});

test.each(['04/02/2021', '31 Feb 2021', 'soon', '4 Feb'])(
  'readDayWords rejects %j, which is ambiguous or no date',
  (typed) => {
    expect(readDayWords(typed, NOW)).toBeNull();
  },
);
