import type { Mutant } from './mutant.js';

/**
 * Edits three places: the API checks author and drafters, the workflow checks again, and so does enforcement before its
 * first call, for approvers and for those they are delegates of.
 */
export const approval: Mutant = {
  name: 'approval',
  what: "the author's own approval counts",
  campaign: 'C7',
  run: ['--kills', '10', '--notices', '12', '--seed', '5'],
  caughtBy: 'approved',
  edits: [
    { file: 'domain/commands/authority-to-act.js', find: `if (by === id)`, put: `if (by === '')` },
    { file: 'workflow-bundle.js', find: `if (by === id)`, put: `if (by === '')` },
    { file: 'domain/commands/authority-to-act.js', find: `return drafters.includes(id)`, put: `return false` },
    { file: 'workflow-bundle.js', find: `return drafters.includes(id)`, put: `return false` },
    {
      file: 'domain/submissions/proof-of-approval.js',
      find: `if (givers.includes(author))`,
      put: `if (givers.includes(''))`,
    },
    {
      file: 'domain/submissions/proof-of-approval.js',
      find: `if (eyes.includes(author))`,
      put: `if (eyes.includes(''))`,
    },
    {
      file: 'domain/submissions/proof-of-approval.js',
      find: `if (eyes.some((id) => drafters.includes(id)))`,
      put: `if (false)`,
    },
  ],
};
