import { describe, expect, test } from '@jest/globals';
import { bandOf } from '../../../console/queue/bands.js';
import { isNarrowed, readSearch, toApiQuery } from '../../../console/queue/search.js';

describe('the address of the queue', () => {
  test('is a view: what it filters by is asked of the desk, and closed notices only if they are asked for', () => {
    expect(toApiQuery(readSearch({ jurisdiction: 'IN', overdue: 'true', open: 'x' })).toString()).toBe(
      'jurisdiction=IN&overdue=true&open=true',
    );
    expect(toApiQuery(readSearch({ stage: 'closed' })).toString()).toBe('stage=closed');
  });

  test('may hold anything: what is unknown or empty is left out', () => {
    expect(readSearch({ q: '', stage: 'review', evil: '<script>', sort: 'random', overdue: 'yes' })).toEqual({
      stage: 'review',
    });
  });

  test('narrows by filters alone, not by order or by what is open beside the list', () => {
    expect(isNarrowed(readSearch({ sort: 'received', open: 'x' }))).toBe(false);
    expect(isNarrowed(readSearch({ q: 'x' }))).toBe(true);
  });
});

test('rows lie in bands by their own due', () => {
  const now = 1_000_000_000_000;
  expect([null, now, now + 3_600_000, now + 3_600_001, now + 86_400_001].map((due) => bandOf(due, now))).toEqual([
    'none',
    'overdue',
    'hour',
    'day',
    'later',
  ]);
});
