import { describe, expect, test } from '@jest/globals';
import {
  countPicked,
  isPicked,
  nothingPicked,
  readRanges,
  togglePicked,
  toSelection,
} from '../../../console/enforcement/numbers.js';
import { addsUp, countDone, listShownParts, computePhase } from '../../../console/enforcement/progress.js';
import type { Enforcement } from '../../../console/http/types.js';

const AT = '2026-02-09T16:33:00.000Z';

function progress(patch: Partial<Enforcement> = {}): Enforcement {
  return {
    submission: 1,
    total: 10,
    applied: 4,
    already: 1,
    failed: 1,
    refused: 0,
    pending: 4,
    startedAt: AT,
    finishedAt: null,
    rate: 2,
    etaAt: AT,
    paused: null,
    proof: null,
    ...patch,
  };
}

describe('enforcement progress', () => {
  test('consists of parts that add up to the whole', () => {
    expect(listShownParts(progress())).toEqual([
      { part: 'applied', count: 4, share: 40 },
      { part: 'already', count: 1, share: 10 },
      { part: 'failed', count: 1, share: 10 },
      { part: 'pending', count: 4, share: 40 },
    ]);
    expect(countDone(progress())).toBe(6);
    expect(addsUp(progress())).toBe(true);
    expect(addsUp(progress({ total: 11 }))).toBe(false);
  });

  test.each([
    ['nothing', { total: 0, applied: 0, already: 0, failed: 0, pending: 0 }],
    ['waiting', { startedAt: null }],
    ['running', {}],
    [
      'paused',
      {
        paused: {
          since: AT,
          reason: 'Platform changes',
          by: 'Omar',
          byId: 'o',
          until: '2026-02-09T17:33:00.000Z',
          requestedUntil: null,
          confirmedBy: null,
        },
      },
    ],
    ['finished', { applied: 8, pending: 0, finishedAt: AT }],
  ] as const)('has the phase %s', (phase, patch) => {
    expect(computePhase(progress(patch))).toBe(phase);
  });
});

describe('targets picked for restoration', () => {
  test.each([
    [
      '1-20, 31',
      [
        [1, 20],
        [31, 31],
      ],
    ],
    ['7', [[7, 7]]],
    [
      '3–5;9\n12',
      [
        [3, 5],
        [9, 9],
        [12, 12],
      ],
    ],
    ['', null],
    ['20-1', null],
    ['0', null],
    ['1-', null],
    ['all', null],
    ['99999999999', null],
  ])('reads the ranges %j as %j', (text, ranges) => {
    expect(readRanges(text)).toEqual(ranges);
  });

  test('sends picked numbers as ranges, and a whole list as its filters', () => {
    const some = togglePicked(togglePicked(togglePicked(nothingPicked, 3), 4), 9);
    expect(countPicked(some)).toBe(3);
    expect(toSelection(some, { action: 'withhold' })).toEqual({
      ranges: [
        [3, 4],
        [9, 9],
      ],
    });
    expect(toSelection({ kind: 'all', count: 40 }, { action: 'withhold' })).toEqual({
      status: 'applied',
      action: 'withhold',
    });
    expect(toSelection({ kind: 'written', text: '1-3' }, {})).toEqual({ ranges: [[1, 3]] });
  });

  test('returns no selection when no target is picked', () => {
    expect(toSelection(nothingPicked, {})).toBeNull();
    expect(toSelection({ kind: 'all', count: 0 }, {})).toBeNull();
    expect(toSelection({ kind: 'written', text: 'x' }, {})).toBeNull();
  });

  test('unpicks a number on a second press, and replaces a whole list by a single number', () => {
    expect(isPicked(togglePicked(togglePicked(nothingPicked, 3), 3), 3)).toBe(false);
    const one = togglePicked({ kind: 'all', count: 40 }, 3);
    expect([isPicked(one, 3), isPicked(one, 4)]).toEqual([true, false]);
    expect(isPicked({ kind: 'written', text: '2-4' }, 3)).toBe(true);
  });
});
