import {
  canaryTarget,
  clearedPeople,
  clockDuration,
  delay,
  file,
  folder,
  integer,
  matching,
  minutes,
  offOr,
  oneOf,
  onOrOff,
  origin,
  parsedBy,
  proxies,
  type Settings,
} from './forms.js';
import { readRetention } from './retention.js';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** How the desk behaves; read by `npm start`, API and workers. */
export const POLICY = {
  DESK_HOME: { is: folder, default: './data', meaning: 'folder in which the embedded desk keeps its data' },
  DESK_PORT: {
    is: integer(0, 65_535, 'a port, 0 to 65535 (0 = any free port)'),
    default: '8080',
    meaning: 'port of the API and the console',
  },
  DESK_HOST: {
    is: matching('an IP address or host name', /^[A-Za-z0-9.:-]+$/),
    default: '127.0.0.1',
    meaning: 'address that the API and the console listen on',
  },
  DESK_LOG: {
    is: oneOf('one of trace, debug, info, warn, error, fatal, silent', LOG_LEVELS),
    default: 'info',
    meaning: 'lowest level that is logged',
  },
  DESK_COMPANY: {
    is: file('YAML file'),
    unset: '`company.yaml` in `DESK_HOME`; without that file the name of MAIL_FROM signs',
    meaning: 'file with the company that speaks in letters (docs/operating/operations.md, Letters)',
  },
  DESK_RETENTION: {
    is: parsedBy(
      'kinds with times, like `documents=P10Y,texts=P3Y,targets=keep`; kinds: documents, letters, targets, texts, answers, payload_key, mails, sign_ins, people; times: ISO 8601 durations of years, months, weeks and days, or `keep`; each kind once',
      readRetention,
    ),
    default: 'people=P30D',
    meaning:
      'retention period of each kind of record (docs/operating/privacy.md), `keep` for a kind left out; only the registry step applies it',
  },
  DESK_RATE_LIMIT: {
    is: offOr(integer(1, 999_999_999, 'a whole number from 1 (requests a minute per key)'), ' or `off`'),
    default: '6000',
    meaning: 'requests a minute per key',
  },
  DESK_TRUSTED_PROXIES: {
    is: proxies,
    default: 'none',
    meaning: 'proxies whose X-Forwarded-For is trusted; without it, all clients behind a proxy share one rate limit',
  },
  DESK_MASS_TARGETS: {
    is: integer(1, 999_999_999, 'a whole number from 1'),
    default: '1000',
    meaning: 'a submission that acts on more targets than this also needs counsel',
  },
  DESK_WIDER_SCOPE: {
    is: oneOf('`flag` or `counsel`', ['flag', 'counsel']),
    default: 'flag',
    meaning: 'acting in more countries than the order covers: show it to approvers, or require counsel as well',
  },
  DESK_SECOND_REVIEW_PERCENT: {
    is: integer(0, 100, 'a whole number from 0 to 100 (percent)'),
    default: '0',
    meaning: 'share of drafted acting targets that need a blind second review before submission',
  },
  DESK_RATIFY_WITHIN: {
    is: minutes('PT24H'),
    default: 'PT24H',
    meaning: 'time limit for ratifying an emergency that one approval enforced',
  },
  DESK_CONTACT_DELAY: {
    is: delay,
    default: 'PT24H',
    meaning:
      'delay between the confirmation of a changed letter or call-back contact of a verified authority and its first use',
  },
  DESK_GAGGED_PEOPLE: {
    is: clearedPeople,
    default: 'role:counsel',
    meaning: 'people with access to a gagged notice that names no people',
  },
  DESK_STEP_UP: {
    is: onOrOff('; with `on` DESK_PUBLIC_URL is https, or http on localhost, and no IP address'),
    default: 'off',
    meaning: 'require a passkey for each approval, ratification and change of administration (docs/working/admin.md)',
  },
  DESK_CANARY: {
    is: offOr(clockDuration('PT1H')),
    default: 'PT1H',
    meaning: 'how often the desk sends itself a test notice (docs/operating/operations.md, The canary)',
  },
  PLATFORM_CANARY_TARGET: {
    is: canaryTarget,
    unset: 'none (canaries act on nothing); with the embedded platform fake account:@notice-desk-canary',
    meaning:
      'item on the platform that is reserved for canaries: each one preserves and releases it, and may act on nothing else',
  },
  DESK_DRIFT_CHECK_EVERY: {
    is: offOr(clockDuration('PT10M')),
    default: 'PT10M',
    meaning:
      'how often the enforcement process reads back 500 of the restrictions in force, the least recently checked',
  },
  DESK_RECONCILE_EVERY: {
    is: offOr(clockDuration('PT5M')),
    default: 'PT5M',
    meaning: 'how often the reconciler compares every open notice with its workflow',
  },
  DESK_RULEBOOK: {
    // Existence is not checked: the last good rulebook serves while the folder is missing.
    is: folder,
    unset: 'none (the built-in rulebook)',
    meaning:
      'rulebook folder (`regimes/`, `calendars/`, `authorities.yaml`, `grounds.yaml`); the command line reads it too',
  },
  DESK_WORKER_VERSIONING: {
    is: oneOf('`pinned` or `auto-upgrade`', ['pinned', 'auto-upgrade']),
    unset: 'pinned (auto-upgrade in the embedded desk)',
    meaning:
      'how notices move to a new release: `pinned` if two people promote it while both run, `auto-upgrade` if it replaces the old one (docs/operating/upgrades.md)',
  },
  DESK_INSECURE: {
    is: oneOf('`allow` or `refuse`', ['allow', 'refuse']),
    default: 'refuse',
    meaning:
      'whether Temporal, PostgreSQL, mail, platform, pager and public URL on other machines may be used without TLS; `/readyz` shows `allow`',
  },
  DESK_PUBLIC_STATEMENTS: {
    is: onOrOff(),
    default: 'off',
    meaning: 'whether approved public statements are published at `/statements`',
  },
  DESK_PORTAL: {
    is: onOrOff('; with `on` the API needs RECEIPT_SIGNING_KEY and DESK_PUBLIC_URL'),
    unset: 'off (the embedded desk: on)',
    meaning: 'whether authorities can file, follow and withdraw orders at `/portal` (docs/integrating/portal.md)',
  },
  DESK_PUBLIC_URL: {
    is: origin,
    unset: 'none (where the embedded desk listens)',
    meaning:
      'public address of the console, of `/auth/callback` and of `/appeal`; workers need it for links in mails, pages and messages to users',
  },
} as const satisfies Settings;
