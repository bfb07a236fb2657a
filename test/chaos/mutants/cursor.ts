import type { Mutant } from './mutant.js';

/** Edits one place: the pending rows are the cursor, and the loop ends only when none is left. */
export const cursor: Mutant = {
  name: 'cursor',
  what: "after a failure in the middle of a page the page's tail is skipped and the enforcement ends",
  campaign: 'C7',
  run: ['--kills', '12', '--seed', '7'],
  caughtBy: 'counts',
  edits: [
    {
      file: 'activities/enforcement/enforce.js',
      find: `if (pending === 0)`,
      put: `if (pending === 0 || settled > 0)`,
    },
  ],
};
