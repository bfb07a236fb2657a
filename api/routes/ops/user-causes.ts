import type { CauseWords } from './engine-causes.js';

export const USER_CAUSES = {
  users_not_told: {
    title: 'Users were not told',
    explains: 'The platform refused messages to users, or offers none.',
    selfHeals:
      'Where it offers none, it is asked again every hour. What it refused waits for people: have it sent once more, or say that the users were told otherwise.',
    safe: null,
  },
  appeal_due: {
    title: 'An appeal is nearly due',
    explains: 'An appeal is close to the day by which it is to be decided, or past it.',
    selfHeals: 'It goes when the appeal is decided.',
    safe: null,
  },
} as const satisfies Record<string, CauseWords>;
