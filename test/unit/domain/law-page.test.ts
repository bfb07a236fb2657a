import { describe, expect, test } from '@jest/globals';
import {
  comparePages,
  findMissing,
  findReadingProblem,
  joinChanges,
  readMarkup,
} from '../../../domain/rulebook/law-page.js';
import { isEventNear } from '../../../domain/rulebook/law-event.js';

const quoted = (clause: string) => ({ clause, at: null, laws: ['IN-TEST 2021-02-25'] });

describe('readMarkup', () => {
  test('keeps the words of a page, a line for each block', () => {
    const page =
      '<html><head><title>x</title></head><body><p>Within&nbsp;<b>36</b>\n hours;</p><script>if (a < b) {}</script><!-- <p>no</p> --><li>caf&eacute; &#167; 1 &amp; 2';
    expect(readMarkup(page)).toBe('Within 36 hours;\ncafé § 1 & 2');
  });

  test('takes what is no tag as words, and an endless tag as the end', () => {
    expect(readMarkup('<p>1 < 2 and &nosuch; <a href="')).toBe('1 < 2 and &nosuch;');
  });

  test('reads a page of only opened scripts in a moment', () => {
    expect(readMarkup('<script'.repeat(400_000))).toBe('');
    expect(readMarkup('<p '.repeat(400_000))).toBe('');
  });
});

describe('findMissing: a quoted clause', () => {
  const page = readMarkup('<p>The period of “48 hours” begins with\n<i>the time</i> – or the day – of the notice.</p>');

  test.each(['the period of "48 hours" begins', 'The period of […] the notice.', 'time - or the day'])(
    'is found whatever its quotation marks, dashes and white space: %s',
    (clause) => expect(findMissing(page, [quoted(clause)])).toEqual([]),
  );

  test('is missing if one word differs', () => {
    expect(findMissing(page, [quoted('The period of 36 hours')])).toHaveLength(1);
  });
});

describe('findReadingProblem', () => {
  const clauses = [quoted('within 36 hours')];
  const law = `The service complies within 36 hours. ${'Another sentence. '.repeat(20)}`;

  test('takes a short page without any quoted clause for an error page, also one answered with 200', () => {
    expect(findReadingProblem('Service unavailable', { clauses, last: law })).toMatch(/probably an error page/);
    expect(findReadingProblem('Service unavailable', { clauses, last: null })).toMatch(/none of the 1 clauses/);
    expect(findReadingProblem('', { clauses: [], last: null })).toBe('The page has no text.');
  });

  test('takes a page of the same length whose clause changed for a change', () => {
    expect(findReadingProblem(law.replace('36', '24'), { clauses, last: law })).toBeNull();
    expect(findReadingProblem('within 36 hours', { clauses, last: law })).toBeNull();
  });
});

describe('comparePages', () => {
  test('shows the changed clause before and after', () => {
    const clause = 'The service complies within 36 hours of the order.';
    const change = comparePages(`Title\n${clause}`, 'Title\nNews\nThe service complies within 24 hours of the order.', [
      quoted(clause),
      quoted('Title'),
    ]);
    expect(change).toEqual({
      clauses: [
        {
          at: null,
          laws: ['IN-TEST 2021-02-25'],
          before: clause,
          after: 'The service complies within 24 hours of the order.',
        },
      ],
      removed: [clause],
      added: ['News', 'The service complies within 24 hours of the order.'],
    });
  });

  test('does not blame the change for a clause that was not there before, and guesses no likeness', () => {
    expect(comparePages('One', 'Two', [quoted('Never there')]).clauses).toEqual([]);
    expect(comparePages('全部の削除', 'xyz', [quoted('削除')]).clauses).toMatchObject([{ after: null }]);
  });

  test('joins with an earlier change: the first "before", the last "after"', () => {
    const first = comparePages('within 36 hours', 'within 24 hours', [quoted('within 36 hours')]);
    const second = { clauses: [], removed: ['within 24 hours'], added: ['within 12 hours'] };
    expect(joinChanges(first, second)).toEqual({
      clauses: first.clauses,
      removed: ['within 36 hours', 'within 24 hours'],
      added: ['within 12 hours', 'within 24 hours'],
    });
  });
});

test.each([
  ['2026-12-31', false],
  ['2027-01-01', true],
  ['2027-01-31', true],
  ['2027-02-01', true],
  ['2027-02-02', false],
])('isEventNear is true from 30 days before until the day after: on %s %s', (today, near) => {
  expect(isEventNear({ on: '2027-01-31' }, today)).toBe(near);
});
