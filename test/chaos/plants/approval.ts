import type { Plant } from './plant.js';

/** Three places: the API asks who the author is, the workflow asks again, and so does enforcement before its first call. */
export const approval: Plant = {
  name: 'approval',
  what: "the author's own yes counts",
  caughtBy: 'approved',
  edits: [
    {
      file: 'domain/authority-to-act.js',
      find: `if (submission.by === actor.id) {`,
      put: `if (submission.by === '') {`,
    },
    { file: 'workflow-bundle.js', find: `if (submission.by === actor.id) {`, put: `if (submission.by === '') {` },
    {
      file: 'activities/enforcement-check.js',
      find: `if (approvals.some(({ by }) => by === author))`,
      put: `if (approvals.some(({ by }) => by === ''))`,
    },
  ],
};
