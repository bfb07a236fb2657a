import type { EnvName } from './env-name.js';
import { CANARY_NAMES } from './canary-names.js';
import { INBOUND_NAMES } from './inbound-names.js';
import { LETTER_NAMES } from './letter-names.js';
import { FOUR_EYES_NAMES } from './four-eyes-names.js';
import { LOGIN_NAMES } from './login-names.js';
import { PLATFORM_NAMES } from './platform-names.js';
import { SIGN_IN_NAMES } from './sign-in-names.js';
import { SIGNING_NAMES } from './signing-names.js';
import { WEBHOOK_NAMES } from './webhook-names.js';
import { TEMPORAL_NAMES } from './temporal-names.js';

/** Every name the programs know. A DESK_ variable that is not here is refused at start. */
export const ENV_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_HOME',
    scope: 'both',
    expects: 'a folder path',
    default: './data',
    meaning: 'where the embedded desk keeps everything it must remember',
  },
  {
    name: 'DESK_PORT',
    scope: 'both',
    expects: 'a port, 0 to 65535 (0 = any free port)',
    default: '8080',
    meaning: 'port of API and console',
  },
  {
    name: 'DESK_HOST',
    scope: 'both',
    expects: 'an IP address or host name',
    default: '127.0.0.1',
    meaning: 'address API and console listen on',
  },
  {
    name: 'DESK_DEMO',
    scope: 'desk',
    expects: '`on` or `off`',
    default: 'on',
    meaning: 'load the February 2021 case at the first start',
  },
  {
    name: 'DESK_LOG',
    scope: 'both',
    expects: 'one of trace, debug, info, warn, error, fatal, silent',
    default: 'info',
    meaning: 'least level that is logged',
  },
  {
    name: 'DESK_ROUNDS',
    scope: 'process',
    expects: '`on` or `off`',
    default: 'on',
    meaning:
      'whether the API makes the rounds too: sends what was left behind, forecasts, watches over duties and approvers; `off` where `notice-desk-rounds` does',
  },
  {
    name: 'DESK_RETENTION',
    scope: 'both',
    expects:
      'kinds with times, like `papers=P10Y,texts=P3Y,targets=keep`; kinds: papers, letters, targets, texts, answers, payload_key, mails, sign_ins, people; times: ISO 8601 durations of years, months, weeks and days, or `keep`; each kind once',
    default: '`keep` for every kind but `people=P30D`',
    meaning:
      'how long what is kept before it is erased (docs/privacy.md); what counts is what the step that makes the registry ready is given',
  },
  {
    name: 'DESK_RATE_LIMIT',
    scope: 'both',
    expects: 'a whole number from 1 (requests a minute per key) or `off`',
    default: '6000',
    meaning: 'requests a minute per key',
  },
  {
    name: 'DESK_TRUSTED_PROXIES',
    scope: 'both',
    expects: '`none`, or addresses, CIDRs, `loopback`, `linklocal`, `uniquelocal`, separated by commas',
    default: 'none',
    meaning:
      'proxies whose X-Forwarded-For says who asks: limits without credentials count by that address, else all behind a proxy share one',
  },
  ...FOUR_EYES_NAMES,
  ...CANARY_NAMES,
  {
    name: 'DESK_DRIFT_CHECK_EVERY',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT10M, or `off`',
    default: 'PT10M',
    meaning: 'how often the enforcement process reads back a sample of what is in force on the platform',
  },
  {
    name: 'DESK_DRIFT_SAMPLE',
    scope: 'both',
    expects: 'a whole number from 1 to 100000',
    default: '500',
    meaning: 'items read back each time, those looked at longest ago first',
  },
  {
    name: 'PLATFORM_RATE',
    scope: 'both',
    expects: 'a whole number from 1 to 1000000 (operations a second)',
    default: 'none (as many as the platform takes)',
    meaning: 'operations a second that one enforcement process sends, over all its orders',
  },
  {
    name: 'DESK_RECONCILE_EVERY',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT5M, or `off`',
    default: 'PT5M',
    meaning: 'how often every open notice is compared with its workflow',
  },
  {
    name: 'DESK_RULEBOOK',
    scope: 'both',
    expects: 'a folder path',
    default: 'none (the rulebook that comes with the program)',
    meaning:
      'folder with the laws (`regimes/`, `calendars/`, `authorities.yaml`, `grounds.yaml`); the command line reads it too',
  },
  {
    name: 'DATABASE_URL',
    scope: 'both',
    expects: 'a postgres:// URL',
    default: 'none (embedded PostgreSQL)',
    meaning: 'the registry database',
    fileToo: true,
  },
  ...LOGIN_NAMES,
  {
    name: 'TEMPORAL_ADDRESS',
    scope: 'both',
    expects: 'host:port',
    default: 'none (embedded dev server)',
    meaning: 'gRPC address of the Temporal server',
  },
  {
    name: 'TEMPORAL_NAMESPACE',
    scope: 'both',
    expects: 'a name',
    default: 'default',
    meaning: 'Temporal namespace',
  },
  ...TEMPORAL_NAMES,
  {
    name: 'TEMPORAL_CLI_PATH',
    scope: 'desk',
    expects: 'the path of an existing file',
    default: 'none (looked for, else fetched)',
    meaning: 'the `temporal` program that runs the embedded dev server',
  },
  {
    name: 'TEMPORAL_SERVER_PATH',
    scope: 'desk',
    expects: 'the path of an existing file',
    default: 'none (built once with Go)',
    meaning: 'the `temporal-server` program of `npm run cluster`; `temporal-sql-tool` lies beside it',
  },
  {
    name: 'TEMPORAL_UI_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (that of the dev server)',
    meaning: 'Temporal UI that ops links point to',
  },
  {
    name: 'SMTP_URL',
    scope: 'both',
    expects: 'an smtp:// or smtps:// URL',
    default: 'none (embedded mail catcher)',
    meaning: 'mail server for letters and staff mail',
    fileToo: true,
  },
  {
    name: 'MAIL_FROM',
    scope: 'both',
    expects: 'a mail address, with or without a name',
    default: 'Notice Desk <desk@desk.example>',
    meaning: 'sender of letters and staff mail',
  },
  ...LETTER_NAMES,
  ...INBOUND_NAMES,
  ...PLATFORM_NAMES,
  ...SIGNING_NAMES,
  ...WEBHOOK_NAMES,
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (nothing is traced)',
    meaning: 'OTLP receiver of traces (docs/monitoring.md, Traces)',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    scope: 'both',
    expects: '`name=value` pairs, parted by commas',
    default: 'none',
    meaning: 'sent along to the receiver of traces, to be let in',
    fileToo: true,
  },
  {
    name: 'METRICS_TOKEN',
    scope: 'both',
    expects: 'text',
    default: 'none (loopback only)',
    meaning: 'bearer token for /metrics off loopback',
    fileToo: true,
  },
  ...SIGN_IN_NAMES,
  {
    name: 'DESK_URL',
    scope: 'cli',
    expects: 'an http(s) URL',
    default: 'none (DESK_HOME/desk.json)',
    meaning: 'the desk the command line talks to',
  },
  {
    name: 'DESK_KEY',
    scope: 'cli',
    expects: 'an API key',
    default: 'none (DESK_HOME/desk.json)',
    meaning: 'the key the command line signs in with',
  },
  {
    name: 'DESK_EMBEDDED',
    scope: 'process',
    expects: '`1` or `0`',
    default: '0',
    meaning: 'set by the embedded desk for its own processes',
  },
  {
    name: 'DESK_DEMO_PEOPLE',
    scope: 'process',
    expects: 'a JSON list of people',
    default: 'none',
    meaning: 'demo people the embedded desk hands to the seeding step and, without their keys, to the API',
  },
  {
    name: 'DESK_FIRST_ADMIN',
    scope: 'process',
    expects: 'a mail address',
    default: 'none',
    meaning:
      'the registry step makes this person admin where nobody is there yet, and makes a key of 24 hours for them, or for an active person of the desk who has no key, session or account at the issuer; it goes to `first-admin.key` in DESK_HOME, or to stdout where that is not set',
  },
  {
    name: 'DESK_RESTORED_FROM',
    scope: 'process',
    expects: 'an instant with offset',
    default: 'none',
    meaning:
      'says to the registry step that the registry was restored to this instant: nothing is sent to the platform before the two were compared and a person has resumed it; once for each instant',
  },
  {
    name: 'DESK_DOUBLES',
    scope: 'process',
    expects: 'a JSON object',
    default: 'none',
    meaning: 'which doubles the embedded desk wants and on which ports',
  },
  {
    name: 'WORKER_ROLE',
    scope: 'process',
    expects: '`notice` or `enforcement`',
    default: 'none (both)',
    meaning: 'which task queues a worker process serves',
  },
];
