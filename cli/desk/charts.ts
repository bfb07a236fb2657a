import type { Command } from 'commander';
import type { z } from 'zod';
import type { dashboardView, scorecardView } from '../../contract/charts/dashboard.js';
import { getKeys } from '../../domain/record-keys.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { option } from '../options.js';
import { renderTable } from '../table.js';

type Dashboard = z.infer<typeof dashboardView>;
type Scorecard = z.infer<typeof scorecardView>;

const WEEKS = option('--weeks <n>', 'how many weeks back');
const PARTS = {
  complete: 'documents complete',
  verified: 'sender verified',
  refused: 'targets refused',
  repliesInTime: 'answers in time',
  withdrawn: 'withdrawn',
} as const;

export function addChartCommands(reports: Command, deps: CliDeps): void {
  addCommand<{ weeks?: string; csv?: boolean }>(reports, deps, {
    usage: 'scorecard <authority>',
    summary: 'how an authority orders',
    role: 'reviewer',
    options: [WEEKS, option('--csv', 'the scorecard as CSV')],
    examples: ['reports scorecard in-meity', 'reports scorecard in-meity --weeks 26 --csv'],
    more: 'It counts the notices that you can read, secret ones too.',
    async run({ desk, deps: { stdout }, args: [authority], options: { weeks, csv }, say, read }) {
      const query = { authority, weeks };
      if (csv) say((await desk.getText('/v1/reports/scorecard', { ...query, format: 'csv' })).text);
      else await read<Scorecard>('/v1/reports/scorecard', (card) => formatScorecard(card, stdout), query);
    },
  });
  addCommand<{ weeks?: string; zone?: string }>(reports, deps, {
    usage: 'dashboard',
    summary: 'deadlines met on time, load of the next days, what became of targets',
    role: 'reviewer',
    options: [WEEKS, option('--zone <zone>', 'time zone of days and hours, e.g. Europe/Berlin')],
    examples: ['reports dashboard', 'reports dashboard --weeks 52 --json'],
    more: 'With --json also orders by authority and month, and arrivals by hour.',
    async run({ deps: { stdout }, options: { weeks, zone }, read }) {
      await read<Dashboard>('/v1/reports/dashboard', (dashboard) => formatDashboard(dashboard, stdout), {
        weeks,
        zone,
      });
    },
  });
}

function formatScorecard({ name, ...card }: Scorecard, sink: CliDeps['stdout']): string {
  const parts = getKeys(PARTS).map((part) => ({ what: PARTS[part], ...card[part] }));
  const hours =
    card.medianGivenSeconds === null ? '' : `${Math.round(card.medianGivenSeconds / 3600)} h given (median)`;
  return [
    `${name}: ${card.orders} orders${card.secret === 0 ? '' : `, ${card.secret} of them secret`}`,
    renderTable(
      parts,
      [
        { head: 'measure', value: ({ what }) => what },
        { head: 'count', value: ({ count }) => count, align: 'right' },
        { head: 'of', value: ({ of }) => of, align: 'right' },
      ],
      sink,
    ),
    hours,
  ].join('\n');
}

function formatDashboard({ onTime, load, flow }: Dashboard, sink: CliDeps['stdout']): string {
  return [
    renderTable(
      onTime.byLaw,
      [
        { head: 'law', value: ({ name }) => name },
        { head: 'on time', value: (share) => share.onTime, align: 'right' },
        { head: 'of', value: ({ total }) => total, align: 'right' },
      ],
      sink,
    ),
    renderTable(
      load.days,
      [
        { head: 'day', value: ({ day }) => day },
        { head: 'targets due', value: ({ due }) => due, align: 'right' },
        { head: 'capacity', value: ({ capacity }) => capacity ?? 'unknown', align: 'right' },
      ],
      sink,
    ),
    renderTable(
      flow.rows,
      [
        { head: 'decided', value: ({ decided }) => decided },
        { head: 'in force', value: ({ inForce }) => inForce, align: 'right' },
        { head: 'restored', value: ({ restored }) => restored, align: 'right' },
        { head: 'answered', value: ({ answered }) => answered, align: 'right' },
        { head: 'failed', value: ({ failed }) => failed, align: 'right' },
        { head: 'open', value: ({ open }) => open, align: 'right' },
      ],
      sink,
    ),
  ].join('\n');
}
