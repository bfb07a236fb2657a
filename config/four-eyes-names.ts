import type { EnvName } from './env-name.js';

/** What the house sets of who has to agree with whom. */
export const FOUR_EYES_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_MASS_TARGETS',
    scope: 'both',
    expects: 'a whole number from 1',
    default: '1000',
    meaning: 'more acting targets than this in one submission need counsel as well',
  },
  {
    name: 'DESK_WIDER_SCOPE',
    scope: 'both',
    expects: '`flag` or `counsel`',
    default: 'flag',
    meaning:
      'whether acting in more countries than the order reaches is only shown to approvers or needs counsel as well',
  },
  {
    name: 'DESK_SECOND_READ_PERCENT',
    scope: 'both',
    expects: 'a whole number from 0 to 100 (percent)',
    default: '0',
    meaning: 'share of the drafted acting targets that a second reviewer must read blind before they are submitted',
  },
  {
    name: 'DESK_RATIFY_WITHIN',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours and minutes, like PT24H',
    default: 'PT24H',
    meaning: 'how soon what was carried out in an emergency on one yes has to be ratified',
  },
  {
    name: 'DESK_CONTACT_DELAY',
    scope: 'both',
    expects: 'an ISO 8601 duration of days, hours, minutes and seconds, like PT24H (PT0S = at once)',
    default: 'PT24H',
    meaning:
      'after which time a changed letters or call-back contact of a verified authority starts, counted from its confirmation; until then the old one is used',
  },
  {
    name: 'DESK_GAGGED_PEOPLE',
    scope: 'both',
    expects: 'person ids and `role:<role>`, with commas between them',
    default: 'role:counsel',
    meaning: 'who may know of a notice that the law gags and for which nobody was named',
  },
];
