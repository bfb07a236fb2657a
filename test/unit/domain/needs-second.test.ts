import { describe, expect, test } from '@jest/globals';
import { isBootstrap, keyWaits, personWaits } from '../../../domain/administration/needs-second.js';
import type { SavedPerson } from '../../../domain/administration/entry.js';
import type { Role } from '../../../domain/people/permission.js';
import { lentRoles, maySubstitute } from '../../../domain/people/substitute.js';
import { endsSoon, isKeyUseWorthWriting, keyEnd } from '../../../domain/people/key-life.js';

const person = (roles: Role[], patch: Partial<SavedPerson> = {}): SavedPerson => ({
  id: 'p',
  name: 'P',
  email: 'p@desk.example',
  roles,
  active: true,
  ...patch,
});

describe('saving a person waits for a second one', () => {
  test.each<[string, SavedPerson | null, SavedPerson, boolean]>([
    ['a new reviewer', null, person(['reviewer']), false],
    ['a new intake and ops', null, person(['intake', 'ops']), false],
    ['a new approver', null, person(['approver']), true],
    ['a new auditor', null, person(['reviewer', 'auditor']), true],
    ['counsel as one more role', person(['reviewer']), person(['reviewer', 'counsel']), true],
    ['a role taken away', person(['reviewer', 'approver']), person(['reviewer']), false],
    ['another name', person(['approver']), person(['approver'], { name: 'Q' }), false],
    ['another address of an approver', person(['approver']), person(['approver'], { email: 'q@desk.example' }), true],
    ['another address of a reviewer', person(['reviewer']), person(['reviewer'], { email: 'q@desk.example' }), false],
    ['an approver who is to be inactive', null, person(['approver'], { active: false }), false],
    ['an approver made active again', person(['approver'], { active: false }), person(['approver']), true],
    ['an approver made inactive', person(['approver']), person(['approver'], { active: false }), false],
  ])('%s', (_what, before, after, expected) => {
    expect(personWaits(before, after)).toBe(expected);
  });
});

test('a key waits in another’s name and where it speaks for an authority', () => {
  expect(keyWaits({ isOwn: true, speaksFor: [] })).toBe(false);
  expect(keyWaits({ isOwn: false, speaksFor: [] })).toBe(true);
  expect(keyWaits({ isOwn: true, speaksFor: 'all' })).toBe(true);
  expect(keyWaits({ isOwn: true, speaksFor: ['in-meity'] })).toBe(true);
});

test('the first admin brings in the second pair of eyes alone, and nothing else', () => {
  const ask = (patch: Partial<Parameters<typeof isBootstrap>[0]>) =>
    isBootstrap({ hadTwo: false, caller: 'me', after: person(['counsel']), ...patch });
  expect(ask({})).toBe(true);
  expect(ask({ after: person(['admin']) })).toBe(true);
  expect(ask({ hadTwo: true })).toBe(false);
  expect(ask({ after: person(['counsel'], { id: 'me' }) })).toBe(false);
  expect(ask({ after: person(['approver', 'auditor']) })).toBe(false);
  expect(ask({ after: person(['counsel'], { active: false }) })).toBe(false);
});

test('a substitute is lent no role that they have not', () => {
  expect(lentRoles({ absent: ['approver', 'counsel'], substitute: ['approver', 'admin'] })).toEqual(['approver']);
  expect(maySubstitute({ absent: ['counsel'], substitute: ['approver'] })).toBe(false);
  expect(maySubstitute({ absent: ['approver'], substitute: ['admin', 'ops'] })).toBe(false);
  expect(maySubstitute({ absent: ['approver', 'counsel'], substitute: ['counsel'] })).toBe(true);
  expect(maySubstitute({ absent: ['reviewer'], substitute: ['intake'] })).toBe(true);
});

test('a key lives 90 days where nobody says otherwise, is shown as ending for 14, and its use is written once a minute', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  expect(keyEnd(null, now).toISOString()).toBe('2026-04-01T00:00:00.000Z');
  const said = new Date('2100-01-01T00:00:00Z');
  expect(keyEnd(said, now)).toBe(said);
  expect(endsSoon(new Date('2026-01-15T00:00:00Z'), now)).toBe(true);
  expect(endsSoon(new Date('2026-01-15T00:00:01Z'), now)).toBe(false);
  expect(endsSoon(new Date('2025-12-31T00:00:00Z'), now)).toBe(false);
  expect(endsSoon(null, now)).toBe(false);
  expect(isKeyUseWorthWriting(null, now)).toBe(true);
  expect(isKeyUseWorthWriting(new Date('2025-12-31T23:59:01Z'), now)).toBe(false);
  expect(isKeyUseWorthWriting(new Date('2025-12-31T23:59:00Z'), now)).toBe(true);
});
