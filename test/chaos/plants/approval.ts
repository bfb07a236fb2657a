import type { Plant } from './plant.js';

/**
 * Three places, the last twice over: the API asks who the author is, the workflow asks again, and so does enforcement
 * before its first call, of those who said yes and of those they stood for.
 */
export const approval: Plant = {
  name: 'approval',
  what: "the author's own yes counts",
  caughtBy: 'approved',
  edits: [
    { file: 'domain/command/authority-to-act.js', find: `if (by === id)`, put: `if (by === '')` },
    { file: 'workflow-bundle.js', find: `if (by === id)`, put: `if (by === '')` },
    {
      file: 'activities/enforcement-check.js',
      find: `if (approvals.some(({ by }) => by === author))`,
      put: `if (approvals.some(({ by }) => by === ''))`,
    },
    { file: 'activities/enforcement-check.js', find: `if (eyes.includes(author))`, put: `if (eyes.includes(''))` },
  ],
};
