import type { Command } from 'commander';
import { addCommand, addList, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions, option, requiredOption, OPTION_HELP } from '../options.js';
import { addChartCommands } from './charts.js';
import { addAgreement } from './quality.js';
import { addSheetCommands } from './sheets.js';
import { renderTable, type TableColumn } from '../table.js';
import type { ImportedReport, ReportLine, UnsupportedView } from '../view.js';

export function addReportCommands(program: Command, deps: CliDeps): void {
  const reports = program.command('reports').description('accountability reports');
  addList<UnsupportedView>(reports, deps, {
    usage: 'unsupported',
    summary: 'restrictions in force without a valid legal basis',
    role: 'reviewer',
    filters: [option('--at <time>', OPTION_HELP.asOf)],
    examples: ['reports unsupported', 'reports unsupported --at 2021-03-01T00:00:00Z --all --json'],
    path: '/v1/reports/unsupported-restrictions',
    columns: [
      { head: 'notice', value: ({ number }) => number },
      { head: 'target', value: ({ target }) => target, align: 'right' },
      { head: 'type', value: ({ type }) => type },
      { head: 'locator', value: ({ locator }) => locator, max: 60 },
      { head: 'where', value: ({ everywhere, countries }) => (everywhere ? 'everywhere' : countries.join(' ')) },
      { head: 'since', value: ({ unsupportedSince }) => unsupportedSince },
      {
        head: 'why',
        value: ({ why, heldByOthers }) => (heldByOthers ? `${why} (other notices support it too)` : why),
        max: 100,
      },
    ],
    empty: 'Everything in force has a valid legal basis.\n',
  });
  addTransparency(reports, deps);
  addImported(reports, deps);
  addSheetCommands(reports, deps);
  addChartCommands(reports, deps);
  addAgreement(reports, deps);
}

interface TransparencyOptions extends ListOptions {
  from: string;
  to: string;
  asOf?: string;
  csv?: boolean;
}

function addTransparency(reports: Command, deps: CliDeps): void {
  addCommand<TransparencyOptions>(reports, deps, {
    usage: 'transparency',
    summary: 'notices received and action taken, by authority, law and kind',
    role: 'auditor',
    options: [
      requiredOption('--from <day>', 'received on or after, e.g. 2021-01-01 (UTC)'),
      requiredOption('--to <day>', 'received before'),
      option('--as-of <time>', OPTION_HELP.asOf),
      option('--csv', 'the whole report as CSV'),
      ...listOptions(),
    ],
    examples: [
      'reports transparency --from 2021-01-01 --to 2022-01-01',
      'reports transparency --from 2021-01-01 --to 2022-01-01 --as-of 2022-02-01T00:00:00Z --csv > 2021.csv',
    ],
    more: 'With --json each line says under "behind" where the notices are that it counts.',
    async run(session) {
      const { from, to, asOf, csv } = session.options;
      const query = { from, to, asOf };
      if (csv) {
        const file = await session.desk.getText('/v1/reports/transparency', { ...query, format: 'csv' });
        session.say(file.text);
        return;
      }
      await showList<ReportLine>(session, {
        path: '/v1/reports/transparency',
        query,
        columns: [
          { head: 'authority', value: ({ authority }) => authority.name, max: 50 },
          { head: 'law', value: ({ regime }) => regime },
          { head: 'kind', value: ({ kind }) => kind },
          { head: 'notices', value: ({ notices }) => notices, align: 'right' },
          { head: 'targets', value: ({ targets }) => targets, align: 'right' },
          { head: 'restored', value: ({ targetsRestored }) => targetsRestored, align: 'right' },
        ],
        empty: 'Nothing was received in that period.\n',
      });
    },
  });
}

const IMPORTED: TableColumn<ImportedReport['items'][number]>[] = [
  { head: 'source', value: ({ source }) => source },
  { head: 'authority', value: ({ authority }) => authority.name, max: 50 },
  { head: 'law', value: ({ law }) => law },
  { head: 'outcome', value: ({ outcome }) => outcome ?? 'none stated' },
  { head: 'cases', value: ({ cases }) => cases, align: 'right' },
  { head: 'open', value: ({ open }) => open, align: 'right' },
  { head: 'targets', value: ({ targets }) => targets, align: 'right' },
  { head: 'restricted', value: ({ restricted }) => restricted, align: 'right' },
];

function addImported(reports: Command, deps: CliDeps): void {
  addCommand<{ from: string; to: string }>(reports, deps, {
    usage: 'imported',
    summary: 'imported cases by source, authority, law and outcome, by the word of their source',
    role: 'auditor',
    options: [
      requiredOption('--from <time>', 'received at its source at or after, e.g. 2016-01-01T00:00:00Z'),
      requiredOption('--to <time>', 'received before'),
    ],
    examples: ['reports imported --from 2016-01-01T00:00:00Z --to 2026-01-01T00:00:00Z'],
    more: 'No other report has them. Those filed as notices are in the others alone.',
    async run(session) {
      const { from, to } = session.options;
      const describe = ({ items }: ImportedReport) =>
        items.length === 0
          ? 'No imported case was received then.\n'
          : renderTable(items, IMPORTED, session.deps.stdout);
      await session.read('/v1/reports/imported', describe, { from, to });
    },
  });
}
