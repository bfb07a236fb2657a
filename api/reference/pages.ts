import { ENV_NAMES } from '../../config/env-names.js';
import { PERMISSION_TABLE, PERMISSIONS, ROLES } from '../../domain/people/permission.js';
import { PROBLEMS } from '../problems.js';

const MADE = 'Made from the code by `npm run docs`; a test fails when it is stale.';

/** The reference pages under docs/, by file name. */
export function referencePages(): Record<string, string> {
  return { 'configuration.md': configuration(), 'errors.md': errors(), 'permissions.md': permissions() };
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

function errors(): string {
  const rows = Object.entries(PROBLEMS).map(([slug, { status, title }]) => [String(status), `\`${slug}\``, title]);
  return [
    '# Errors',
    `Every refusal is \`application/problem+json\` (RFC 9457) with \`type\` \`urn:notice-desk:problem:<slug>\`. \`detail\` says what`,
    `to do, \`errors\` names the fields by JSON Pointer: into the body, or \`/query/<name>\` and \`/headers/<name>\`. ${MADE}`,
    '',
    table(['status', 'slug', 'title'], rows),
    '',
  ].join('\n');
}

function permissions(): string {
  const rows = PERMISSIONS.map((permission) => [
    `\`${permission}\``,
    ...ROLES.map((role) => (PERMISSION_TABLE[role].includes(permission) ? 'yes' : '')),
  ]);
  return [
    '# Permissions',
    `A person may hold several roles. Authorship is asked before permission, permission before state. ${MADE}`,
    '',
    table(['permission', ...ROLES], rows),
    '',
  ].join('\n');
}
