import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { replayPins, type PinAct } from '../../../../domain/rulebook/edition-pin.js';
import { ROLES } from '../../../../domain/people/permission.js';

const anAct = (people: readonly string[], roles: readonly (typeof ROLES)[number][]) =>
  fc.record<PinAct>({
    kind: fc.constantFrom('pin', 'unpin'),
    digest: fc.constantFrom('a', 'b'),
    proposal: fc.nat(2),
    person: fc.constantFrom(...people),
    roles: fc.subarray([...roles]),
    inEffect: fc.boolean(),
  });
const act = (patch: Partial<PinAct>): PinAct => ({
  kind: 'pin',
  digest: 'a',
  proposal: 0,
  person: 'one',
  roles: ['counsel'],
  inEffect: false,
  ...patch,
});
const other = { person: 'other', roles: ['admin'], inEffect: true } as const;

describe('replayPins', () => {
  test('pins and unpins with the last approval of two people, one of them counsel', () => {
    const pin = [act({}), act(other)];
    expect(replayPins(pin)).toEqual({ pinned: 'a', count: 1, open: [] });
    const unpin = [act({ kind: 'unpin', proposal: 1 }), act({ ...other, kind: 'unpin', proposal: 1 })];
    expect(replayPins([...unpin, ...pin])).toEqual({ pinned: null, count: 2, open: [] });
    expect(replayPins([...pin, ...unpin.slice(0, 1)])).toEqual({ pinned: 'a', count: 1, open: unpin.slice(0, 1) });
  });

  test('adds no approvals of different editions together', () => {
    expect(replayPins([act({}), act({ ...other, digest: 'b' })])).toMatchObject({ pinned: null, count: 0 });
  });

  test('pins nothing by whatever one person signs, or several without counsel', () => {
    const alone = fc.array(anAct(['one'], ROLES), { maxLength: 12 });
    const withoutCounsel = fc.array(
      anAct(
        ['one', 'two', 'three'],
        ROLES.filter((role) => role !== 'counsel'),
      ),
      { maxLength: 12 },
    );
    fc.assert(fc.property(fc.oneof(alone, withoutCounsel), (acts) => replayPins(acts).pinned === null));
  });
});
