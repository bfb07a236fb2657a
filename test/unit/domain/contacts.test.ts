import { describe, expect, test } from '@jest/globals';
import { reachesOtherwise, scheduleContacts, type Contact } from '../../../domain/changes/contacts.js';

const AT = new Date('2026-03-01T00:00:00Z');
const START = new Date('2026-03-02T00:00:00Z');
const letters = (email: string, rest: Partial<Contact> = {}): Contact => ({ purpose: 'letters', email, ...rest });
const A = letters('a@x.example');
const B = letters('b@x.example');
const CALL: Contact = { purpose: 'callback', phone: '+91 11 2430 1851' };

function usedAt(contacts: readonly Contact[], at: Date): string | undefined {
  return contacts.find(
    ({ purpose, validFrom, validTo }) =>
      purpose === 'letters' &&
      (validFrom === undefined || new Date(validFrom) <= at) &&
      (validTo === undefined || at < new Date(validTo)),
  )?.email;
}

describe('scheduleContacts and reachesOtherwise', () => {
  test.each([
    [
      'the same in another notation',
      [letters('a@x.example', { validFrom: '2026-01-01T00:00:00Z' })],
      [letters('a@x.example', { validFrom: '2026-01-01T05:30:00+05:30' })],
      false,
    ],
    ['another address', [A], [B], true],
    ['one more', [A], [A, B], true],
    ['one less', [A, B], [A], true],
    ['another order, by which another is used first', [A, B], [B, A], true],
    ['another telephone', [A, CALL], [A, { ...CALL, phone: '+91 11 0000 0000' }], true],
    ['another office at the same address', [A], [{ ...A, office: 'Room 7' }], true],
    ['another street', [{ ...A, address: ['1 Road'] }], [{ ...A, address: ['2 Road'] }], true],
    ['what was over is dropped', [A, letters('old@x.example', { validTo: '2026-02-01T00:00:00Z' })], [A], false],
    ['purposes in another order', [A, CALL], [CALL, A], false],
  ])('detects whether a changed list reaches somebody else: %s', (_what, before, after, expected) => {
    expect(reachesOtherwise({ before, after }, AT)).toBe(expected);
  });

  const LISTS: Contact[][] = [[], [A], [B], [A, B], [B, A], [A, CALL], [CALL, B]];
  test.each(LISTS.flatMap((before) => LISTS.map((after) => [before, after] as const)))(
    'uses the old list until the start of a change and the new one from then on: %j to %j',
    (before, after) => {
      const { contacts } = scheduleContacts({ before, after }, { at: AT, start: START });
      for (const at of [AT, new Date(START.getTime() - 1)]) expect(usedAt(contacts, at)).toBe(usedAt(before, at));
      for (const at of [START, new Date('2030-01-01')]) expect(usedAt(contacts, at)).toBe(usedAt(after, at));
    },
  );

  test('notifies every removed address that was in use, and leaves unchanged contacts as they are', () => {
    const { contacts, contactsToNotify, starting } = scheduleContacts(
      { before: [A, CALL], after: [B, CALL] },
      { at: AT, start: START },
    );
    expect(contactsToNotify).toEqual(['a@x.example']);
    expect(starting).toEqual([{ ...B, validFrom: START.toISOString() }]);
    expect(contacts).toEqual([{ ...A, validTo: START.toISOString() }, { ...B, validFrom: START.toISOString() }, CALL]);
  });
});
