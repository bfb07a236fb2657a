import type { Command } from 'commander';
import { toCsv } from '../../domain/csv.js';
import type { ListProblem } from '../../sandbox/lists/item.js';
import { addCommand, addList, type ListOptions, type CommandSession, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { listOptions, option, OPTION_HELP } from '../options.js';
import { type TableColumn, renderTable } from '../table.js';
import { askDesk, needCheck, openListFile, type ListFile } from './target-file.js';
import { plural } from '../text.js';
import { addContent } from './target-content.js';
import type { AddedTargets, HeldTargetView, ListDiff, ReadListView, UploadView } from '../view.js';

export function addTargetCommands(program: Command, deps: CliDeps): void {
  const targets = program.command('targets').description('lists of targets: preview, add, review uploads, compare');
  addRead(targets, deps);
  addAdd(targets, deps);
  addUploads(targets, deps);
  addInForce(targets, deps);
  addProblems(targets, deps);
  addDiff(targets, deps);
  addContent(targets, deps);
}

const FORMATS =
  'FILE is .csv (any delimiter, columns in any order), .xlsx, .ndjson, .json, .pdf or plain text; - is standard input.';

function addRead(targets: Command, deps: CliDeps): void {
  addCommand<{ csv?: boolean }>(targets, deps, {
    usage: 'read <file>',
    summary: 'preview a list of targets; nothing is stored',
    role: 'reviewer',
    options: [option('--csv', 'print the rows as CSV, to correct and upload')],
    more: `${FORMATS}\nTargets read from a PDF are a proposal: check them against the document.`,
    examples: ['targets read list.xlsx', 'targets read order.pdf --csv > list.csv'],
    async run(session) {
      const file = await openListFile(session, session.args[0] ?? '');
      const reply = await askDesk(session, file);
      if (session.options.csv) session.say(toCsv(['type', 'locator', 'note'], listRows(reply.body)));
      else session.show(reply, (list) => renderRead(list, session));
      listProblems(session, reply.body.problems);
    },
  });
}

function listRows({ rows }: ReadListView): string[][] {
  return rows.map(({ type, locator, note }) => [type, locator, note]);
}

const SHOWN = 50;

function renderRead(
  { format, total, merged, rows, problems, document }: ReadListView,
  { deps }: CommandSession<object>,
): string {
  const columns: TableColumn<ReadListView['rows'][number]>[] = [
    { head: 'line', value: ({ line }) => line, align: 'right' },
    { head: 'type', value: ({ type }) => type },
    { head: 'locator', value: ({ locator }) => locator, max: 70 },
    { head: 'remarks', value: ({ problem, flags }) => [problem, ...flags].filter(Boolean).join(' ') },
    { head: 'note', value: ({ note }) => note, max: 60 },
  ];
  const more =
    rows.length > SHOWN ? `… and ${plural(rows.length - SHOWN, 'more row')}: --csv or --json shows all\n` : '';
  const table = rows.length === 0 ? '' : renderTable(rows.slice(0, SHOWN), columns, deps.stdout);
  const counts = `${format}: ${plural(total, 'line')}, ${plural(rows.length, 'target')}, ${merged} duplicates merged, ${problems.length} rejected`;
  return `${table}${more}${counts}\n${renderFacts(document?.facts ?? [], deps)}`;
}

function renderFacts(facts: NonNullable<ReadListView['document']>['facts'], { stdout }: CliDeps): string {
  if (facts.length === 0) return '';
  const columns: TableColumn<(typeof facts)[number]>[] = [
    { head: 'the document seems to say', value: ({ path }) => path.slice(1) },
    { head: 'check', value: ({ value }) => value, max: 50 },
    { head: 'page', value: ({ page }) => page, align: 'right' },
    { head: 'quote', value: ({ quote }) => quote, max: 70 },
  ];
  return `\n${renderTable(facts, columns, stdout)}`;
}

/** Rejected lines go to stderr, so that a redirected list contains rows only. */
function listProblems({ options, deps }: CommandSession<object>, problems: readonly ListProblem[]): void {
  if (options.json) return;
  for (const { line, reason } of problems.slice(0, SHOWN)) deps.stderr.write(`line ${line}: ${reason}\n`);
  if (problems.length > SHOWN) deps.stderr.write(`… and ${plural(problems.length - SHOWN, 'more line')}\n`);
}

function addAdd(targets: Command, deps: CliDeps): void {
  addCommand<{ checked?: boolean }>(targets, deps, {
    usage: 'add <notice> <file>',
    summary: 'add a list to a notice in triage or review; targets already there are merged',
    role: 'reviewer',
    unsafe: true,
    options: [option('--checked', OPTION_HELP.checked)],
    more: `${FORMATS} Uploading the same list again adds nothing.`,
    examples: ['targets add N-2021-000002 list.csv', 'cat list.txt | notice-desk targets add N-2021-000002 -'],
    async run(session) {
      const [reference = '', path = ''] = session.args;
      const id = await session.noticeId(reference);
      const file = await openListFile(session, path);
      needCheck(file, session.options.checked === true);
      const { bytes, mediaType, name } = file.format === 'pdf' ? await toRows(session, file) : file;
      const query = { name: name || undefined };
      const sent = { bytes, mediaType, query };
      const reply = await session.desk.postBytes<AddedTargets>(
        `/v1/notices/${id}/targets`,
        sent,
        session.idempotencyKey,
      );
      session.show(reply, (added) => renderAdded(added, reference));
      listProblems(session, reply.body.rejected);
    },
  });
}

async function toRows(session: CommandSession<object>, file: ListFile): Promise<ListFile> {
  const { rows } = (await askDesk(session, file)).body;
  const lines = rows.map(({ type, locator, note }) => `${JSON.stringify({ type, locator, note })}\n`);
  return {
    ...file,
    bytes: Buffer.from(lines.join('')),
    mediaType: 'application/x-ndjson',
    name: `${file.name}.ndjson`,
  };
}

function renderAdded({ upload, lines, accepted, merged, flagged, rejected }: AddedTargets, reference: string): string {
  const parts = [
    `${plural(accepted, 'target')} added, ${merged} merged, ${flagged} flagged, ${rejected.length} of ${plural(lines, 'line')} rejected`,
  ];
  if (rejected.length > 0) parts.push(`All of them: notice-desk targets problems ${reference} ${upload} --csv`);
  return `${parts.join('\n')}\n`;
}

function addUploads(targets: Command, deps: CliDeps): void {
  addList<UploadView>(targets, deps, {
    usage: 'uploads <notice>',
    summary: 'list the uploads of a notice with their results',
    role: 'reviewer',
    examples: ['targets uploads N-2021-000002'],
    path: async ({ noticeId }) => `/v1/notices/${await noticeId()}/uploads`,
    columns: [
      { head: 'n', value: ({ n }) => n, align: 'right' },
      { head: 'at', value: ({ at }) => at },
      { head: 'by', value: ({ byName }) => byName, max: 28 },
      { head: 'format', value: ({ format }) => format },
      ...(['lines', 'accepted', 'merged', 'flagged', 'rejected'] as const).map((head) => ({
        head,
        value: (row: UploadView) => row[head],
        align: 'right' as const,
      })),
      { head: 'name', value: ({ name }) => name, max: 60 },
    ],
    empty: 'No uploads.\n',
  });
}

function addInForce(targets: Command, deps: CliDeps): void {
  addList<HeldTargetView>(targets, deps, {
    usage: 'in-force <notice>',
    summary: 'what was in force under a notice and those linked to it',
    role: 'reviewer',
    filters: [option('--at <time>', 'only what was in force then')],
    examples: ['targets in-force N-2021-000031 --at 2021-02-05T00:00:00Z --all'],
    path: async ({ noticeId }) => `/v1/notices/${await noticeId()}/series/in-force`,
    columns: [
      { head: 'notice', value: ({ number }) => number },
      { head: 'target', value: ({ no }) => no, align: 'right' },
      { head: 'locator', value: ({ locator }) => locator, max: 60 },
      { head: 'where', value: ({ everywhere, countries }) => (everywhere ? 'everywhere' : countries.join(' ')) },
      { head: 'since', value: ({ since }) => since },
      { head: 'until', value: ({ until }) => until ?? '' },
    ],
    empty: 'No restrictions.\n',
  });
}

function addProblems(targets: Command, deps: CliDeps): void {
  addCommand<ListOptions & { csv?: boolean }>(targets, deps, {
    usage: 'problems <notice> <upload>',
    summary: 'list the rejected lines of an upload, and why',
    role: 'reviewer',
    options: [option('--csv', 'all of them as CSV'), ...listOptions()],
    examples: ['targets problems N-2021-000002 1', 'targets problems N-2021-000002 1 --csv > problems.csv'],
    async run(session) {
      const [reference = '', n = ''] = session.args;
      if (!/^\d{1,9}$/.test(n))
        throw new UsageError(`${n} is not the number of an upload. See: notice-desk targets uploads ID`);
      const path = `/v1/notices/${await session.noticeId(reference)}/uploads/${n}/problems`;
      if (session.options.csv) {
        const { text } = await session.desk.getText(path, { format: 'csv' });
        session.say(text);
        return;
      }
      const columns: TableColumn<ListProblem>[] = [
        { head: 'line', value: ({ line }) => line, align: 'right' },
        { head: 'reason', value: ({ reason }) => reason },
      ];
      await showList<ListProblem>(session, { path, columns, empty: 'No line was rejected.\n' });
    },
  });
}

const PARTS = ['added', 'dropped', 'unchanged'];

function addDiff(targets: Command, deps: CliDeps): void {
  addCommand<ListOptions & { against?: string; part?: string }>(targets, deps, {
    usage: 'diff <notice>',
    summary: "compare a notice's targets with an earlier notice and its decisions",
    role: 'reviewer',
    options: [
      option('--against <notice>', "earlier notice (default: the authority's latest one that shares targets)"),
      option('--part <part>', `show only these rows: ${PARTS.join(', ')}`),
      ...listOptions().filter(({ long }) => long !== '--all' && long !== '--count'),
    ],
    examples: ['targets diff N-2021-000003', 'targets diff N-2021-000003 --against N-2021-000001 --part unchanged'],
    async run(session) {
      const { part, limit, cursor } = session.options;
      if (part !== undefined && !PARTS.includes(part)) throw new UsageError(`--part: choose from ${PARTS.join(', ')}.`);
      const id = await session.noticeId();
      const other = session.options.against;
      const against = other === undefined ? undefined : await session.noticeId(other);
      const query = { against, part, limit, cursor };
      await session.read<ListDiff>(`/v1/notices/${id}/list-diff`, (diff) => renderDiff(diff, session), query);
    },
  });
}

function renderDiff(
  { against, added, dropped, unchanged, items, nextCursor }: ListDiff,
  { deps }: CommandSession<object>,
): string {
  const than = against === null ? 'There is no earlier list.' : `Compared with ${against.number}:`;
  const counts = `${than} ${added} added, ${dropped} dropped, ${unchanged} unchanged\n`;
  if (items === undefined || items.length === 0) return counts;
  const columns: TableColumn<NonNullable<ListDiff['items']>[number]>[] = [
    { head: 'no', value: ({ no }) => no, align: 'right' },
    { head: 'type', value: ({ type }) => type },
    { head: 'locator', value: ({ locator }) => locator, max: 70 },
    { head: 'before', value: ({ before }) => (before === null ? '' : `${before.no} ${before.status}`) },
    {
      head: 'decided',
      value: ({ before }) =>
        before?.decision == null ? '' : `${before.decision.action} ${before.decision.countries.join(' ')}`,
    },
  ];
  const more = nextCursor == null ? '' : `More results: --cursor ${nextCursor}\n`;
  return `${renderTable(items, columns, deps.stdout)}${counts}${more}`;
}
