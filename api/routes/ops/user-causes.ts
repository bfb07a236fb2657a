import type { CauseWords } from './engine-causes.js';

export const USER_CAUSES = {
  users_not_notified: {
    title: 'Users not notified',
    explains: 'The platform refused messages to users, or does not support them.',
    selfHeals:
      'Where messages are not supported, the platform is asked again every hour. Refused messages wait for a person: send them again, or record that the users were notified otherwise.',
    safe: null,
  },
  appeal_due: {
    title: 'An appeal is nearly due',
    explains: 'An appeal is close to its deadline, or past it.',
    selfHeals: 'The alert ends when the appeal is decided.',
    safe: null,
  },
} as const satisfies Record<string, CauseWords>;
