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

/** Every variable the programs know. A `DESK_` variable that is not listed here is rejected at start. */
export const ENV_NAMES: readonly EnvName[] = [
  {
    name: 'DESK_HOME',
    scope: 'both',
    expects: 'a folder path',
    default: './data',
    meaning: 'folder in which the embedded desk keeps its data',
  },
  {
    name: 'DESK_PORT',
    scope: 'both',
    expects: 'a port, 0 to 65535 (0 = any free port)',
    default: '8080',
    meaning: 'port of the API and the console',
  },
  {
    name: 'DESK_HOST',
    scope: 'both',
    expects: 'an IP address or host name',
    default: '127.0.0.1',
    meaning: 'address that the API and the console listen on',
  },
  {
    name: 'DESK_DEMO',
    scope: 'desk',
    expects: '`on` or `off`',
    default: 'on',
    meaning: 'loads the February 2021 case at the first start',
  },
  {
    name: 'DESK_LOG',
    scope: 'both',
    expects: 'one of trace, debug, info, warn, error, fatal, silent',
    default: 'info',
    meaning: 'lowest level that is logged',
  },
  {
    name: 'DESK_JOBS',
    scope: 'process',
    expects: '`on` or `off`',
    default: 'on',
    meaning: 'whether the API also runs the background jobs; `off` where a jobs process runs them',
  },
  {
    name: 'DESK_RETENTION',
    scope: 'both',
    expects:
      'kinds with times, like `documents=P10Y,texts=P3Y,targets=keep`; kinds: documents, letters, targets, texts, answers, payload_key, mails, sign_ins, people; times: ISO 8601 durations of years, months, weeks and days, or `keep`; each kind once',
    default: '`keep` for every kind but `people=P30D`',
    meaning: 'retention period of each kind of record (docs/operating/privacy.md); only the registry step applies it',
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
    meaning: 'proxies whose X-Forwarded-For is trusted; without it, all clients behind a proxy share one rate limit',
  },
  ...FOUR_EYES_NAMES,
  ...CANARY_NAMES,
  {
    name: 'DESK_DRIFT_CHECK_EVERY',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT10M, or `off`',
    default: 'PT10M',
    meaning: 'how often the enforcement process reads back a sample of the restrictions in force',
  },
  {
    name: 'DESK_DRIFT_SAMPLE',
    scope: 'both',
    expects: 'a whole number from 1 to 100000',
    default: '500',
    meaning: 'items read back each time, the least recently checked first',
  },
  {
    name: 'PLATFORM_RATE',
    scope: 'both',
    expects: 'a whole number from 1 to 1000000 (operations a second)',
    default: 'none (no limit)',
    meaning: 'rate limit of one enforcement process, over all its orders',
  },
  {
    name: 'DESK_RECONCILE_EVERY',
    scope: 'both',
    expects: 'an ISO 8601 duration of hours, minutes and seconds, like PT5M, or `off`',
    default: 'PT5M',
    meaning: 'how often the reconciler compares every open notice with its workflow',
  },
  {
    name: 'DESK_RULEBOOK',
    scope: 'both',
    expects: 'a folder path',
    default: 'none (the built-in rulebook)',
    meaning:
      'rulebook folder (`regimes/`, `calendars/`, `authorities.yaml`, `grounds.yaml`); the command line reads it too',
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
    default: 'none (searched for, else downloaded)',
    meaning: '`temporal` program for the embedded dev server',
  },
  {
    name: 'TEMPORAL_SERVER_PATH',
    scope: 'desk',
    expects: 'the path of an existing file',
    default: 'none (built once with Go)',
    meaning: '`temporal-server` program for `npm run cluster`, with `temporal-sql-tool` beside it',
  },
  {
    name: 'TEMPORAL_UI_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (that of the dev server)',
    meaning: 'Temporal UI that the links of Ops open',
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
    meaning: 'OTLP receiver of traces (docs/operating/monitoring.md, Traces)',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_HEADERS',
    scope: 'both',
    expects: '`name=value` pairs, separated by commas',
    default: 'none',
    meaning: 'headers for the receiver of traces, such as its token',
    fileToo: true,
  },
  {
    name: 'METRICS_TOKEN',
    scope: 'both',
    expects: 'text',
    default: 'none (loopback only)',
    meaning: 'bearer token for /metrics from other machines',
    fileToo: true,
  },
  ...SIGN_IN_NAMES,
  {
    name: 'DESK_URL',
    scope: 'cli',
    expects: 'an http(s) URL',
    default: 'none (DESK_HOME/desk.json)',
    meaning: 'desk that the command line uses',
  },
  {
    name: 'DESK_KEY',
    scope: 'cli',
    expects: 'an API key',
    default: 'none (DESK_HOME/desk.json)',
    meaning: 'API key of the command line',
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
    meaning: 'people that the registry step creates; the API gets the list without keys',
  },
  {
    name: 'DESK_FIRST_ADMIN',
    scope: 'process',
    expects: 'a mail address',
    default: 'none',
    meaning:
      'person for whom the registry step makes a key valid for 24 hours: the first admin of an empty registry, or an active person without key, session or sign-in account (docs/operating/operations.md, First people)',
  },
  {
    name: 'DESK_RESTORED_FROM',
    scope: 'process',
    expects: 'an instant with offset',
    default: 'none',
    meaning:
      'tells the registry step that the registry was restored to this instant: enforcement stays paused until the platform was compared and a person resumes it; applies once for each instant',
  },
  {
    name: 'DESK_SIMULATORS',
    scope: 'process',
    expects: 'a JSON object',
    default: 'none',
    meaning: 'fakes that the embedded desk starts, and their ports',
  },
  {
    name: 'WORKER_ROLE',
    scope: 'process',
    expects: '`notice` or `enforcement`',
    default: 'none (both)',
    meaning: 'task queue that a worker serves',
  },
];
