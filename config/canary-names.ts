import type { EnvName } from './env-name.js';

/** The notice that the desk sends itself (docs/operations.md, The canary). */
export const CANARY_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_CANARY',
    scope: 'both',
    expects: '`on` or `off`',
    default: 'on',
    meaning: 'whether the desk sends itself a notice every so often, to see that all of its parts work',
  },
  {
    name: 'DESK_CANARY_EVERY',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT1H',
    default: 'PT1H',
    meaning: 'between the beginnings of two canaries; the first one comes so long after the first start',
  },
  {
    name: 'DESK_CANARY_LIMIT',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT10M',
    default: 'PT10M',
    meaning: 'a canary that has not come through after this is paged by the watchdog',
  },
  {
    name: 'DESK_CANARY_MAIL',
    scope: 'both',
    expects: 'a mail address',
    default: 'none (the address of MAIL_FROM)',
    meaning: 'where the letters of canaries go, two of them each time: a mailbox of yours',
  },
  {
    name: 'PLATFORM_CANARY_TARGET',
    scope: 'both',
    expects: '`type:locator`, like account:@desk-canary; the type account, post, channel or app',
    default: 'none (canaries act on nothing); with the embedded platform double account:@notice-desk-canary',
    meaning:
      'a target of the platform that is kept for canaries: each preserves it and lets it go again, and the enforcement process lets them act on nothing else',
  },
];
