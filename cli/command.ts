import type { Command, Option } from 'commander';
import { parseOneOf } from './arguments.js';
import { connect, DEMO_ROLES, type DemoRole } from './connection.js';
import type { CliDeps } from './deps.js';
import type { Page, Query, Reply } from '../sdk/http.js';
import { createCliClient, type CliClient } from './http.js';
import { listAll } from '../sdk/http.js';
import { listOptions } from './options.js';
import { resolveNoticeId } from './resolve.js';
import { type TableColumn, renderTable } from './table.js';

/** Puts an answer of the desk into words. */
export type Formatter<T> = (answer: T) => string;

export interface CommandSession<Options> {
  deps: CliDeps;
  args: string[];
  options: Options & CommonOptions;
  /** The desk, called as the person this command acts for. */
  desk: CliClient;
  /** Used for look-ups: the acting person may lack access to the list, the embedded desk's reviewer has it. */
  reader: CliClient;
  /** Idempotency-Key of the one unsafe call of this run. */
  idempotencyKey: string;
  say(text: string): void;
  /** Prints the desk's JSON unchanged under `--json`, otherwise the output of `human`. */
  show<T>(reply: Reply<T>, human: Formatter<T>): void;
  /** Shows what a GET answers. */
  read<T>(path: string, human: Formatter<T>, query?: Query): Promise<void>;
  /** Makes the one unsafe call of this run and shows its answer. */
  send<T>(path: string, body: unknown, human: Formatter<T>): Promise<void>;
  /** Id of the notice that the argument names (default: the first). */
  noticeId(reference?: string): Promise<string>;
}

interface CommonOptions {
  json?: boolean;
  as?: DemoRole;
  idempotencyKey?: string;
}

interface CommandSpec<Options> {
  usage: string;
  summary: string;
  /** Role whose key of the embedded desk is used without `--as`. */
  role: DemoRole;
  isDefault?: boolean;
  unsafe?: boolean;
  options?: readonly Option[];
  examples: readonly string[];
  more?: string;
  run(session: CommandSession<Options>): Promise<void>;
}

export function addCommand<Options extends object>(parent: Command, deps: CliDeps, spec: CommandSpec<Options>): void {
  const command = parent.command(spec.usage, { isDefault: spec.isDefault ?? false }).description(spec.summary);
  for (const option of spec.options ?? []) command.addOption(option);
  command.option('--json', "print the API's JSON unchanged");
  command.option(
    '--as <role>',
    `act as this demo person of the embedded desk (default: ${spec.role})`,
    parseOneOf(DEMO_ROLES),
  );
  if (spec.unsafe) command.option('--idempotency-key <key>', 'repeat an earlier request instead of sending a new one');
  command.addHelpText('after', helpTail(spec));
  command.action(async (...received: unknown[]) => {
    const args = received.slice(0, -2).flat() as string[];
    await spec.run(createSession<Options>(deps, { spec, args, options: command.opts() }));
  });
}

function helpTail({ examples, more }: Pick<CommandSpec<never>, 'examples' | 'more'>): string {
  const lines = examples.map((example) => `  $ notice-desk ${example}`);
  return `${more ? `\n${more}\n` : ''}\nExamples:\n${lines.join('\n')}`;
}

function createSession<Options>(
  deps: CliDeps,
  { spec, args, options }: { spec: { role: DemoRole }; args: string[]; options: Options & CommonOptions },
): CommandSession<Options> {
  const as = { as: options.as, usual: spec.role };
  const desk = createCliClient(connect(deps.env, as), deps);
  // Without `--as` the embedded desk uses its reviewer's key for look-ups; any other desk has only one key. An intake
  // key cannot list notices by number, so `--as intake` does not apply to the reader.
  const readsAs = options.as === 'intake' ? undefined : options.as;
  const readerConnection = connect(deps.env, { as: readsAs, usual: 'reviewer' });
  const reader = desk.role === readerConnection.role ? desk : createCliClient(readerConnection, deps);
  const idempotencyKey = options.idempotencyKey ?? deps.newId();
  const say = (text: string) => {
    if (!options.json) deps.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  const show: CommandSession<Options>['show'] = (reply, human) => {
    if (options.json) deps.stdout.write(`${reply.text.trimEnd()}\n`);
    else say(human(reply.body));
  };
  return {
    deps,
    args,
    options,
    desk,
    reader,
    idempotencyKey,
    say,
    show,
    read: async <T>(path: string, human: Formatter<T>, query?: Query) => show(await desk.get<T>(path, query), human),
    send: async <T>(path: string, body: unknown, human: Formatter<T>) =>
      show(await desk.post<T>(path, body, idempotencyKey), human),
    noticeId: (reference = args[0] ?? '') => resolveNoticeId(reader, reference),
  };
}

interface ListSpec<T> extends Omit<CommandSpec<object>, 'options' | 'unsafe' | 'run'> {
  /** Options sent as query parameters of the same name. */
  filters?: readonly Option[];
  path: string | ((session: CommandSession<ListOptions>) => Promise<string>);
  columns: readonly TableColumn<T>[] | ((options: Query) => readonly TableColumn<T>[]);
  empty: string;
}

/** Adds a command that prints a list of the desk as a table, page by page. */
export function addList<T>(
  parent: Command,
  deps: CliDeps,
  { filters = [], path, columns, empty, ...spec }: ListSpec<T>,
): void {
  addCommand<ListOptions & Query>(parent, deps, {
    ...spec,
    options: [...filters, ...listOptions()],
    async run(session) {
      const named = filters.map((filter) => filter.attributeName());
      const query = Object.fromEntries(named.map((name) => [name, session.options[name]]));
      const at = typeof path === 'string' ? path : await path(session);
      const shown = typeof columns === 'function' ? columns(query) : columns;
      await showList<T>(session, { path: at, query, columns: shown, empty });
    },
  });
}

export interface ListOptions {
  all?: boolean;
  limit?: number;
  cursor?: string;
  count?: boolean;
}

export async function showList<T, P extends Page<T> = Page<T>>(
  session: CommandSession<ListOptions>,
  list: {
    path: string;
    query?: Query;
    columns: readonly TableColumn<T>[];
    empty: string;
    foot?: Formatter<P>;
  },
): Promise<void> {
  const { path, query = {}, columns, empty, foot = () => '' } = list;
  const { options, deps, desk } = session;
  if (options.all) {
    const items = await listAll<T>(desk, path, query);
    if (options.json) deps.stdout.write(`${JSON.stringify({ items, nextCursor: null })}\n`);
    else session.say(items.length === 0 ? empty : renderTable(items, columns, deps.stdout));
    return;
  }
  const { limit, cursor, count } = options;
  const reply = await desk.get<P>(path, { ...query, limit, cursor, count: count ? true : undefined });
  session.show(reply, (page) => {
    const { items, nextCursor, total } = page;
    if (items.length === 0) return `${empty}${foot(page)}`;
    const lines = [renderTable(items, columns, deps.stdout)];
    if (total !== undefined) lines.push(`${total} in total\n`);
    if (nextCursor !== null) lines.push(`More results: --cursor ${nextCursor}, or --all\n`);
    return `${lines.join('')}${foot(page)}`;
  });
}
