import type { Command } from 'commander';
import { isOneOf } from '../../domain/is-one-of.js';
import { ROLES } from '../../domain/people/permission.js';
import { flattenList } from '../arguments.js';
import { addCommand, type ListOptions, type Session, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { listOptions, option, required } from '../options.js';
import { addPeopleCommands, findPersonId } from './people.js';
import { given } from '../notices/act.js';

/** People, their keys, and the authorities. */
export function addAdminCommands(program: Command, deps: CliDeps): void {
  const keys = program.command('keys').description('keys by which people and programs sign in, and keys of signatures');
  addKeys(keys, deps);
  addPublishedKeys(keys, deps);
  addPeopleCommands(program.command('people').description('who works here, and who is away'), deps);
  addAuthorities(program.command('authorities').description('the directory of issuing bodies'), deps);
}

interface KeyOptions {
  person: string;
  name: string;
  role: string[];
  speaksFor?: string[];
  expiresAt?: string;
}

function addKeys(keys: Command, deps: CliDeps): void {
  addListKeys(keys, deps);
  addCommand<KeyOptions>(keys, deps, {
    usage: 'create',
    summary: 'make a key; it is shown once',
    role: 'admin',
    unsafe: true,
    options: [
      required('--person <person>', 'id, mail address or name of the person'),
      required('--name <name>', 'what the key is for'),
      required('--role <roles...>', `roles of the key: ${ROLES.join(', ')}`),
      option(
        '--speaks-for <ids...>',
        'authorities whose own channel an intake key is, by id, or all (default: nobody)',
      ),
      option('--expires-at <time>', 'end of its life, with offset'),
    ],
    more: 'What an intake key brings from an authority that it does not speak for starts unverified.',
    examples: [
      'keys create --person reviewer@desk.example --name "nightly export" --role auditor',
      'keys create --person intake@desk.example --name "police portal" --role intake --speaks-for de-bka fr-ofac',
    ],
    run: createKey,
  });
}

async function createKey(session: Session<KeyOptions>): Promise<void> {
  const { name, expiresAt } = session.options;
  const roles = flattenList(session.options.role);
  const unknown = roles.find((role) => !isOneOf(ROLES, role));
  if (unknown) throw new UsageError(`--role ${unknown}: choose among ${ROLES.join(', ')}.`);
  const person = await findPersonId(session.desk, session.options.person);
  const body = given({ person, name, roles, speaksFor: speaksForOf(session.options.speaksFor), expiresAt });
  const reply = await session.desk.post<{ key: string }>('/v1/keys', body, session.idempotencyKey);
  session.show(reply, ({ key }) => `${key}\nIt is not shown again.\n`);
}

function speaksForOf(named: string[] | undefined): string[] | 'all' | undefined {
  if (named === undefined) return undefined;
  const ids = flattenList(named);
  if (!ids.includes('all')) return ids;
  if (ids.length > 1) throw new UsageError('--speaks-for all stands alone.');
  return 'all';
}

interface Key {
  id: string;
  personName: string;
  name: string;
  roles: string[];
  speaksFor: string[] | 'all';
  expiresAt: string | null;
  revokedAt: string | null;
}

function addListKeys(keys: Command, deps: CliDeps): void {
  addCommand<ListOptions>(keys, deps, {
    usage: 'list',
    summary: 'keys, without their secrets',
    role: 'admin',
    options: listOptions(),
    examples: ['keys list --all'],
    run: (session) =>
      showList<Key>(session, {
        path: '/v1/keys',
        columns: [
          { head: 'id', value: (key) => key.id },
          { head: 'person', value: (key) => key.personName },
          { head: 'name', value: (key) => key.name },
          { head: 'roles', value: (key) => key.roles.join(' ') },
          { head: 'speaks for', value: ({ speaksFor }) => (speaksFor === 'all' ? 'all' : speaksFor.join(' ')) },
          { head: 'ends', value: (key) => key.revokedAt ?? key.expiresAt ?? '' },
        ],
        empty: 'No key yet.\n',
      }),
  });
}

interface Authority {
  id: string;
  name: string;
  country: string;
  kind: string;
  verification: string;
}

interface ReceiptKey {
  id: string;
  use: string;
  publicKey: string;
  since: string;
  until: string | null;
}

function addPublishedKeys(keys: Command, deps: CliDeps): void {
  addCommand<ListOptions>(keys, deps, {
    usage: 'published',
    summary: 'public keys under which signatures of the desk are verified',
    role: 'auditor',
    options: listOptions(),
    examples: ['keys published', 'keys published --json'],
    run: (session) =>
      showList<ReceiptKey>(session, {
        path: '/v1/receipt-keys',
        columns: [
          { head: 'id', value: ({ id }) => id },
          { head: 'use', value: ({ use }) => use },
          { head: 'since', value: ({ since }) => since },
          { head: 'until', value: ({ until }) => until ?? '' },
          { head: 'public key', value: ({ publicKey }) => publicKey },
        ],
        empty: 'No key is published.\n',
      }),
  });
}

function addAuthorities(authorities: Command, deps: CliDeps): void {
  addCommand<ListOptions>(authorities, deps, {
    usage: 'list',
    summary: 'authorities with ids',
    role: 'reviewer',
    options: listOptions(),
    examples: ['authorities list --all'],
    run: (session) =>
      showList<Authority>(session, {
        path: '/v1/authorities',
        columns: [
          { head: 'id', value: (authority) => authority.id },
          { head: 'country', value: (authority) => authority.country },
          { head: 'kind', value: (authority) => authority.kind },
          { head: 'verification', value: (authority) => authority.verification },
          { head: 'name', value: (authority) => authority.name },
        ],
        empty: 'No authority yet.\n',
      }),
  });
}
