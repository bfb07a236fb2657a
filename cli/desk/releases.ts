import type { Command } from 'commander';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { reasonOption } from '../options.js';
import { renderTable } from '../table.js';
import type { PromotedView, ReleasesView } from '../view.js';

export function addReleaseCommands(program: Command, deps: CliDeps): void {
  const releases = program.command('releases').description('running releases of the desk, and which one is current');
  addCommand(releases, deps, {
    usage: 'list',
    summary: 'list running releases, which one is current, and the open notices on each',
    role: 'ops',
    options: [],
    examples: ['releases list', 'releases list --json'],
    async run({ desk, show }) {
      show(await desk.get<ReleasesView>('/v1/ops/releases'), ({ items, unversioned }) => {
        const table = renderTable(
          items,
          [
            { head: 'build', value: (release) => release.build },
            { head: 'state', value: (release) => release.state },
            { head: 'open notices', value: (release) => String(release.open), align: 'right' },
            { head: 'takes work on', value: (release) => release.served.join(', ') },
            { head: 'last heartbeat', value: (release) => release.heardAt },
            { head: 'requested by', value: ({ request }) => request?.by.name },
          ],
          deps.stdout,
        );
        return unversioned === 0
          ? table
          : `${table}${unversioned} open notices are on none: they move with their next command.\n`;
      });
    },
  });
  addPromotion(releases, deps);
}

function promotionText({ build, before, state, changed, requestedBy }: PromotedView): string {
  if (state === 'requested')
    return `${requestedBy} requested to make ${build} current. Another person from ops, admin or counsel confirms it: notice-desk releases confirm ${build}\n`;
  return changed ? `${build} is current; previously ${before ?? 'none'}\n` : `${build} is already current\n`;
}

function addPromotion(releases: Command, deps: CliDeps): void {
  addCommand<{ reason: string }>(releases, deps, {
    usage: 'promote <build>',
    summary: 'request to make a release current, also an earlier one; another person confirms it',
    role: 'ops',
    unsafe: true,
    options: [reasonOption()],
    more: 'A request expires after a day. With DESK_STEP_UP=on it needs a passkey: use the console.',
    examples: ['releases promote 0.2.0-3f1504939e05 --reason "Tested since Monday"'],
    run: ({ args: [build], options: { reason }, send }) =>
      send('/v1/ops/releases/promote', { build, reason }, promotionText),
  });
  addCommand(releases, deps, {
    usage: 'confirm <build>',
    summary: 'confirm a release requested by another person: new notices start on it and open ones move to it',
    role: 'admin',
    unsafe: true,
    more: 'The requester cannot confirm it. `releases list` shows who requested what.',
    examples: ['releases confirm 0.2.0-3f1504939e05'],
    run: ({ args: [build], send }) => send('/v1/ops/releases/confirm', { build }, promotionText),
  });
}
