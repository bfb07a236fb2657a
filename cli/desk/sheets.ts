import { type Command, Option } from 'commander';
import type { z } from 'zod';
import type { dsaSheet, tcoSheet, usBands } from '../../contract/publishing/reports.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { option, requiredOption, OPTION_HELP } from '../options.js';
import { type TableColumn, renderTable } from '../table.js';

interface SheetOptions {
  year: string;
  half?: string;
  asOf?: string;
  csv?: boolean;
}

type DsaRow = z.infer<typeof dsaSheet>['rows'][number];
type TcoRow = z.infer<typeof tcoSheet>['rows'][number];
type BandRow = z.infer<typeof usBands>['rows'][number];

const NONE = 'not held here';

const DSA: TableColumn<DsaRow>[] = [
  { head: 'scope', value: ({ scope }) => scope },
  { head: 'category', value: ({ category }) => category },
  { head: 'to act', value: ({ act }) => act?.orders ?? 0, align: 'right' },
  { head: 'items', value: ({ act }) => act?.items ?? 0, align: 'right' },
  { head: 'h to receipt', value: ({ act }) => act?.medianHoursToInformOfReceipt ?? '', align: 'right' },
  { head: 'h to effect', value: ({ act }) => act?.medianHoursToEffect ?? '', align: 'right' },
  { head: 'to inform', value: ({ inform }) => inform?.orders ?? 0, align: 'right' },
  { head: 'h to receipt', value: ({ inform }) => inform?.medianHoursToInformOfReceipt ?? '', align: 'right' },
  { head: 'h to effect', value: ({ inform }) => inform?.medianHoursToEffect ?? '', align: 'right' },
];
const TCO: TableColumn<TcoRow>[] = [
  { head: 'point', value: ({ point }) => point },
  { head: 'measure', value: ({ measure }) => measure },
  { head: 'ground', value: ({ ground }) => ground ?? '' },
  { head: 'value', value: ({ value }) => value ?? NONE, align: 'right' },
];
const US: TableColumn<BandRow>[] = [
  { head: 'half-year', value: ({ halfYear }) => halfYear },
  { head: 'measure', value: ({ measure }) => measure },
  { head: 'band', value: ({ band }) => band ?? NONE },
];

interface SheetSpec<Row> {
  name: string;
  summary: string;
  columns: TableColumn<Row>[];
  options: ReturnType<typeof option>[];
}

function addSheet<Row>(reports: Command, deps: CliDeps, { name, summary, columns, options }: SheetSpec<Row>): void {
  addCommand<SheetOptions>(reports, deps, {
    usage: name,
    summary,
    role: 'auditor',
    options: [
      requiredOption('--year <year>', 'calendar year of receipt (UTC)'),
      ...options,
      option('--csv', 'the sheet as CSV'),
    ],
    examples: [`reports ${name} --year 2025`, `reports ${name} --year 2025 --csv > ${name}.csv`],
    async run(session) {
      const { year, half, asOf, csv } = session.options;
      const path = `/v1/reports/${name}`;
      if (csv) {
        session.say((await session.desk.getText(path, { year, half, asOf, format: 'csv' })).text);
        return;
      }
      const reply = await session.desk.get<{ missing: string[]; rows: Row[] }>(path, { year, half, asOf });
      session.show(reply, ({ missing, rows }) => {
        const without = missing.map((text) => `  ${text}\n`).join('');
        return `${renderTable(rows, columns, session.deps.stdout)}Not included:\n${without}`;
      });
    },
  });
}

export function addSheetCommands(reports: Command, deps: CliDeps): void {
  const half = new Option('--half <n>', 'only the first or second half of the year').choices(['1', '2']);
  const asOf = option('--as-of <time>', OPTION_HELP.asOf);
  addSheet(reports, deps, {
    name: 'dsa',
    summary: 'orders, as the DSA transparency report requires',
    columns: DSA,
    options: [half, asOf],
  });
  addSheet(reports, deps, {
    name: 'tco',
    summary: 'the annual report on terrorist content',
    columns: TCO,
    options: [asOf],
  });
  addSheet(reports, deps, { name: 'us', summary: 'national security letters in bands', columns: US, options: [] });
}
