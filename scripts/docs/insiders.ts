import { GRANTED_LOGINS, GRANTS } from '../../registry/grants.js';
import type { GrantedLogin } from '../../registry/table-rights.js';

const POWERS = [
  'withhold',
  'lift',
  'move a deadline',
  'read a secret',
  'change the log',
  'approve',
  'send as the desk',
] as const;
type Powers = Readonly<Record<(typeof POWERS)[number], string>>;

const NOTHING: Powers = {
  withhold: 'no',
  lift: 'no',
  'move a deadline': 'no',
  'read a secret': 'no',
  'change the log': 'no',
  approve: 'no',
  'send as the desk': 'no',
};

/** Insiders without a database login; `test/adversary/` tests each cell. */
const OTHERS: Readonly<Record<string, Partial<Powers>>> = {
  "Temporal's port": {
    withhold: 'can delay it; raises an alert',
    'move a deadline': 'can stop clocks; raises an alert',
  },
  "Temporal's port and copied payloads": {
    withhold: 'can delay it; raises an alert',
    'send as the desk': 'can delay it; raises an alert',
  },
  'the payload key alone': {},
  '`intake` (a person or key)': { 'read a secret': 'receipts of its own notices' },
  'one reviewer': { lift: 'only with a cause that signed acts of others prove', 'read a secret': 'if cleared' },
  'one approver': { approve: 'one approval, for a submission of somebody else', 'read a secret': 'if cleared' },
  'one counsel': {
    lift: 'only with a cause that signed acts of others prove',
    approve: 'one approval, for a submission of somebody else',
    'read a secret': 'if cleared, or by recorded break-glass access',
  },
  'one of ops': { withhold: 'can pause enforcement for an hour' },
  'one auditor': { 'read a secret': 'yes; each access is recorded' },
  'one admin': {},
  'the worker process': {
    'move a deadline': 'yes: it runs the workflows',
    'send as the desk': 'yes: it holds notice keys and the mail server',
    'read a secret': 'yes',
    'change the log': 'adds entries',
  },
  'the enforcement process': {
    withhold: 'yes: it holds the platform’s token',
    lift: 'yes: it holds the platform’s token',
    'change the log': 'adds entries',
  },
  'the API process': {
    approve: 'yes: it holds the signing keys',
    'read a secret': 'yes',
    'change the log': 'adds entries',
    withhold: 'by approving',
    lift: 'by approving',
    'send as the desk': 'portal links',
  },
};

function may(
  login: GrantedLogin,
  name: keyof typeof GRANTS,
  right: 'select' | 'insert' | 'update',
  column = '',
): boolean {
  return (GRANTS[name][login] ?? []).some((given) => {
    if (given === right) return true;
    if (!given.startsWith(`${right} (`)) return right === 'select' && given.startsWith('select but');
    return given
      .slice(right.length + 2, -1)
      .split(', ')
      .includes(column);
  });
}

function readPowers(login: GrantedLogin): Powers {
  const isApi = login === 'api';
  return {
    ...NOTHING,
    ...(isApi
      ? { withhold: 'through two approvers that it creates', lift: 'through an approver that it creates' }
      : {}),
    'move a deadline': isApi
      ? 'yes, as an approved change'
      : may(login, 'clock', 'update', 'due_at')
        ? 'on screens, until `divergence`'
        : 'no',
    'read a secret':
      !may(login, 'notice', 'select') || login === 'reader' ? (login === 'mail' ? 'held mail' : 'no') : 'yes',
    'change the log': may(login, 'audit_entry', 'insert') ? 'adds entries' : 'no',
    approve: may(login, 'person', 'update')
      ? 'makes itself an approver'
      : may(login, 'approval', 'insert')
        ? 'no: enforcement refuses the row'
        : 'no',
    'send as the desk': isApi
      ? 'no'
      : may(login, 'letter', 'insert')
        ? 'no: a letter without a seal is rejected'
        : 'no',
  };
}

const OWNER: Powers = {
  ...NOTHING,
  withhold: 'through two approvers that it creates',
  lift: 'through an approver that it creates',
  'move a deadline': 'on screens, until `divergence`',
  'read a secret': 'yes',
  'change the log': 'can rewrite it; the API then signs nothing (`audit_unsigned`)',
  approve: 'makes itself an approver',
};

export function insiders(): { head: string[]; rows: string[][] } {
  const toRow = (name: string, powers: Powers) => [name, ...POWERS.map((power) => powers[power])];
  return {
    head: ['insider, alone', ...POWERS],
    rows: [
      ...Object.entries(OTHERS).map(([name, powers]) => toRow(name, { ...NOTHING, ...powers })),
      ...GRANTED_LOGINS.map((login) => toRow(`database login \`${login}\``, readPowers(login))),
      toRow('database login `owner`', OWNER),
    ],
  };
}
