import { describe, expect, test } from '@jest/globals';
import {
  changesRoles,
  GUARDED_ROLES,
  isBootstrap,
  keyWaits,
  personWaits,
} from '../../../domain/changes/needs-second.js';
import type { SavedPerson } from '../../../domain/changes/entry.js';
import { ROLES, type Role } from '../../../domain/people/permission.js';
import { listDelegatedRoles, maySubstitute } from '../../../domain/people/substitute.js';
import { endsSoon, isKeyUseWorthWriting, keyEnd } from '../../../domain/people/key-life.js';

const person = (roles: Role[], patch: Partial<SavedPerson> = {}): SavedPerson => ({
  id: 'p',
  name: 'P',
  email: 'p@desk.example',
  roles,
  active: true,
  ...patch,
});

describe('personWaits: changes of a person that need confirmation', () => {
  test.each<[string, SavedPerson | null, SavedPerson, boolean]>([
    ['a new reviewer', null, person(['reviewer']), true],
    ['a new intake and ops', null, person(['intake', 'ops']), true],
    ['a new intake alone', null, person(['intake']), false],
    ['a new approver', null, person(['approver']), true],
    ['ops as one more role', person(['reviewer']), person(['reviewer', 'ops']), true],
    ['intake as one more role', person(['reviewer']), person(['reviewer', 'intake']), false],
    ['a removed role', person(['reviewer', 'approver']), person(['reviewer']), false],
    ['another name', person(['approver']), person(['approver'], { name: 'Q' }), true],
    ['another name of an intake', person(['intake']), person(['intake'], { name: 'Q' }), true],
    ['another address of a reviewer', person(['reviewer']), person(['reviewer'], { email: 'q@desk.example' }), true],
    [
      'another address of an inactive person',
      person(['reviewer'], { active: false }),
      person(['reviewer'], { active: false, email: 'q@desk.example' }),
      true,
    ],
    ['a removed role and a new name', person(['reviewer', 'ops']), person(['ops'], { name: 'Q' }), true],
    ['an approver who is to be inactive', null, person(['approver'], { active: false }), false],
    ['a reviewer made active again', person(['reviewer'], { active: false }), person(['reviewer']), true],
    ['an intake made active again', person(['intake'], { active: false }), person(['intake']), false],
    ['an approver made inactive', person(['approver']), person(['approver'], { active: false }), false],
  ])('decides whether a change of a person needs a second person: %s', (_what, before, after, expected) => {
    expect(personWaits(before, after)).toBe(expected);
  });

  test('requires confirmation to give intake to a person whose key is bound to an authority, not to remove a role', () => {
    expect(personWaits(person(['reviewer']), person(['reviewer', 'intake']), { hasBoundKey: true })).toBe(true);
    expect(personWaits(person(['reviewer', 'intake']), person(['intake']), { hasBoundKey: true })).toBe(false);
  });
});

test('guards every role except intake', () => {
  expect(GUARDED_ROLES).toEqual(ROLES.filter((role) => role !== 'intake'));
});

describe('changesRoles', () => {
  test.each<[string, SavedPerson | null, SavedPerson, boolean]>([
    ['the same roles in another order', person(['ops', 'admin']), person(['admin', 'ops']), false],
    ['one role more', person(['admin']), person(['admin', 'intake']), true],
    ['one role less', person(['admin', 'ops']), person(['admin']), true],
    ['access ended', person(['admin']), person(['admin'], { active: false }), true],
    ['another name', person(['admin']), person(['admin'], { name: 'Q' }), false],
    ['a new person', null, person(['intake']), true],
  ])('detects whether a change affects roles: %s', (_what, before, after, expected) => {
    expect(changesRoles(before, after)).toBe(expected);
  });
});

test('requires confirmation of a key for another person or bound to an authority', () => {
  expect(keyWaits({ isOwn: true, speaksFor: [] })).toBe(false);
  expect(keyWaits({ isOwn: false, speaksFor: [] })).toBe(true);
  expect(keyWaits({ isOwn: true, speaksFor: 'all' })).toBe(true);
  expect(keyWaits({ isOwn: true, speaksFor: ['in-meity'] })).toBe(true);
});

describe('isBootstrap', () => {
  const ask = (patch: Partial<Parameters<typeof isBootstrap>[0]>) =>
    isBootstrap({
      hadTwo: false,
      hasColleagues: false,
      caller: 'me',
      before: null,
      after: person(['counsel']),
      ...patch,
    });

  test.each<[string, Partial<Parameters<typeof isBootstrap>[0]>]>([
    ['counsel', {}],
    ['an admin', { after: person(['admin']) }],
    ['an intake who becomes counsel', { before: person(['intake']), after: person(['intake', 'counsel']) }],
  ])('lets the first admin add %s', (_what, patch) => {
    expect(ask(patch)).toBe(true);
  });

  test.each<[string, Partial<Parameters<typeof isBootstrap>[0]>]>([
    ['once there have been two', { hadTwo: true }],
    ['while others work here', { hasColleagues: true }],
    ['for oneself', { after: person(['counsel'], { id: 'me' }) }],
    ['for another role', { after: person(['approver', 'auditor']) }],
    ['for another role beside counsel', { after: person(['counsel', 'approver']) }],
    ['for an inactive person', { after: person(['counsel'], { active: false }) }],
    ['with another address', { before: person(['intake'], { email: 'q@desk.example' }), after: person(['counsel']) }],
    ['for no role', { before: person(['counsel']), after: person(['counsel']) }],
  ])('rejects a single-admin change %s', (_what, patch) => {
    expect(ask(patch)).toBe(false);
  });
});

test('lends a delegate only roles that they hold themself', () => {
  expect(listDelegatedRoles({ absent: ['approver', 'counsel'], substitute: ['approver', 'admin'] })).toEqual([
    'approver',
  ]);
  expect(maySubstitute({ absent: ['counsel'], substitute: ['approver'] })).toBe(false);
  expect(maySubstitute({ absent: ['approver'], substitute: ['admin', 'ops'] })).toBe(false);
  expect(maySubstitute({ absent: ['approver', 'counsel'], substitute: ['counsel'] })).toBe(true);
  expect(maySubstitute({ absent: ['reviewer'], substitute: ['intake'] })).toBe(true);
});

test('ends a key after 90 days by default, warns for 14 days, and records its use at most once a minute', () => {
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
