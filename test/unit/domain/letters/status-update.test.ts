import { describe, expect, test } from '@jest/globals';
import { readLetterKey } from '../../../../domain/letters/letter-effect.js';
import {
  isInterim,
  statusUpdateEffect,
  stopsUpdates,
  type RequestedCadence,
} from '../../../../domain/letters/status-update.js';
import { nextUpdate, type CountedIn } from '../../../../domain/open-clocks/next-update.js';
import { STAGES } from '../../../../domain/notices/notice.js';

const FRIDAY = Date.parse('2021-02-05T12:00:00Z');
const AT: CountedIn & { sinceMs: number } = { sinceMs: FRIDAY, zone: 'Asia/Kolkata', calendar: null };
const every = (amount: number, unit: RequestedCadence['unit'], asks: RequestedCadence['asks'] = 'authority') => ({
  amount,
  unit,
  asks,
  source: asks,
});
const findDue = (cadences: RequestedCadence[], at = AT) => {
  const next = nextUpdate(cadences, at);
  return next === null ? null : { asks: next.asks, at: new Date(next.dueAtMs).toISOString() };
};

describe('due time of the next status update', () => {
  test('is one period later, in the time zone and calendar of the law', () => {
    expect(findDue([every(36, 'hour')])?.at).toBe('2021-02-07T00:00:00.000Z');
    expect(findDue([every(7, 'calendar_day')])?.at).toBe('2021-02-12T12:00:00.000Z');
    expect(findDue([every(1, 'business_day')])?.at).toBe('2021-02-08T12:00:00.000Z');
    const calendar = { weekend: ['fri' as const, 'sat' as const], holidays: ['2021-02-07'] };
    expect(findDue([every(1, 'business_day')], { ...AT, calendar })?.at).toBe('2021-02-08T12:00:00.000Z');
    // A day of 23 hours is a day.
    const berlin = { ...AT, zone: 'Europe/Berlin', sinceMs: Date.parse('2021-03-27T12:00:00Z') };
    expect(findDue([every(1, 'calendar_day')], berlin)?.at).toBe('2021-03-28T11:00:00.000Z');
  });

  test('is the earlier of what the authority and the law require, and none if neither does', () => {
    expect(findDue([every(7, 'calendar_day'), every(2, 'business_day', 'law')])?.asks).toBe('law');
    expect(findDue([every(1, 'calendar_day'), every(2, 'business_day', 'law')])?.asks).toBe('authority');
    expect(findDue([])).toBeNull();
  });
});

describe('stopsUpdates: sending a status update', () => {
  const FACTS = { stage: 'review', authenticity: 'channel_verified', isAnswerOwed: false, isReachable: true } as const;

  test('allows updates while the notice awaits us, or while the authority is owed an answer', () => {
    const leaves = (isAnswerOwed: boolean) =>
      STAGES.filter((stage) => stopsUpdates({ ...FACTS, stage, isAnswerOwed }) === null);
    expect(leaves(false)).toEqual(['triage', 'review', 'approval', 'enforcement', 'reporting']);
    expect(leaves(true)).toEqual(['triage', 'review', 'approval', 'enforcement', 'reporting', 'in_force']);
  });

  test('requires a verified sender and a recipient who can be reached', () => {
    expect(stopsUpdates({ ...FACTS, authenticity: 'signer_verified' })).toBeNull();
    for (const authenticity of ['unverified', 'rejected'] as const)
      expect(stopsUpdates({ ...FACTS, authenticity })).toBe('sender_not_known');
    expect(stopsUpdates({ ...FACTS, isReachable: false })).toBe('no_recipient');
  });
});

test('treats a status update as an interim letter, whose key is none of the workflow’s letters', () => {
  const effect = statusUpdateEffect('n', new Date(FRIDAY));
  expect(effect.key).toBe('n:status:2021-02-05T12:00:00.000Z');
  expect(readLetterKey('n', effect.key, [])).toBeNull();
  expect(isInterim(effect)).toBe(true);
  expect(isInterim({ letter: 'status_update', submission: 1 })).toBe(false);
  expect(isInterim({ letter: 'acknowledgement', submission: null })).toBe(false);
});
