import { describe, expect, test } from '@jest/globals';
import { decideReleaseTurn, type ReleaseStatus } from '../../../../domain/release/turn.js';

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
    ['one that is current already stays so', { current: 'new', served: new Set() }, 'is_current'],
    [
      'none becomes current before every kind of its workers is there',
      { current: null, served: new Set(['old']) },
      'waits_for_workers',
    ],
    ['the first one ever becomes current by itself', { current: null }, 'becomes_current'],
    ['a later one waits for people while the old one works', {}, 'waits_for_people'],
    ['… whether all its workers are there or not', { served: new Set(['old']) }, 'waits_for_people'],
    ['… and no longer once the workers of the old one are gone', { deserted: () => true }, 'becomes_current'],
    [
      'where it can only replace the old one it becomes current at once',
      { versioning: 'auto-upgrade' },
      'becomes_current',
    ],
    [
      '… but not before its own workers are there',
      { versioning: 'auto-upgrade', served: new Set() },
      'waits_for_workers',
    ],
  ])('%s', (_name, patch, turn) => {
    expect(decideReleaseTurn(aStatus(patch))).toBe(turn);
  });
});
