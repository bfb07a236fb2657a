import type { Mutant } from './mutant.js';

export const LIFTING: readonly Mutant[] = [
  {
    name: 'appeal-alone',
    what: 'the person who decides an appeal restores without an approver',
    campaign: 'C21',
    run: ['--times', '1'],
    caughtBy: 'test/adversary/lifting.test.ts',
    edits: [
      {
        file: 'domain/submissions/restoring-alone.ts',
        find: `    case 'appeal_won':
    case 'own_error':`,
        put: `    case 'appeal_won':
      return facts.wonAppeal === null ? null : { basis: 'annulment', law: facts.wonAppeal };
    case 'own_error':`,
      },
    ],
  },
];
