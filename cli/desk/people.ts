import type { Command } from 'commander';
import { isOneOf } from '../../domain/is-one-of.js';
import { ROLES } from '../../domain/people/permission.js';
import { flattenList } from '../arguments.js';
import { addCommand, addList, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { type DeskClient, listAll } from '../../sdk/http.js';
import { given, option, requiredOption } from '../options.js';
import { isId } from '../resolve.js';
import { orPending, pendingText } from './changes.js';
import type { Me, PersonView } from '../view.js';

export function addPeopleCommands(people: Command, deps: CliDeps): void {
  addList<PersonView>(people, deps, {
    usage: 'list',
    summary: 'list people with ids and roles',
    role: 'admin',
    examples: ['people list'],
    path: '/v1/people',
    columns: [
      { head: 'id', value: (person) => person.id },
      { head: 'name', value: (person) => person.name },
      { head: 'email', value: (person) => person.email },
      { head: 'roles', value: (person) => `${person.roles.join(' ')}${person.active ? '' : ' (inactive)'}` },
      { head: 'away', value: awayText },
    ],
    empty: 'No people yet.\n',
  });
  addSave(people, deps);
  addCommand(people, deps, {
    usage: 'erase <person>',
    summary: 'erase a person who has left; only their id and their pseudonym in the log remain',
    role: 'admin',
    unsafe: true,
    examples: ['people erase rita@desk.example'],
    more: 'PERSON is an id, email address or name. They must be inactive and past the retention period for `people` (retention rules). Needs a second admin or counsel; cannot be undone.',
    run: async (session) => {
      const id = await findPersonId(session.desk, session.args[0] ?? '');
      await session.send(`/v1/people/${id}/erase`, {}, pendingText);
    },
  });
  addCommand<AbsenceOptions>(people, deps, {
    usage: 'absence <person>',
    summary: 'record an absence with a substitute who approves in that role, or end one',
    role: 'admin',
    unsafe: true,
    options: [
      option('--until <time>', 'end of the absence, with offset'),
      option('--from <time>', 'start, with offset (default: now)'),
      option('--substitute <person>', 'substitute: id or email address'),
      option('--over', 'back already; also cancels planned absences'),
    ],
    more: "PERSON is an id, email address or name; `me` is yourself. Another person's absence needs a second admin or counsel. The substitute must already hold the role, and can only approve, return and acknowledge as a delegate.",
    examples: [
      'people absence approver@desk.example --until 2026-12-24T18:00:00+01:00 --substitute approver2@desk.example',
      'people absence me --over --as approver',
    ],
    run: markAbsent,
  });
}

interface PersonOptions {
  name: string;
  email: string;
  role: string[];
  inactive?: boolean;
}

/** Throws a `UsageError` if a role is unknown. */
export function readRoles(typed: readonly string[]): string[] {
  const roles = flattenList(typed);
  const unknown = roles.find((role) => !isOneOf(ROLES, role));
  if (unknown) throw new UsageError(`--role ${unknown}: choose from ${ROLES.join(', ')}.`);
  return roles;
}

function addSave(people: Command, deps: CliDeps): void {
  addCommand<PersonOptions>(people, deps, {
    usage: 'save',
    summary: 'add a person, or change the one with this email address',
    role: 'admin',
    unsafe: true,
    options: [
      requiredOption('--name <name>', 'display name'),
      requiredOption('--email <address>', 'identifies the person'),
      requiredOption('--role <roles...>', `roles; replaces all present ones: ${ROLES.join(', ')}`),
      option('--inactive', 'ends their access immediately, including keys and sessions'),
    ],
    more: 'Granting a role (except intake) and changing a name or address need a second admin or counsel. You cannot change your own roles.',
    examples: ['people save --name "Rita Raman" --email rita@desk.example --role reviewer'],
    run: savePerson,
  });
}

async function savePerson(session: CommandSession<PersonOptions>): Promise<void> {
  const { name, email, role, inactive } = session.options;
  const body = { name, email, roles: readRoles(role), active: inactive !== true };
  await session.send('/v1/people', body, orPending(savedText));
}

function savedText({ name, roles, active }: PersonView): string {
  return `${name}: ${roles.join(' ')}${active ? '' : ' (inactive)'}\n`;
}

interface AbsenceOptions {
  until?: string;
  from?: string;
  substitute?: string;
  over?: boolean;
}

function awayText({ absences = [] }: PersonView): string {
  return absences.map(({ from, until, substituteName }) => `${from} to ${until}: ${substituteName}`).join('; ');
}

async function markAbsent(session: CommandSession<AbsenceOptions>): Promise<void> {
  const { until, from, substitute, over } = session.options;
  if (over ? (until ?? from ?? substitute) : !until || !substitute)
    throw new UsageError('Give either --until and --substitute, or --over.');
  const [person = ''] = session.args;
  const id = person === 'me' ? await ownId(session.desk) : await findPersonId(session.desk, person);
  const body = over ? { over } : given({ until, from, substitute });
  const human = (saved: PersonView) => `${saved.name}: ${awayText(saved) || 'present'}\n`;
  await session.send(`/v1/people/${id}/absence`, body, orPending(human));
}

async function ownId(desk: DeskClient): Promise<string> {
  const { body } = await desk.get<Me>('/v1/me');
  return body.person.id;
}

/** Resolves an id, a mail address or a name. */
export async function findPersonId(desk: DeskClient, person: string): Promise<string> {
  if (isId(person)) return person;
  const wanted = person.toLowerCase();
  const people = await listAll<PersonView>(desk, '/v1/people');
  const found = people.filter(
    ({ id, name, email }) => id === person || [name, email].some((text) => text?.toLowerCase() === wanted),
  );
  const [only, another] = found;
  if (only === undefined) throw new RefusedError(`There is no person ${person}. List them: notice-desk people list`);
  if (another !== undefined) throw new RefusedError(`Several people match ${person}. Use the id (people list).`);
  return only.id;
}
