import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { parseCount, parseOneOf } from '../arguments.js';
import { addCommand, addList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import { given, option, OPTION_HELP } from '../options.js';
import { renderFacts, renderTable } from '../table.js';
import { plural, printable } from '../text.js';
import type { FiledImported, ImportedCaseSummary, ImportedCaseView } from '../view.js';
import { listExported, readCaseFile, writeCaseFile } from './case-file.js';
import { importCases, type ImportOptions } from './import.js';
import { MAPPING_NAMES } from './mapping.js';

export function addImportCommands(program: Command, deps: CliDeps): void {
  const cases = program.command('cases').description('cases of other systems: import, export, read');
  addImport(cases, deps);
  addExport(cases, deps);
  addReads(cases, deps);
}

const collect = (one: string, others: string[] = []) => [...others, one];

function addImport(cases: Command, deps: CliDeps): void {
  const set = option('--set <field=value>', 'the same value for all cases, e.g. law=IN-69A-NORMAL; may be repeated');
  addCommand<ImportOptions>(cases, deps, {
    usage: 'import <file>',
    summary: 'request the import of a file of cases, all of it or nothing',
    role: 'admin',
    unsafe: true,
    options: [
      option('--format <format>', 'csv, jsonl, or desk for an export of a desk', parseOneOf(['csv', 'jsonl', 'desk'])),
      option('--mapping <mapping>', `${MAPPING_NAMES.join(', ')}, or a file (docs/operating/moving.md)`),
      set.argParser(collect).default([]),
      option('--from <n>', 'begin with this case of the file', parseCount),
      option('--count <n>', 'at most so many cases; one import takes 5000', parseCount),
      option('--dry-run', 'only check the file'),
    ],
    more: 'Imported cases are records with their own instants: no workflow, deadline, letter, mail or platform call. A second person confirms the digest.',
    examples: [
      'cases import orders.csv --mapping jira --dry-run',
      'cases import tickets.jsonl --mapping zendesk --set kind=request --set law=POLICY-DEFAULT \\\n      --set jurisdiction=DE --set authority.name="BKA" --set authority.country=DE',
      'cases import desk.jsonl --format desk',
    ],
    run: importCases,
  });
}

function addExport(cases: Command, deps: CliDeps): void {
  addCommand<{ out: string; force?: boolean }>(cases, deps, {
    usage: 'export',
    summary: 'write all cases that are not secret as JSON Lines, with digests and a manifest',
    role: 'auditor',
    options: [
      option('--out <file>', 'the file to write').makeOptionMandatory(),
      option('--force', 'replace the file if it is there'),
    ],
    more: 'Written completely or not at all. Each case is as it is when its page is read.',
    examples: ['cases export --out desk.jsonl'],
    async run({ desk, options, say, deps: { stdout, nowMs } }) {
      const { out: path, force } = options;
      if (existsSync(path) && force !== true)
        throw new RefusedError(`${path} is there already. Use --force to replace it.`);
      const made = await writeCaseFile(desk, { path, at: new Date(nowMs()).toISOString() });
      if (options.json) stdout.write(`${JSON.stringify({ file: path, ...made })}\n`);
      else say(`${path}: ${plural(made.cases, 'case')}, ${plural(made.targets, 'target')}, digest ${made.digest}\n`);
    },
  });
  addCommand<{ offline?: boolean }>(cases, deps, {
    usage: 'verify <file>',
    summary: 'check an export and compare it with the cases of this desk',
    role: 'auditor',
    options: [option('--offline', 'check only the file against its own digests')],
    more: 'Exits 1 if a byte of a case was changed, or if a case is missing here or differs.',
    examples: ['cases verify desk.jsonl --offline', 'cases verify desk.jsonl'],
    async run({ args: [path = ''], desk, options, say, deps: { stdout } }) {
      const here = new Map<string, string>();
      if (!options.offline) for await (const one of listExported(desk)) here.set(nameCase(one.case), one.digest);
      let equal = 0;
      const apart: string[] = [];
      for await (const one of readCaseFile(path)) {
        const found = here.get(nameCase(one.case));
        if (options.offline || found === one.digest) equal += 1;
        else apart.push(`line ${one.line}: ${nameCase(one.case)} ${found === undefined ? 'is not here' : 'differs'}`);
      }
      if (apart.length > 0)
        throw new RefusedError(
          `${path}: ${apart.length} of ${equal + apart.length} cases\n  ${apart.slice(0, 50).join('\n  ')}`,
        );
      if (options.json) stdout.write(`${JSON.stringify({ file: path, equal })}\n`);
      else say(`${path}: intact, ${plural(equal, 'case')}${options.offline ? '' : ' equal to those of this desk'}\n`);
    },
  });
}

const nameCase = (one: Record<string, unknown>) => `${String(one['source'])} ${String(one['externalId'])}`;

function addReads(cases: Command, deps: CliDeps): void {
  addList<ImportedCaseSummary>(cases, deps, {
    usage: 'list',
    summary: 'list imported cases, newest receipt first',
    role: 'reviewer',
    filters: [
      option('--state <state>', 'open or closed', parseOneOf(['open', 'closed'])),
      option('--source <source>', 'only from this system'),
      option('--regime <law>', 'only under this law'),
      option('--locator <locator>', 'only those that name this item'),
      option('--q <text>', 'part of id, reference, subject or authority'),
    ],
    examples: ['cases list --state open', 'cases list --locator @handle'],
    path: '/v1/imported-cases',
    columns: [
      { head: 'source', value: ({ source }) => source },
      { head: 'case', value: ({ externalId }) => externalId },
      { head: 'received', value: ({ receivedAt }) => receivedAt },
      { head: 'closed', value: ({ closedAt, notice }) => closedAt ?? (notice === null ? 'open' : notice.number) },
      { head: 'authority', value: ({ authority }) => authority.name, max: 40 },
      { head: 'law', value: ({ law }) => law },
      { head: 'subject', value: ({ subject }) => subject, max: 60 },
      { head: 'id', value: ({ id }) => id },
    ],
    empty: 'No imported cases.\n',
  });
  addCommand(cases, deps, {
    usage: 'show <case>',
    summary: 'show an imported case with its targets',
    role: 'reviewer',
    examples: ['cases show 0197c5a0-0000-7000-8000-000000000002'],
    run: ({ args: [id = ''], read }) =>
      read<ImportedCaseView>(`/v1/imported-cases/${encodeURIComponent(id)}`, (one) => caseText(one, deps)),
  });
  addCommand<{ authority?: string }>(cases, deps, {
    usage: 'file <case>',
    summary: 'file an open imported case as a notice, received when its source says',
    role: 'reviewer',
    unsafe: true,
    options: [option('--authority <id>', OPTION_HELP.authority)],
    more: 'Its deadlines count from that receipt and may be over. Each case can be filed once.',
    examples: ['cases file 0197c5a0-0000-7000-8000-000000000002 --authority in-meity'],
    run: ({ args: [id = ''], options: { authority }, send }) =>
      send<FiledImported>(
        `/v1/imported-cases/${encodeURIComponent(id)}/file`,
        given({ authority }),
        ({ notice }) => `Filed as notice ${notice}\n`,
      ),
  });
}

function caseText(one: ImportedCaseView, { stdout }: CliDeps): string {
  const facts = renderFacts([
    ['case', printable(`${one.externalId} of ${one.source}, by the source's word`)],
    ['authority', printable(`${one.authority.name} (${one.authority.country})`)],
    ['law', one.law],
    ['reference', printable(one.reference)],
    ['subject', printable(one.subject)],
    ['received', one.receivedAt],
    ['decided', one.decidedAt],
    ['closed', one.closedAt],
    ['outcome', one.outcome],
    ['notice', one.notice?.number ?? null],
    ['imported', one.importedAt],
    ['erased', one.erasedAt],
    ['digest', one.digest],
    ['ledger', one.ledger],
  ]);
  if (one.items.length === 0) return facts;
  const columns = [
    { head: 'no', value: ({ no }: ImportedCaseView['items'][number]) => no },
    { head: 'type', value: ({ type }: ImportedCaseView['items'][number]) => type },
    { head: 'item', value: ({ locator }: ImportedCaseView['items'][number]) => locator, max: 60 },
    { head: 'decision', value: ({ action }: ImportedCaseView['items'][number]) => action },
    { head: 'status', value: ({ status }: ImportedCaseView['items'][number]) => status },
    { head: 'countries', value: ({ countries }: ImportedCaseView['items'][number]) => countries.join(' ') },
  ];
  return `${facts}\n${renderTable(one.items, columns, stdout)}`;
}
