import type { Command } from 'commander';
import { ROLES } from '../../domain/people/permission.js';
import { flattenList } from '../arguments.js';
import { addCommand, addList, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { given, option, requiredOption } from '../options.js';
import { orPending } from './changes.js';
import { findPersonId, readRoles } from './people.js';
import type { KeyView, NewKey, PasskeyView, PublishedKey } from '../view.js';

interface KeyOptions {
  person: string;
  name: string;
  role: string[];
  speaksFor?: string[];
  expiresAt?: string;
}

export function addKeyCommands(keys: Command, deps: CliDeps): void {
  addCommand<KeyOptions>(keys, deps, {
    usage: 'create',
    summary: 'create a key for yourself, or request one for another person',
    role: 'admin',
    unsafe: true,
    options: [
      requiredOption('--person <person>', 'id, email address or name of the person'),
      requiredOption('--name <name>', 'what the key is for'),
      requiredOption('--role <roles...>', `roles of the key: ${ROLES.join(', ')}`),
      option('--speaks-for <ids...>', 'ids of the authorities that an intake key speaks for, or all (default: none)'),
      option('--expires-at <time>', 'expiry, with offset (default: in 90 days)'),
    ],
    more: 'Your own key is shown once. A key for another person needs a second admin or counsel; after that only its owner can claim it. A key that speaks for authorities needs one too; notices filed for them with any other intake key start unverified.',
    examples: [
      'keys create --person reviewer@desk.example --name "nightly export" --role reviewer',
      'keys create --person intake@desk.example --name "police portal" --role intake --speaks-for de-bka fr-ofac',
    ],
    run: createKey,
  });
  addKeyList(keys, deps);
  addCommand(keys, deps, {
    usage: 'claim <change>',
    summary: 'get your own confirmed key; works once, within 24 hours',
    role: 'admin',
    unsafe: true,
    more: 'CHANGE is the id in the mail about it. Only the owner can claim the key: in the console (/claim), or with another of their keys that has the same roles, given by --as or DESK_KEY.',
    examples: ['keys claim 0197c5a0-0000-7000-8000-000000000002 --as reviewer'],
    run: claimKey,
  });
  addPublishedKeys(keys, deps);
}

function addKeyList(keys: Command, deps: CliDeps): void {
  addList<KeyView>(keys, deps, {
    usage: 'list',
    summary: 'list keys with expiry and last use; never the keys themselves',
    role: 'admin',
    examples: ['keys list --all'],
    path: '/v1/keys',
    columns: [
      { head: 'id', value: (key) => key.id },
      { head: 'person', value: (key) => key.personName },
      { head: 'name', value: (key) => key.name },
      { head: 'roles', value: (key) => key.roles.join(' ') },
      { head: 'speaks for', value: ({ speaksFor }) => (speaksFor === 'all' ? 'all' : speaksFor.join(' ')) },
      { head: 'expires', value: endText },
      { head: 'last used', value: (key) => key.lastUsedAt ?? 'never' },
    ],
    empty: 'No keys yet.\n',
  });
}

function endText({ expiresAt, revokedAt, endsSoon }: KeyView): string {
  if (revokedAt !== null) return `revoked ${revokedAt}`;
  return `${expiresAt ?? 'never'}${endsSoon ? ' (soon)' : ''}`;
}

async function createKey(session: CommandSession<KeyOptions>): Promise<void> {
  const { name, expiresAt } = session.options;
  const roles = readRoles(session.options.role);
  const person = await findPersonId(session.desk, session.options.person);
  const body = given({ person, name, roles, speaksFor: readSpeaksFor(session.options.speaksFor), expiresAt });
  await session.send('/v1/keys', body, orPending(keyText));
}

function readSpeaksFor(named: string[] | undefined): string[] | 'all' | undefined {
  if (named === undefined) return undefined;
  const ids = flattenList(named);
  if (!ids.includes('all')) return ids;
  if (ids.length > 1) throw new UsageError('--speaks-for all cannot be combined with ids.');
  return 'all';
}

async function claimKey(session: CommandSession<object>): Promise<void> {
  const [change = ''] = session.args;
  await session.send('/v1/keys/claim', { change }, keyText);
}

function keyText({ key }: NewKey): string {
  return key === undefined ? 'The key was already shown and is not shown again.\n' : `${key}\nIt is not shown again.\n`;
}

function addPublishedKeys(keys: Command, deps: CliDeps): void {
  addList<PublishedKey>(keys, deps, {
    usage: 'published',
    summary: "public keys that verify the desk's signatures",
    role: 'auditor',
    examples: ['keys published', 'keys published --json'],
    path: '/v1/receipt-keys',
    columns: [
      { head: 'id', value: ({ id }) => id },
      { head: 'use', value: ({ use }) => use },
      { head: 'since', value: ({ since }) => since },
      { head: 'until', value: ({ until }) => until ?? '' },
      { head: 'public key', value: ({ publicKey }) => publicKey },
    ],
    empty: 'No key is published.\n',
  });
}

export function addPasskeyCommands(passkeys: Command, deps: CliDeps): void {
  addList<PasskeyView>(passkeys, deps, {
    usage: 'list',
    summary: 'list your passkeys',
    role: 'approver',
    more: 'Register, name and remove passkeys in the console, in your settings. With DESK_STEP_UP on, approvals and administration are done there, because an API key does not prove who is using it.',
    examples: ['passkeys list', 'passkeys list --as counsel'],
    path: '/v1/me/passkeys',
    columns: [
      { head: 'id', value: ({ id }) => id },
      { head: 'name', value: ({ name }) => name },
      { head: 'registered', value: ({ createdAt }) => createdAt },
      { head: 'last used', value: ({ lastUsedAt }) => lastUsedAt ?? 'never' },
    ],
    empty: 'No passkeys yet.\n',
  });
}
