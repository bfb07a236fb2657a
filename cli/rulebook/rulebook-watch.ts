import type { Command } from 'commander';
import { parseOneOf } from '../arguments.js';
import { addCommand, type CommandSession, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { listOptions, option, requiredOption } from '../options.js';
import type { TableColumn } from '../table.js';
import { plural, printable } from '../text.js';
import type { LawDraftView, LawPageView, ReadingRequested } from '../view.js';

const PATH = '/v1/rulebook/watch';
const PAGES = `${PATH}/pages`;
const DAY_MS = 24 * 3_600_000;
const POLL_MS = 2_000;
/** A host is read once a second, and no host has more than a few hundred texts. */
const GIVE_UP_MS = 15 * 60_000;

export function addLawWatch(rulebook: Command, deps: CliDeps): void {
  addCommand<{ once?: boolean }>(rulebook, deps, {
    usage: 'watch',
    summary: 'have the desk read the addresses of all cited texts, now and once a day, and list what changed',
    role: 'counsel',
    options: [option('--once', 'read them once and end')],
    more: 'Without this command the desk reads them daily if company.yaml says `watch: daily`. Exits 1 with --once if an address could not be read.',
    examples: ['rulebook watch --once'],
    run: watch,
  });
  addCommand<ListOptions & { state?: 'open' | 'settled' }>(rulebook, deps, {
    usage: 'drafts',
    summary: 'list changed texts of law and near events, newest first',
    role: 'counsel',
    options: [
      option('--state <state>', 'only open or settled ones', parseOneOf(['open', 'settled'])),
      ...listOptions(),
    ],
    examples: ['rulebook drafts --state open'],
    run: (session) => listDrafts(session, session.options.state),
  });
  addCommand(rulebook, deps, {
    usage: 'draft <n>',
    summary: 'show what changed in a text of law, before and after',
    role: 'counsel',
    examples: ['rulebook draft 1'],
    run: ({ args, read }) => read<LawDraftView>(`${PATH}/${readNumber(args[0])}`, renderDraft),
  });
  addCommand<ListOptions & { state?: 'due' | 'failing' }>(rulebook, deps, {
    usage: 'pages',
    summary: 'list the watched addresses with their last readings',
    role: 'counsel',
    options: [
      option('--state <state>', 'only those that are due or failing', parseOneOf(['due', 'failing'])),
      ...listOptions(),
    ],
    examples: ['rulebook pages --state failing'],
    run: (session) => listPages(session, session.options.state),
  });
  addCommand<{ note: string }>(rulebook, deps, {
    usage: 'settle <n>',
    summary: 'record what follows from a changed text or an event; ends its alert and changes no law',
    role: 'counsel',
    unsafe: true,
    options: [requiredOption('--note <text>', 'what follows from it')],
    examples: ['rulebook settle 1 --note "Renumbered; no clause differs"'],
    run: ({ args, options: { note }, send }) =>
      send<LawDraftView>(
        `${PATH}/${readNumber(args[0])}/settle`,
        { note },
        ({ number }) => `Draft ${number} is settled.\n`,
      ),
  });
}

async function watch(session: CommandSession<{ once?: boolean }>): Promise<void> {
  const { deps, options } = session;
  for (;;) {
    const failing = await readAll(session);
    if (options.once && failing > 0)
      throw new RefusedError(
        `${plural(failing, 'page')} could not be read; the law on file stays. See: notice-desk rulebook pages --state failing`,
      );
    if (options.once) return;
    await deps.sleep(DAY_MS);
  }
}

/** Has all addresses read, waits for the job that does it, and lists what is open; returns how many failed. */
async function readAll(session: CommandSession<object>): Promise<number> {
  const { desk, deps, say } = session;
  const { body } = await desk.post<ReadingRequested>(PATH, {}, deps.newId());
  say(`Reading ${plural(body.pages, 'page')}.`);
  const endsAtMs = deps.nowMs() + GIVE_UP_MS;
  while ((await countPages(session, 'due')) > 0) {
    if (deps.nowMs() > endsAtMs)
      throw new RefusedError('The desk has not read all addresses. See: notice-desk rulebook pages --state due');
    await deps.sleep(POLL_MS);
  }
  await listDrafts(session, 'open');
  return countPages(session, 'failing');
}

async function countPages({ desk }: CommandSession<object>, state: string): Promise<number> {
  const { body } = await desk.get<{ total?: number }>(PAGES, { state, limit: 1, count: true });
  return body.total ?? 0;
}

const DRAFT_COLUMNS: readonly TableColumn<LawDraftView>[] = [
  { head: 'n', value: ({ number }) => number, align: 'right' },
  { head: 'kind', value: ({ kind }) => kind },
  { head: 'what', value: ({ summary }) => summary, max: 100 },
  { head: 'found', value: ({ openedAt }) => openedAt },
  { head: 'settled', value: ({ settledAt }) => settledAt },
];

function listDrafts(session: CommandSession<ListOptions>, state: string | undefined): Promise<void> {
  const list = {
    path: PATH,
    query: { state },
    columns: DRAFT_COLUMNS,
    empty: 'No changed texts and no near events.\n',
  };
  return showList<LawDraftView>(session, list);
}

const PAGE_COLUMNS: readonly TableColumn<LawPageView>[] = [
  { head: 'address', value: ({ url }) => url, max: 80 },
  { head: 'read', value: ({ readAt }) => readAt },
  { head: 'not found', value: ({ missing }) => missing.length || null, align: 'right' },
  { head: 'problem', value: ({ problem }) => problem, max: 80 },
];

function listPages(session: CommandSession<ListOptions>, state: string | undefined): Promise<void> {
  const list = { path: PAGES, query: { state }, columns: PAGE_COLUMNS, empty: 'No addresses match.\n' };
  return showList<LawPageView>(session, list);
}

function renderDraft({ number, summary, url, settledBy, note, event, change }: LawDraftView): string {
  const clauses = (change?.clauses ?? []).flatMap(({ at, laws, before, after }) => [
    `${at ?? 'clause'} (${laws.join(', ')})`,
    `  before: ${before}`,
    ...(change?.isText ? [`  after:  ${after ?? 'nothing similar'}`] : []),
  ]);
  const lines = [
    `${number}: ${summary}`,
    ...(url === null ? [] : [url]),
    ...(event === null ? [] : [`source: ${event.source}`]),
    ...(change === null ? [] : [`read ${change.readBefore} and ${change.readAfter}`]),
    ...clauses,
    ...(change?.removed ?? []).map((line) => `- ${line}`),
    ...(change?.added ?? []).map((line) => `+ ${line}`),
    ...(note === null ? [] : [`settled by ${settledBy?.name ?? ''}: ${note}`]),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}

function readNumber(text: string | undefined): number {
  if (/^[1-9]\d{0,8}$/.test(text ?? '')) return Number(text);
  throw new UsageError(`${JSON.stringify(text)} is not the number of a draft.`);
}
