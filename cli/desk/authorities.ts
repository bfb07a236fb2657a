import { InvalidArgumentError, type Command } from 'commander';
import { isOneOf } from '../../domain/is-one-of.js';
import { CADENCE_UNITS, type Cadence } from '../../domain/letters/cadence.js';
import { type DeskClient, listAll } from '../../sdk/http.js';
import { flattenList, parseOneOf } from '../arguments.js';
import { addCommand, addList, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { readInput } from '../input.js';
import { given, option } from '../options.js';
import { orPending } from './changes.js';
import type { AuthorityView } from '../view.js';

export function addAuthorityCommands(authorities: Command, deps: CliDeps): void {
  addList<AuthorityView>(authorities, deps, {
    usage: 'list',
    summary: 'list authorities with their ids',
    role: 'reviewer',
    examples: ['authorities list --all'],
    path: '/v1/authorities',
    columns: [
      { head: 'id', value: ({ id }) => id },
      { head: 'country', value: ({ country }) => country },
      { head: 'kind', value: ({ kind }) => kind },
      { head: 'verification', value: ({ verification }) => verification },
      { head: 'name', value: ({ name }) => name },
    ],
    empty: 'No authorities yet.\n',
  });
  addCommand(authorities, deps, {
    usage: 'show <authority>',
    summary: 'show an entry: contacts, domains, signers, and how often it gets status updates',
    role: 'reviewer',
    examples: ['authorities show in-meity'],
    run: showEntry,
  });
  addSave(authorities, deps);
}

async function showEntry({ desk, args: [id = ''], show }: CommandSession<object>): Promise<void> {
  const body = await findEntry(desk, id);
  if (body === undefined)
    throw new RefusedError(`There is no authority ${id}. List them: notice-desk authorities list`);
  show({ status: 200, text: JSON.stringify(body), body, replayed: false }, entryText);
}

interface SaveOptions {
  name?: string;
  country?: string;
  kind?: string;
  verification?: string;
  domain?: string[];
  statusUpdates?: Cadence | typeof NEVER;
  entry?: string;
}

function addSave(authorities: Command, deps: CliDeps): void {
  addCommand<SaveOptions>(authorities, deps, {
    usage: 'save <authority>',
    summary: 'add an authority, or change the one with this id; fields not given stay unchanged',
    role: 'admin',
    unsafe: true,
    options: [
      option('--name <name>', 'full name, as on its documents'),
      option('--country <code>', 'two-letter country code, or EU'),
      option('--kind <kind>', 'ministry, regulator, court, police or agency'),
      option('--verification <state>', 'verified or unverified', parseOneOf(['verified', 'unverified'])),
      option('--domain <domains...>', 'its mail domains; replaces the whole list'),
      option(
        '--status-updates <every>',
        `how often it gets a status update on its open notices: a number and ${CADENCE_UNITS.join(', ')}, like 2:business_day; or never`,
        readCadence,
      ),
      option('--entry <file>', 'fields of the entry as JSON, including contacts and signers; - reads standard input'),
    ],
    more: 'A second admin or counsel must confirm changes to a verified authority’s contacts, domains, signers or status updates, and the verification of an authority. --entry takes the fields of `POST /v1/authorities`.',
    examples: [
      'authorities save in-meity --status-updates 2:business_day',
      'authorities save xx-court --name "Court of Somewhere" --country FR --kind court --entry contacts.json',
    ],
    run: saveAuthority,
  });
}

async function saveAuthority(session: CommandSession<SaveOptions>): Promise<void> {
  const { entry, name, country, kind, verification, domain, statusUpdates: every } = session.options;
  const [id = ''] = session.args;
  const before = await findEntry(session.desk, id);
  const read = entry === undefined ? {} : readEntry(await readInput(entry, session.deps.stdin));
  const domains = domain && flattenList(domain);
  const statusUpdates = every === NEVER ? null : every;
  const said = given({ name, country, kind, verification, domains, statusUpdates });
  const body = { ...before, ...read, ...said, id };
  await session.send('/v1/authorities', body, orPending(entryText));
}

function readEntry(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Reported below, like any other invalid text.
  }
  throw new UsageError('--entry: expected a JSON object such as {"contacts": []}.');
}

const NEVER = 'never';

function readCadence(text: string): Cadence | typeof NEVER {
  if (text === NEVER) return NEVER;
  const [, amount, unit = ''] = /^(\d{1,4}):([a-z_]+)$/.exec(text) ?? [];
  if (amount !== undefined && isOneOf(CADENCE_UNITS, unit)) return { amount: Number(amount), unit };
  throw new InvalidArgumentError('Expected a number and a unit such as 2:business_day, or "never".');
}

async function findEntry(desk: DeskClient, id: string): Promise<AuthorityView | undefined> {
  return (await listAll<AuthorityView>(desk, '/v1/authorities')).find((one) => one.id === id);
}

function entryText(entry: AuthorityView): string {
  const { id, name, country, kind, verification, contacts, domains, signers, statusUpdates = null } = entry;
  const lines = [
    `${id}: ${name}, ${country}, ${kind}, ${verification}`,
    ...contacts.map(({ purpose, email, phone }) => `${purpose}: ${[email, phone].filter(Boolean).join(', ')}`),
    `domains: ${domains.join(', ') || 'none'}`,
    ...signers.map((signer) => `signer: ${signer.name}, ${signer.rank}`),
    `status updates: ${statusUpdates === null ? 'never' : `every ${statusUpdates.amount} ${statusUpdates.unit}`}`,
  ];
  return `${lines.join('\n')}\n`;
}
