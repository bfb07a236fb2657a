import type { Command } from 'commander';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions, option } from '../options.js';
import { addSheetCommands } from './sheets.js';

interface UnsupportedRow {
  number: string;
  target: number;
  type: string;
  locator: string;
  countries: string[];
  everywhere: boolean;
  why: string;
  unsupportedSince: string;
  heldByOthers: boolean;
}

/** Lists made for a person who has to account for something. */
export function addReportCommands(program: Command, deps: CliDeps): void {
  const reports = program.command('reports').description('lists to account by');
  addCommand<ListOptions & { at?: string }>(reports, deps, {
    usage: 'unsupported',
    summary: 'restrictions in force without a living legal basis',
    role: 'reviewer',
    options: [option('--at <time>', 'as it stood then, with offset (default: now)'), ...listOptions()],
    examples: ['reports unsupported', 'reports unsupported --at 2021-03-01T00:00:00Z --all --json'],
    async run(session) {
      await showList<UnsupportedRow>(session, {
        path: '/v1/reports/unsupported-restrictions',
        query: { at: session.options.at },
        columns: [
          { head: 'notice', value: ({ number }) => number },
          { head: 'target', value: ({ target }) => target, align: 'right' },
          { head: 'type', value: ({ type }) => type },
          { head: 'locator', value: ({ locator }) => locator, max: 60 },
          { head: 'where', value: ({ everywhere, countries }) => (everywhere ? 'everywhere' : countries.join(' ')) },
          { head: 'since', value: ({ unsupportedSince }) => unsupportedSince },
          {
            head: 'why',
            value: ({ why, heldByOthers }) => (heldByOthers ? `${why} (others hold it too)` : why),
            max: 100,
          },
        ],
        empty: 'Everything in force has a living legal basis.\n',
      });
    },
  });
  addSheetCommands(reports, deps);
}
