import type { Mutant } from './mutant.js';

const ROLES_ALONE = { campaign: 'C21', run: ['--times', '1'], caughtBy: 'test/adversary/roles.test.ts' };

export const INSIDERS_PEOPLE: readonly Mutant[] = [
  {
    name: 'own-roles',
    what: 'admins give themselves reviewer and ops',
    ...ROLES_ALONE,
    edits: [
      {
        file: 'domain/changes/needs-second.ts',
        find: `ROLES.filter((role) => role !== 'intake')`,
        put: `ROLES.filter((role) => !['intake', 'reviewer', 'ops'].includes(role))`,
      },
      {
        file: 'application/people/own-roles.ts',
        find: `if (after.id !== person.id || !changesRoles(before, after)) return;`,
        put: `if (after.id !== '' || !changesRoles(before, after)) return;`,
      },
    ],
  },
  {
    name: 'address-alone',
    what: 'one admin changes the mail address that opens the account of another',
    ...ROLES_ALONE,
    edits: [
      {
        file: 'domain/changes/needs-second.ts',
        find: `return isGuarded || identityChanged(before, after).length > 0;`,
        put: `return isGuarded;`,
      },
    ],
  },
  {
    name: 'confirmed-by-oneself',
    what: 'the requester of a promotion confirms it',
    ...ROLES_ALONE,
    edits: [
      {
        file: 'application/enforcement/releases/releases.ts',
        find: `if (request.by === caller.person.id)`,
        put: `if (request.by === caller.key?.id)`,
      },
      {
        file: 'registry/migrations/0010-operations.sql',
        find: `check (confirmed_by <> requested_by), `,
        put: ``,
      },
    ],
  },
  {
    name: 'key-of-another',
    what: 'anybody who names the change receives the confirmed key',
    campaign: 'C21',
    run: ['--times', '1'],
    caughtBy: 'test/unit/api/people/changes.test.ts',
    edits: [
      {
        file: 'application/people/keys.ts',
        find: `row.content.after.person === caller.person.id &&`,
        put: `  `,
      },
    ],
  },
  {
    name: 'law-alone',
    what: 'a changed folder of the rulebook takes effect with one approval',
    ...ROLES_ALONE,
    edits: [
      {
        file: 'domain/rulebook/edition.ts',
        find: `export const EDITION_APPROVALS = 2;`,
        put: `export const EDITION_APPROVALS = 1;`,
      },
    ],
  },
];
