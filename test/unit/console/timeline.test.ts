import { describe, expect, test } from '@jest/globals';
import { isInGroup, findSpeaker } from '../../../console/timeline/groups.js';
import { clocksFor, unmetOwn } from '../../../console/notice/acts/clocks-for.js';
import type { Clock } from '../../../console/http/types.js';

const entry = (kind: string, action: string) => ({ actor: { kind, id: 'x', name: 'X' }, action });

describe('timeline speakers and groups', () => {
  test.each([
    ['person', 'approve', 'person'],
    ['system', 'letter_bounced', 'mail'],
    ['system', 'clock_met', 'machine'],
    ['authority', 'authority_act', 'authority'],
  ])('attribute a %s entry %s to the speaker %s', (kind, action, speaker) => {
    expect(findSpeaker(entry(kind, action))).toBe(speaker);
  });

  test('put a person’s extension among people and clocks', () => {
    const extension = entry('person', 'extend');
    expect(
      ['all', 'people', 'machine', 'mail', 'clocks'].filter((group) => isInGroup(group as 'all', extension)),
    ).toEqual(['all', 'people', 'clocks']);
  });
});

describe('clock actions offered in the console', () => {
  const clock = (patch: Partial<Clock>): Clock =>
    ({
      id: 'c',
      owner: 'us',
      kind: 'comply',
      form: 'ceiling',
      state: 'running',
      metAt: null,
      mayPause: true,
      mayExtend: true,
      ...patch,
    }) as Clock;

  test('are offered where rule and state allow them', () => {
    const running = clock({ id: 'r' });
    const paused = clock({ id: 'p', state: 'paused' });
    const fixed = clock({ id: 'f', mayPause: false, mayExtend: false });
    const all = [running, paused, fixed];
    expect(clocksFor('extend', all)).toEqual([running]);
    expect(clocksFor('pause', all)).toEqual([running]);
    expect(clocksFor('resume', all)).toEqual([paused]);
  });

  test('list our open and late duties as unmet on closing, but no right of ours', () => {
    const late = clock({ id: 'l', state: 'missed' });
    const lateMet = clock({ id: 'm', state: 'missed', metAt: '2021-02-04T12:08:00.000Z' });
    const right = clock({ id: 's', kind: 'secrecy' });
    const theirs = clock({ id: 't', owner: 'authority' });
    expect(unmetOwn([late, lateMet, right, theirs]).map(({ id }) => id)).toEqual(['l']);
  });
});
