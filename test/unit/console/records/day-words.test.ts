import { expect, test } from '@jest/globals';
import { readDayWords } from '../../../../console/records/list/day-words.js';

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
])('the day %j is read as %j', (typed, day) => {
  expect(readDayWords(typed, NOW)).toBe(day);
});

test.each(['04/02/2021', '31 Feb 2021', 'soon', '4 Feb'])(
  '%j could be two days or none and is not guessed',
  (typed) => {
    expect(readDayWords(typed, NOW)).toBeNull();
  },
);
