import type { EnvName } from './env-name.js';

/** The notice that the desk sends itself (docs/operating/operations.md, The canary). */
export const CANARY_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_CANARY',
    scope: 'both',
    expects: '`on` or `off`',
    default: 'on',
    meaning: 'whether the desk sends itself a test notice (docs/operating/operations.md, The canary)',
  },
  {
    name: 'DESK_CANARY_EVERY',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT1H',
    default: 'PT1H',
    meaning: 'time between the starts of two canaries, and before the first one',
  },
  {
    name: 'DESK_CANARY_LIMIT',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT10M',
    default: 'PT10M',
    meaning: 'the watchdog pages about a canary that has not completed after this time',
  },
  {
    name: 'DESK_CANARY_MAIL',
    scope: 'both',
    expects: 'a mail address',
    default: 'none (the address of MAIL_FROM)',
    meaning: 'mailbox of yours that receives the two letters of each canary',
  },
  {
    name: 'PLATFORM_CANARY_TARGET',
    scope: 'both',
    expects: '`type:locator`, like account:@desk-canary; the type account, post, channel or app',
    default: 'none (canaries act on nothing); with the embedded platform fake account:@notice-desk-canary',
    meaning:
      'item on the platform that is reserved for canaries: each one preserves and releases it, and may act on nothing else',
  },
];
