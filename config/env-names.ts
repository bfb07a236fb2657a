/** One environment variable: who reads it, what it defaults to, what it means. docs/configuration.md is made from these lines. */
export interface EnvName {
  name: string;
  scope: 'desk' | 'process' | 'both' | 'cli';
  expects: string;
  /** Shown as is; `none` when there is no default. */
  default: string;
  meaning: string;
  /** Also accepted as `<NAME>_FILE`: a path whose content is the value. */
  fileToo?: true;
}

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
    name: 'DESK_RATE_LIMIT',
    scope: 'both',
    expects: 'a whole number from 1 (requests a minute per key) or `off`',
    default: '6000',
    meaning: 'requests a minute per key',
  },
  {
    name: 'DESK_MASS_TARGETS',
    scope: 'both',
    expects: 'a whole number from 1',
    default: '1000',
    meaning: 'more acting targets than this in one submission need counsel as well',
  },
  {
    name: 'DATABASE_URL',
    scope: 'both',
    expects: 'a postgres:// URL',
    default: 'none (embedded PostgreSQL)',
    meaning: 'the registry database',
    fileToo: true,
  },
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
  {
    name: 'TEMPORAL_CLI_PATH',
    scope: 'desk',
    expects: 'the path of an existing file',
    default: 'none (looked for, else fetched)',
    meaning: 'the `temporal` program that runs the embedded dev server',
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
  {
    name: 'PLATFORM_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (embedded platform double)',
    meaning: 'the platform port',
  },
  {
    name: 'PLATFORM_TOKEN',
    scope: 'both',
    expects: 'text',
    default: 'none',
    meaning: 'bearer token for the platform port',
    fileToo: true,
  },
  {
    name: 'PLATFORM_WEBHOOK_SECRET',
    scope: 'both',
    expects: '`whsec_` and base64',
    default: 'none',
    meaning: 'secret that signs requests to the platform port',
    fileToo: true,
  },
  {
    name: 'PAGER_WEBHOOK_URL',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none (embedded pager double)',
    meaning: 'where pages are posted',
  },
  {
    name: 'PAGER_WEBHOOK_SECRET',
    scope: 'both',
    expects: '`whsec_` and base64',
    default: 'none',
    meaning: 'secret that signs pages',
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
  {
    name: 'OIDC_ISSUER',
    scope: 'both',
    expects: 'an http(s) URL',
    default: 'none',
    meaning: 'OpenID Connect issuer for console sign-in',
  },
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
    meaning: 'demo people the embedded desk hands to the seeding step',
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
