import type { Command } from 'commander';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { reasonOption } from '../options.js';
import { renderTable } from '../table.js';
import { RefusedError, UsageError } from '../exit.js';
import type { PromotedView, ReleaseCheckView, ReleasesView } from '../view.js';

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
            { head: 'check', value: ({ check }) => check?.state },
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
  addCheck(releases, deps);
  addPromotion(releases, deps);
}

const POLL_MS = 1_000;

function addCheck(releases: Command, deps: CliDeps): void {
  addCommand(releases, deps, {
    usage: 'check [build]',
    summary: 'replay the open notices with the workflow code of a release (default: the newest); changes nothing',
    role: 'ops',
    unsafe: true,
    more: 'A worker of the release must be running. A promotion requires a check that passed in the last hour.',
    examples: ['releases check', 'releases check 0.2.0-3f1504939e05'],
    async run({ args: [given], desk, idempotencyKey, options, say }) {
      const list = async () => (await desk.get<ReleasesView>('/v1/ops/releases')).body.items;
      const build = given ?? (await list())[0]?.build;
      if (build === undefined) throw new UsageError('There is no release yet. Start its workers.');
      const { requestedAt } = (await desk.post<ReleaseCheckView>('/v1/ops/releases/check', { build }, idempotencyKey))
        .body;
      for (;;) {
        const check = (await list()).find((one) => one.build === build)?.check;
        if (check == null || check.requestedAt < requestedAt)
          throw new RefusedError(`The check of ${build} ended without a result: its worker or Temporal went away.`);
        if (check.state === 'running') await deps.sleep(POLL_MS);
        else {
          if (options.json === true) deps.stdout.write(`${JSON.stringify({ build, ...check })}\n`);
          say(checkText(build, check));
          if (check.state === 'differs') throw new RefusedError(`${build} cannot be promoted.`);
          return;
        }
      }
    },
  });
}

function checkText(build: string, check: NonNullable<ReleasesView['items'][number]['check']>): string {
  const { state, notices, differing, msEach, digest } = check;
  const cost = `${notices} open notices replayed, ${msEach} ms each; workflow code ${digest?.slice(0, 12)}`;
  if (state === 'passed') return `${build} fits them all: ${cost}\n`;
  const which = differing.length === 0 ? '' : `: ${differing.join(', ')}`;
  return `${build} does not fit the history of every open notice${which} (${cost})\n`;
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
