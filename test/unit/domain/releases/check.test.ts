import { describe, expect, test } from '@jest/globals';
import { CHECK_VALID_MS, permitsPromotion, releaseCheckState } from '../../../../domain/releases/check.js';

const at = (ms: number) => new Date(Date.parse('2026-11-28T10:00:00Z') + ms);
const open = { requestedAt: at(0), claimedAt: null, finishedAt: null, differing: [] };

describe('releaseCheckState', () => {
  test('is running while a worker is heard, and ends without a result after two minutes of silence', () => {
    expect(releaseCheckState(open, at(60_000))).toBe('running');
    expect(releaseCheckState(open, at(120_000))).toBeNull();
    expect(releaseCheckState({ ...open, claimedAt: at(119_000) }, at(120_000))).toBe('running');
  });

  test('is passed only if no history differs', () => {
    expect(releaseCheckState({ ...open, finishedAt: at(9) }, at(10))).toBe('passed');
    expect(releaseCheckState({ ...open, finishedAt: at(9), differing: ['id'] }, at(10))).toBe('differs');
  });
});

describe('permitsPromotion', () => {
  const passed = { state: 'passed', finishedAtMs: 0 } as const;

  test('requires a check that passed within an hour', () => {
    const permits = (check: Parameters<typeof permitsPromotion>[0]['check'], nowMs = 1) =>
      permitsPromotion({ wasCurrent: false, check }, nowMs);
    expect(permits(null)).toBe(false);
    expect(permits(passed)).toBe(true);
    expect(permits(passed, CHECK_VALID_MS)).toBe(false);
    for (const state of ['running', 'differs', null] as const) expect(permits({ state, finishedAtMs: 0 })).toBe(false);
  });

  test('lets an earlier release back without one', () => {
    expect(permitsPromotion({ wasCurrent: true, check: null }, 1)).toBe(true);
  });
});
