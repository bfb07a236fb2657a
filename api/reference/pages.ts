import { ENV_NAMES } from '../../config/env-names.js';
import { REGISTRY_LOGINS } from '../../config/registry-logins.js';
import { ATTENTION_KINDS, ATTENTION_TABLE } from '../../domain/attention.js';
import { SHARED_ACTS, type SharedAct } from '../../domain/people/nobody-alone.js';
import { PERMISSION_TABLE, PERMISSIONS, ROLES } from '../../domain/people/permission.js';
import { FUNCTIONS, GRANTED_LOGINS, GRANTS, SEQUENCES } from '../../registry/grants.js';
import { LOGIN_ALONE, LOGIN_POWERS, type Power } from '../../registry/login-powers.js';
import { keysOf } from '../../domain/keys-of.js';
import { PROBLEMS } from '../problems.js';
import { lawCoveragePage } from './law-coverage.js';
import { alertsFile } from './monitoring/alerts.js';
import { dashboardFile } from './monitoring/dashboard.js';
import { monitoringPage } from './monitoring/page.js';
import { insiders } from './insiders.js';
import { privacyPage } from './privacy.js';
import { causeOf } from '../routes/ops/causes.js';

const MADE = 'Made from the code by `npm run docs`; a test fails when it is stale.';

/** The reference pages under docs/, by file name. */
export function referencePages(): Record<string, string> {
  return {
    'attention.md': attention(),
    'configuration.md': configuration(),
    'integrating/errors.md': errors(),
    'logins.md': logins(),
    'law/law-coverage.md': lawCoveragePage(table, MADE),
    'monitoring.md': monitoringPage(table, MADE),
    'monitoring/alerts.yml': alertsFile(MADE),
    'monitoring/dashboard.json': dashboardFile(),
    'integrating/permissions.md': permissions(),
    'privacy.md': privacyPage(table, MADE),
    'registry-roles.md': registryRoles(),
  };
}

/** Marks between which the table of insiders stands in SECURITY.md. */
const INSIDERS = ['<!-- insiders: made by npm run docs -->', '<!-- /insiders -->'] as const;

/** SECURITY.md with its table of insiders as the code has it. Throws where the marks are gone. */
export function securityPage(text: string): string {
  const [before, rest = ''] = text.split(INSIDERS[0]);
  const [, after] = rest.split(INSIDERS[1]);
  if (before === undefined || after === undefined) throw new Error('SECURITY.md has lost the marks of its table.');
  const { head, rows } = insiders();
  return `${before}${INSIDERS[0]}\n\n${table(head, rows)}\n\n${INSIDERS[1]}${after}`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const READERS = {
  desk: '`npm start`',
  process: 'API, workers',
  both: '`npm start`, API, workers',
  watchdog: '`npm start`, watchdog',
  inbound: '`npm start`, mail',
  roles: 'the step that makes the logins',
  cli: 'command line',
};

function configuration(): string {
  const rows = ENV_NAMES.map(({ name, scope, expects, default: fallback, meaning, fileToo }) => [
    `\`${name}\`${fileToo === true ? ` or \`${name}_FILE\`` : ''}`,
    READERS[scope],
    expects,
    fallback,
    meaning,
  ]);
  return [
    '# Configuration',
    `By environment, checked at start: a wrong value is refused with the variable's name and what is expected. ${MADE}`,
    '',
    table(['name', 'read by', 'expects', 'default', 'meaning'], rows),
    '',
  ].join('\n');
}

const ABOUT = { notice: 'a notice', desk: 'the desk', either: 'a notice, or the desk', secret: 'a secret, unnamed' };

function attention(): string {
  const rows = ATTENTION_KINDS.map((kind) => {
    const { severity, about } = ATTENTION_TABLE[kind];
    const { explains, selfHeals, repairs } = causeOf(kind);
    return [
      `\`${kind}\``,
      severity,
      ABOUT[about],
      explains,
      selfHeals,
      repairs.map((repair) => `\`${repair}\``).join(', '),
    ];
  });
  return [
    '# Attention',
    'What ops is asked to look at: `notice-desk ops attention`, `GET /v1/ops/attention`, Ops in the console. `danger`: work',
    'stands still or a duty is missed; `urgent`: it will be; `caution`: somebody should look. A reason that is about a notice is',
    `seen by those who may know of that notice. Repairs are asked for with \`notice-desk ops repair\`. ${MADE}`,
    '',
    table(['kind', 'severity', 'about', 'what happened', 'what the desk does by itself', 'repairs'], rows),
    '',
  ].join('\n');
}

function errors(): string {
  const rows = Object.entries(PROBLEMS).map(([slug, { status, title }]) => [String(status), `\`${slug}\``, title]);
  return [
    '# Errors',
    'Every refusal is `application/problem+json` (RFC 9457) with `type` `urn:notice-desk:problem:<slug>`. `detail` says what to do.',
    `\`errors\` names fields by JSON Pointer into the body, or as \`/query/<name>\` and \`/headers/<name>\`. ${MADE}`,
    '',
    table(['status', 'slug', 'title'], rows),
    '',
  ].join('\n');
}

function permissions(): string {
  const rows = PERMISSIONS.map((permission) => [
    `\`${permission}\``,
    ROLES.filter((role) => PERMISSION_TABLE[role].includes(permission)).join(', '),
  ]);
  return [
    '# Permissions',
    `A person may hold several roles. Authorship is checked before permission, and permission before state. ${MADE}`,
    '',
    table(['permission', 'roles'], rows),
    '',
    '## Nobody acts alone',
    'What one person begins and another must agree to. The people excluded are checked before roles, so that no role gets around it.',
    'Acts marked with * take the other person’s [passkey](../working/admin.md#passkeys) if `DESK_STEP_UP` is on.',
    '',
    table(
      ['act', 'begun by', 'who else is needed', 'never', 'until then'],
      Object.values<SharedAct>(SHARED_ACTS).map(({ act, begins, needs, excluded, meanwhile, passkey }) => [
        passkey === true ? `${act} *` : act,
        begins,
        needs,
        excluded,
        meanwhile,
      ]),
    ),
    '',
  ].join('\n');
}

/** The logins as insiders: what each writes, what that comes to outside, and what holds it. */
function logins(): string {
  const ofTable = (login: string, name: string, { held, comes }: Power) => [
    login,
    `\`${name}\``,
    writesOf(login, name),
    held,
    comes,
  ];
  const rows = keysOf(LOGIN_POWERS).flatMap((login) =>
    Object.entries(LOGIN_POWERS[login]).map(([name, power]) => ofTable(login, name, power)),
  );
  return [
    '# What a login can do alone',
    `Whoever has the password of one database login and nothing else. ${MADE}`,
    '',
    table(
      ['login', 'alone'],
      Object.entries(LOGIN_ALONE).map(([login, alone]) => [`\`${login}\``, alone]),
    ),
    '',
    'What a false value comes to, table by table (the API’s login is left out: it is what people act by). *compared*: the reconciler finds',
    'it within `DESK_RECONCILE_EVERY`. *signed*: it counts only with a signature or seal. *bounded*: the database lets only true values',
    'through. *harmless*: nothing outside goes by it. *told*: nothing holds it, and it is said here.',
    '',
    table(['login', 'table', 'may write', 'held by', 'comes to'], rows),
    '',
  ].join('\n');
}

function writesOf(login: string, name: string): string {
  const rights = Object.entries(GRANTS).find(([one]) => one === name)?.[1] ?? {};
  const own = Object.entries(rights).find(([one]) => one === login)?.[1] ?? [];
  return own.filter((right) => !right.startsWith('select')).join('; ');
}

function registryRoles(): string {
  const ofTables = Object.entries(GRANTS).map(([name, rights]) => [
    `\`${name}\``,
    ...GRANTED_LOGINS.map((login) => (rights[login] ?? []).join('; ')),
  ]);
  const ofSequences = Object.entries(SEQUENCES).map(([name, users]) => [
    `\`${name}\` (sequence)`,
    ...GRANTED_LOGINS.map((login) => (users.includes(login) ? 'usage' : '')),
  ]);
  const ofFunctions = Object.entries(FUNCTIONS).map(([name, users]) => [
    `\`${name}\` (function)`,
    ...GRANTED_LOGINS.map((login) => (users.includes(login) ? 'execute' : '')),
  ]);
  return [
    "# The registry's logins",
    `Each kind of process signs in to PostgreSQL as itself and may do what its work needs; what is not here it may not. None is`,
    `superuser, none makes roles or databases, and none but \`${REGISTRY_LOGINS.owner}\` owns a table. \`update (a, b)\`: these columns`,
    `alone; \`select but (a)\`: every column but these. How they are made: [operations](operations.md). ${MADE}`,
    '',
    table(
      ['table', ...GRANTED_LOGINS.map((login) => `\`${REGISTRY_LOGINS[login]}\``)],
      [...ofTables, ...ofSequences, ...ofFunctions],
    ),
    '',
  ].join('\n');
}
