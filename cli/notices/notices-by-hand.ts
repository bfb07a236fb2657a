import type { Command } from 'commander';
import { MANUAL_EFFECTS } from '../../domain/targets/manual-action.js';
import { parseCount, parseNumbers, parseOneOf } from '../arguments.js';
import { addCommand, addList, type CommandSession } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { given, option, OPTION_HELP, requiredOption } from '../options.js';
import { plural } from '../text.js';
import type { ManualActionView } from '../view.js';

/** What was done by hand: recorded by one person, confirmed by another. */
export function addByHandCommands(notices: Command, deps: CliDeps): void {
  addList<ManualActionView>(notices, deps, {
    usage: 'by-hand <notice>',
    summary: 'list what was done on the platform by hand, and whether another person confirmed it',
    role: 'reviewer',
    filters: [],
    examples: ['notices by-hand N-2021-000002'],
    path: async (session) => `/v1/notices/${await session.noticeId()}/manual-actions`,
    columns: [
      { head: 'record', value: (one) => String(one.number), align: 'right' },
      { head: 'effect', value: (one) => one.effect },
      { head: 'targets', value: (one) => String(one.targets), align: 'right' },
      { head: 'done at', value: (one) => one.doneAt },
      { head: 'by', value: (one) => one.doneBy, max: 40 },
      { head: 'state', value: (one) => one.state },
      { head: 'verified', value: (one) => `${one.proven.targets} of ${one.targets}`, align: 'right' },
      { head: 'evidence', value: (one) => one.evidence, max: 60 },
    ],
    empty: 'Nothing was recorded as done by hand.\n',
  });
  addRecord(notices, deps);
  addSettle(notices, deps);
}

interface RecordOptions {
  effect: string;
  targets: number[];
  doneAt: string;
  doneBy: string;
  evidence?: string;
  document?: string;
}

function addRecord(notices: Command, deps: CliDeps): void {
  addCommand<RecordOptions>(notices, deps, {
    usage: 'record-by-hand <notice>',
    summary: 'record what was done on the platform by hand; another person confirms it',
    role: 'reviewer',
    unsafe: true,
    options: [
      requiredOption('--effect <effect>', MANUAL_EFFECTS.join(', '), parseOneOf(MANUAL_EFFECTS)),
      requiredOption('--targets <numbers>', OPTION_HELP.numbers, parseNumbers),
      requiredOption('--done-at <time>', 'when it was done, with offset'),
      requiredOption('--done-by <name>', 'who did it on the platform'),
      option('--evidence <text>', 'what shows it'),
      option('--document <sha256>', 'a document of the notice that shows it'),
    ],
    examples: [
      'notices record-by-hand N-2021-000002 --effect withheld --targets 1-20 --done-at 2021-02-01T03:12:00+05:30 --done-by "Platform on-call" --evidence "Ticket 4711"',
    ],
    async run(session) {
      const { effect, targets, doneAt, doneBy, evidence, document } = session.options;
      const body = given({ effect, targets, doneAt, doneBy, evidence, document });
      await session.send<ManualActionView>(
        `/v1/notices/${await session.noticeId()}/manual-actions`,
        body,
        (one) => `record ${one.number}: ${plural(one.targets, 'target')} ${one.effect}, ${one.state}\n`,
      );
    },
  });
}

interface SettleOptions {
  confirm?: boolean;
  refuse?: string;
}

function addSettle(notices: Command, deps: CliDeps): void {
  addCommand<SettleOptions>(notices, deps, {
    usage: 'settle-by-hand <notice> <record>',
    summary: 'confirm what another person recorded as done by hand, or refuse it',
    role: 'approver',
    unsafe: true,
    options: [
      option('--confirm', 'it was done as recorded'),
      option('--refuse <reason>', 'it was not; or withdraws one of your own'),
    ],
    examples: [
      'notices settle-by-hand N-2021-000002 1 --confirm',
      'notices settle-by-hand N-2021-000002 1 --refuse "Only 18 of them"',
    ],
    async run(session) {
      const number = parseCount(session.args[1] ?? '');
      await session.send<ManualActionView>(
        `/v1/notices/${await session.noticeId()}/manual-actions/${number}/settle`,
        readSettling(session),
        (one) => `record ${one.number}: ${one.state}\n`,
      );
    },
  });
}

function readSettling({ options: { confirm, refuse } }: CommandSession<SettleOptions>) {
  if ((confirm === true) === (refuse !== undefined)) throw new UsageError('Give either --confirm or --refuse REASON.');
  return refuse === undefined ? { confirm: true } : { confirm: false, reason: refuse };
}
