import { ENV_NAMES, type EnvName, type Scope } from '../../config/settings.js';
import { mergeSettings } from '../../config/platform-settings.js';
import { PLATFORMS } from '../../platforms/registered.js';
import { ALERT_KINDS, ALERT_TABLE } from '../../domain/alert.js';
import { SHARED_ACTS, type SharedAct } from '../../domain/people/shared-acts.js';
import { PERMISSION_TABLE, PERMISSIONS, ROLES } from '../../domain/people/permission.js';
import { getKeys } from '../../domain/record-keys.js';
import { PROBLEMS } from '../../api/problems.js';
import { lawCoveragePage } from './law-coverage.js';
import { alertsFile } from './monitoring/alerts.js';
import { dashboardFile } from './monitoring/dashboard.js';
import { monitoringPage } from './monitoring/page.js';
import { insiders } from './insiders.js';
import { loginsPage, registryRolesPage } from './logins.js';
import { privacyPage } from './privacy.js';
import { describeCause } from '../../api/routes/ops/causes.js';

const MADE = 'Made from the code by `npm run docs`; a test fails when it is stale.';

/** Renders the reference pages under docs/, by file name. */
export function referencePages(): Record<string, string> {
  return {
    'integrating/errors.md': errors(),
    'integrating/permissions.md': permissions(),
    'law/law-coverage.md': lawCoveragePage(table, MADE),
    'operating/alerts.md': alert(),
    'operating/configuration.md': configuration(),
    'operating/logins.md': loginsPage(table, MADE),
    'operating/monitoring.md': monitoringPage(table, MADE),
    'operating/monitoring/alerts.yml': alertsFile(MADE),
    'operating/monitoring/dashboard.json': dashboardFile(),
    'operating/privacy.md': privacyPage(table, MADE),
    'operating/registry-roles.md': registryRolesPage(table, MADE),
  };
}

const INSIDERS = ['<!-- insiders: made by npm run docs -->', '<!-- /insiders -->'] as const;

/** Renders SECURITY.md with the table of insiders derived from the code. Throws if its markers are missing. */
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

/** Headings of the configuration page, by the processes that read a name. */
const READERS = {
  both: '`npm start`, API and workers',
  process: 'API, workers and registry step; the embedded desk sets these itself',
  desk: '`npm start` and `npm run cluster`',
  inbound: 'Mail process',
  watchdog: 'Watchdog',
  cli: 'Command line',
} satisfies Record<Scope, string>;

/** Shorter forms of what a start-up error says in full. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^an ISO 8601 duration of .*, like (\w+)/, 'duration like $1'],
  [/^kinds with times, (like [^;]*);.*/, '$1 ([kinds](privacy.md))'],
  [/^file paths, .*/, 'files, URLs, `mailto:` addresses, or `none`'],
  [/^a whole number from /, 'integer from '],
  [/^an Ed25519 private key, PKCS#8 as PEM or its base64 .*/, 'Ed25519 private key (PKCS#8, PEM or base64)'],
  [/^the path of an existing /, 'path of an existing '],
  [/^a PEM text, or the path of a PEM file$/, 'PEM text or path'],
  [/^(a|an) (?=http|postgres|smtp)/, ''],
  [/^none \(the embedded desk makes one\)/, 'embedded: made'],
  [/^none$/, ''],
  [/^none \((.*)\)$/, '$1'],
  [/^an? (?=path|folder|port|mail|name|JSON|list|key|DID|API|IP|instant)/, ''],
];
const shorten = (text: string) => SHORT.reduce((short, [form, by]) => short.replace(form, by), text);

const configurationRow = ({ name, is, default: value, unset = 'none', meaning, file }: EnvName) => [
  `\`${name}\`${file === true ? ' (F)' : ''}`,
  shorten(is.expects),
  shorten(value ?? unset),
  meaning,
];

/** Those of the kinds of platforms come last. */
const NAMES: readonly EnvName[] = [
  ...ENV_NAMES,
  ...Object.entries(mergeSettings(PLATFORMS)).map(([name, setting]) => ({ ...setting, name, scope: 'both' })),
];

function configuration(): string {
  const sections = getKeys(READERS).flatMap((scope) => {
    const rows = NAMES.filter((one) => one.scope === scope).map(configurationRow);
    return [`## ${READERS[scope]}`, table(['name', 'expects', 'default', 'meaning'], rows), ''];
  });
  return [
    '# Configuration',
    'All processes read environment variables and check them at start: an invalid value stops the process with the name of the',
    'variable and what it expects. (F): `NAME_FILE` also works and names a file with the value. An empty default means none.',
    MADE,
    '',
    ...sections,
  ].join('\n');
}

const ABOUT = { notice: '', desk: ', desk', either: ', notice or desk', secret: ', secret notice' };

function alert(): string {
  const rows = ALERT_KINDS.map((kind) => {
    const { severity, about } = ALERT_TABLE[kind];
    const { explains, repairs } = describeCause(kind);
    return [`\`${kind}\``, `${severity}${ABOUT[about]}`, explains, repairs.map((repair) => `\`${repair}\``).join(', ')];
  });
  return [
    '# Alerts',
    'What the desk reports to ops: `notice-desk ops alerts`, `GET /v1/ops/alerts`, _Ops_ in the console, which also say what the desk',
    'does by itself and why a repair is safe. `danger`: work stands still or a duty is missed; `urgent`: it soon will be; `caution`:',
    'somebody should look. An alert is about a notice unless the severity says otherwise, and only people with access to the notice',
    `see it. Request a repair with \`notice-desk ops repair\` ([ops](../working/ops.md#repairs)).`,
    MADE,
    '',
    table(['kind', 'severity', 'what happened', 'repairs'], rows),
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
  const listRoles = (permission: (typeof PERMISSIONS)[number]) =>
    ROLES.filter((role) => PERMISSION_TABLE[role].includes(permission)).join(', ');
  const rows = [...new Set(PERMISSIONS.map(listRoles))].map((roles) => [
    roles,
    PERMISSIONS.filter((permission) => listRoles(permission) === roles)
      .map((permission) => `\`${permission}\``)
      .join(', '),
  ]);
  return [
    '# Permissions',
    `A person may hold several roles. Authorship is checked before permission, and permission before state. ${MADE}`,
    '',
    table(['roles', 'permissions'], rows),
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
