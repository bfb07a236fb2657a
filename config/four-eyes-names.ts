import type { EnvName } from './env-name.js';

export const FOUR_EYES_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_MASS_TARGETS',
    scope: 'both',
    expects: 'a whole number from 1',
    default: '1000',
    meaning: 'a submission that acts on more targets than this also needs counsel',
  },
  {
    name: 'DESK_WIDER_SCOPE',
    scope: 'both',
    expects: '`flag` or `counsel`',
    default: 'flag',
    meaning: 'acting in more countries than the order covers: show it to approvers, or require counsel as well',
  },
  {
    name: 'DESK_SECOND_REVIEW_PERCENT',
    scope: 'both',
    expects: 'a whole number from 0 to 100 (percent)',
    default: '0',
    meaning: 'share of drafted acting targets that need a blind second review before submission',
  },
  {
    name: 'DESK_RATIFY_WITHIN',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours and minutes, like PT24H',
    default: 'PT24H',
    meaning: 'time limit for ratifying an emergency that one approval enforced',
  },
  {
    name: 'DESK_CONTACT_DELAY',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours, minutes and seconds, like PT24H (PT0S = immediately)',
    default: 'PT24H',
    meaning:
      'delay between the confirmation of a changed letter or call-back contact of a verified authority and its first use',
  },
  {
    name: 'DESK_GAGGED_PEOPLE',
    scope: 'both',
    expects: 'person ids and `role:<role>`, separated by commas',
    default: 'role:counsel',
    meaning: 'people with access to a gagged notice that names no people',
  },
];
