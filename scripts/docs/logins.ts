import { REGISTRY_LOGINS } from '../../config/registry-logins.js';
import { getKeys } from '../../domain/record-keys.js';
import { FUNCTIONS } from '../../registry/function-grants.js';
import { GRANTED_LOGINS, GRANTS } from '../../registry/grants.js';
import { LOGIN_ALONE, LOGIN_POWERS, type HeldBy } from './login-powers.js';

type Table = (head: string[], rows: string[][]) => string;

/** What holds a false value, in the words of the page. */
const HELD: Readonly<Record<HeldBy, string>> = {
  compared: 'compared',
  signed: 'signed',
  bounded: 'bounded',
  harmless: 'harmless',
  notified: 'nothing',
};

/** Rows with the same `held` and `comes` become one, so that each consequence is said once a login. */
function powerRows(login: keyof typeof LOGIN_POWERS): string[][] {
  const grouped = new Map<string, { names: string[]; cells: string[] }>();
  for (const [name, { held, comes }] of Object.entries(LOGIN_POWERS[login])) {
    const group = grouped.get(`${held} ${comes}`) ?? { names: [], cells: [HELD[held], comes] };
    grouped.set(`${held} ${comes}`, { ...group, names: [...group.names, `\`${name}\``] });
  }
  return [...grouped.values()].map(({ names, cells }) => [login, names.join(', '), ...cells]);
}

/** docs/operating/logins.md: what a false value in a table can cause, and what prevents it. */
export function loginsPage(table: Table, made: string): string {
  return [
    '# What a login can do alone',
    'What a person can do who has the password of one database login and nothing else. [Registry roles](registry-roles.md) lists the',
    'rights.',
    made,
    '',
    table(
      ['login', 'alone'],
      Object.entries(LOGIN_ALONE).map(([login, alone]) => [`\`${login}\``, alone]),
    ),
    '',
    'What a false value in a table can cause (`api` is left out: people act through it):',
    '',
    '- *compared*: the reconciler finds it within `DESK_RECONCILE_EVERY`.',
    '- *signed*: it counts only with a signature or seal.',
    '- *bounded*: the database accepts only true values.',
    '- *harmless*: nothing outside depends on it.',
    '- *nothing*: disclosed here.',
    '',
    table(['login', 'tables', 'held by', 'consequence'], getKeys(LOGIN_POWERS).flatMap(powerRows)),
    '',
  ].join('\n');
}

/** `select; update (a, b)` becomes `s u*`. */
const toLetters = (rights: readonly string[]) =>
  rights.map((right) => `${right.charAt(0)}${/ \(| but /.test(right) ? '*' : ''}`).join(' ');

/** docs/operating/registry-roles.md: the rights of each login as a matrix. */
export function registryRolesPage(table: Table, made: string): string {
  const ofTables = Object.entries(GRANTS).map(([name, rights]) => [
    `\`${name}\``,
    ...GRANTED_LOGINS.map((login) => toLetters(rights[login] ?? [])),
  ]);
  const ofFunctions = Object.entries(FUNCTIONS).map(([name, users]) => [
    `\`${name}\``,
    ...GRANTED_LOGINS.map((login) => (users.includes(login) ? 'execute' : '')),
  ]);
  return [
    '# The registry’s logins',
    'Each kind of process signs in to PostgreSQL with its own login and has only the rights listed here. None is',
    `superuser, none creates roles or databases, and only \`${REGISTRY_LOGINS.owner}\` owns tables. Their full names begin with \`notice_desk_\`.`,
    '',
    '`s` select, `i` insert, `u` update, `d` delete; `*`: only some columns, which `registry/grants.ts` names.',
    '[Operations](operations.md#logins-of-the-registry) says how the logins are made.',
    made,
    '',
    table(['table', ...GRANTED_LOGINS.map((login) => `\`${login}\``)], [...ofTables, ...ofFunctions]),
    '',
  ].join('\n');
}
