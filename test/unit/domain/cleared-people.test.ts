import { describe, expect, test } from '@jest/globals';
import {
  findEmptySlot,
  findUnknownEntry,
  hasSecondPerson,
  keepsReaders,
  type Colleague,
} from '../../../domain/notices/cleared-people.js';
import type { Role } from '../../../domain/people/permission.js';

const person = (id: string, ...roles: Role[]): Colleague => ({ id, roles, active: true });
const OFFICE = [
  person('rita', 'reviewer'),
  person('ralf', 'reviewer'),
  person('anna', 'approver'),
  person('carl', 'counsel'),
  person('both', 'reviewer', 'approver'),
  person('olga', 'ops'),
  person('audi', 'auditor'),
  { ...person('gone', 'approver'), active: false },
];
const slot = (level: 'open' | 'restricted' | 'gagged', people: string[], office = OFFICE) =>
  findEmptySlot({ level, people }, office);

describe('people of a gagged notice', () => {
  test.each([
    [['rita', 'anna']],
    [['rita', 'carl']],
    [['carl', 'anna']],
    [['both', 'anna']],
    [['both', 'rita']],
    [['role:reviewer', 'role:approver']],
    [['role:counsel', 'rita']],
    [['role:reviewer']], // one of them approves as well
  ])('can work it when they are %j', (people) => {
    expect(slot('gagged', people)).toBeNull();
  });

  test.each<[string[], 'reviewer' | 'approver']>([
    [['rita'], 'approver'],
    [['rita', 'ralf', 'olga'], 'approver'],
    [['anna'], 'reviewer'],
    [['role:approver', 'olga', 'audi'], 'approver'], // the reviewer is the only person with both roles, others approve
    [['role:ops', 'role:auditor', 'role:admin'], 'reviewer'],
    [['carl'], 'approver'],
    [['role:counsel'], 'approver'],
    [['both'], 'approver'],
    [['rita', 'gone'], 'approver'],
    [[], 'reviewer'],
  ])('cannot work it when they are %j: no %s is among them', (people, empty) => {
    const office = people.includes('role:approver') ? OFFICE.filter(({ id }) => id !== 'anna') : OFFICE;
    expect(slot('gagged', people, office)).toBe(empty);
  });

  test('can work it as two counsel alone', () => {
    expect(slot('gagged', ['role:counsel'], [...OFFICE, person('cora', 'counsel')])).toBeNull();
  });
});

describe('people of a restricted notice', () => {
  test.each([[['olga']], [['rita']], [['audi', 'anna']]])(
    'can work it when they are %j, since counsel may name a reviewer',
    (people) => {
      expect(slot('restricted', people)).toBeNull();
    },
  );

  test('cannot work it without an approver or a reviewer among them and counsel', () => {
    const without = (...roles: Role[]) => OFFICE.filter((one) => !one.roles.some((role) => roles.includes(role)));
    expect(slot('restricted', ['rita'], without('counsel'))).toBe('approver');
    expect(slot('restricted', ['anna'], without('counsel', 'reviewer'))).toBe('reviewer');
    expect(slot('restricted', ['anna'], without('counsel'))).toBeNull();
  });
});

test('an open notice can be worked by everybody', () => {
  expect(slot('open', ['olga'])).toBeNull();
});

describe('findUnknownEntry in a list of people', () => {
  test('accepts a person, active or not, and a known role', () => {
    expect(findUnknownEntry({ people: ['rita', 'gone', 'role:intake', 'role:admin'] }, OFFICE)).toBeNull();
    expect(findUnknownEntry({ people: [] }, OFFICE)).toBeNull();
  });

  test.each([
    ['nobody', 'There is no such person.'],
    ['Rita', 'There is no such person.'],
    ['', 'There is no such person.'],
    ['role:judge', 'There is no such role. The roles are intake, reviewer,'],
    ['role:', 'There is no such role.'],
    ['role:Counsel', 'There is no such role.'],
  ])('rejects %j', (entry, why) => {
    expect(findUnknownEntry({ people: ['rita', entry, 'another'] }, OFFICE)).toEqual({
      index: 1,
      why: expect.stringContaining(why),
    });
  });
});

describe('keepsReaders', () => {
  const keeps = (from: string[], to: string[], office = OFFICE) =>
    keepsReaders({ from: { level: 'gagged', people: from }, to: { level: 'gagged', people: to } }, office);
  const counsel2 = person('cora', 'counsel');

  test('is true when a role with one active holder is replaced by that person', () => {
    expect(keeps(['role:counsel'], ['carl', 'rita', 'anna'])).toBe(true);
  });

  test('is false when another active person holds the role', () => {
    expect(keeps(['role:counsel'], ['carl', 'rita'], [...OFFICE, counsel2])).toBe(false);
    expect(keeps(['role:counsel'], ['carl', 'rita'], [...OFFICE, { ...counsel2, active: false }])).toBe(true);
  });

  test('is false when a named person is left out', () => {
    expect(keeps(['carl', 'anna'], ['carl', 'rita'])).toBe(false);
  });
});

describe('hasSecondPerson', () => {
  const second = (level: 'restricted' | 'gagged', people: string[], assignee: string | null = null) =>
    hasSecondPerson({ level, people }, { colleagues: OFFICE, first: 'carl', assignee });

  test('counts people who can read the notice and confirm, without the requester', () => {
    expect(second('gagged', ['role:counsel'])).toBe(false);
    expect(second('gagged', ['role:counsel', 'rita'])).toBe(true);
    expect(second('gagged', ['role:counsel', 'olga', 'gone'])).toBe(false);
  });

  test('counts the assignee of a restricted notice', () => {
    expect(second('restricted', [], 'rita')).toBe(true);
    expect(second('restricted', [])).toBe(false);
    expect(second('gagged', ['carl'], 'rita')).toBe(false);
  });
});
