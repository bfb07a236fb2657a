import { describe, expect, test } from '@jest/globals';
import { computeBand } from '../../../console/queue/bands.js';
import { isNarrowed, readSearch, toApiQuery } from '../../../console/queue/search.js';

describe('address of the queue', () => {
  test('sends its filters to the API, and closed notices only on request', () => {
    expect(toApiQuery(readSearch({ jurisdiction: 'IN', overdue: 'true', open: 'x' })).toString()).toBe(
      'jurisdiction=IN&overdue=true&open=true',
    );
    expect(toApiQuery(readSearch({ stage: 'closed' })).toString()).toBe('stage=closed');
  });

  test('drops unknown and empty parameters', () => {
    expect(readSearch({ q: '', stage: 'review', evil: '<script>', sort: 'random', overdue: 'yes' })).toEqual({
      stage: 'review',
    });
  });

  test('counts as narrowed by filters, not by sorting or an opened notice', () => {
    expect(isNarrowed(readSearch({ sort: 'received', open: 'x' }))).toBe(false);
    expect(isNarrowed(readSearch({ q: 'x' }))).toBe(true);
  });
});

test('rows are grouped in bands by our own due time', () => {
  const now = 1_000_000_000_000;
  expect([null, now, now + 3_600_000, now + 3_600_001, now + 86_400_001].map((due) => computeBand(due, now))).toEqual([
    'none',
    'overdue',
    'hour',
    'day',
    'later',
  ]);
});
