import { describe, expect, test } from '@jest/globals';
import { decideReleaseTurn, type ReleaseStatus } from '../../../../domain/releases/turn.js';

const aStatus = (patch: Partial<ReleaseStatus>): ReleaseStatus => ({
  own: 'new',
  versioning: 'pinned',
  current: 'old',
  served: new Set(['old', 'new']),
  deserted: () => false,
  ...patch,
});

describe('decideReleaseTurn: release that receives notices', () => {
  test.each<[string, Partial<ReleaseStatus>, string]>([
    ['keeps a release current that is current already', { current: 'new', served: new Set() }, 'is_current'],
    [
      'promotes no release before every kind of its workers is present',
      { current: null, served: new Set(['old']) },
      'waits_for_workers',
    ],
    ['promotes the first release automatically', { current: null }, 'becomes_current'],
    ['lets a later release wait for people while the previous one works', {}, 'waits_for_people'],
    [
      'lets a later release without all its workers wait for people while the previous one works',
      { served: new Set(['old']) },
      'waits_for_people',
    ],
    [
      'promotes a later release once the workers of the previous one are gone',
      { deserted: () => true },
      'becomes_current',
    ],
    ['promotes an auto-upgrade release immediately', { versioning: 'auto-upgrade' }, 'becomes_current'],
    [
      'lets an auto-upgrade release wait for its own workers',
      { versioning: 'auto-upgrade', served: new Set() },
      'waits_for_workers',
    ],
  ])('%s', (_name, patch, turn) => {
    expect(decideReleaseTurn(aStatus(patch))).toBe(turn);
  });
});
