import type { Command } from 'commander';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { required } from '../options.js';
import { renderTable } from '../table.js';

interface ReleasesAnswer {
  items: {
    build: string;
    state: string;
    open: number;
    served: string[];
    heardAt: string | null;
  }[];
  unversioned: number;
}

/** Releases of the desk: which is current, what is on which, and how another becomes current. */
export function addReleaseCommands(program: Command, deps: CliDeps): void {
  const releases = program.command('releases').description('releases of the desk that run, and which is current');
  addCommand(releases, deps, {
    usage: 'list',
    summary: 'which releases run, which is current, and how many open notices are on which',
    role: 'ops',
    options: [],
    examples: ['releases list', 'releases list --json'],
    async run({ desk, show }) {
      show(await desk.get<ReleasesAnswer>('/v1/ops/releases'), ({ items, unversioned }) => {
        const table = renderTable(
          items,
          [
            { head: 'build', value: (release) => release.build },
            { head: 'state', value: (release) => release.state },
            { head: 'open notices', value: (release) => String(release.open), align: 'right' },
            { head: 'takes work for', value: (release) => release.served.join(', ') },
            { head: 'last heard', value: (release) => release.heardAt },
          ],
          deps.stdout,
        );
        return unversioned === 0
          ? table
          : `${table}${unversioned} open notices are on none: they move at their next act.\n`;
      });
    },
  });
  addCommand<{ reason: string }>(releases, deps, {
    usage: 'promote <build>',
    summary:
      'make a release current: notices begin on it and open ones move to it; an earlier one comes back the same way',
    role: 'ops',
    unsafe: true,
    options: [required('--reason <text>', 'why')],
    examples: ['releases promote 0.2.0-3f1504939e05 --reason "Tried since Monday"'],
    async run({ args: [build], options: { reason }, desk, idempotencyKey, show }) {
      const answer = await desk.post<{ build: string; before: string | null; changed: boolean }>(
        '/v1/ops/releases/promote',
        { build, reason },
        idempotencyKey,
      );
      show(answer, ({ build: now, before, changed }) =>
        changed ? `${now} is current, before it ${before ?? 'none'}\n` : `${now} is current already\n`,
      );
    },
  });
}
