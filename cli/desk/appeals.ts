import type { Command } from 'commander';
import { APPEAL_OUTCOMES, APPEAL_STATES } from '../../domain/appeals/appeal.js';
import { parseCount, parseOneOf } from '../arguments.js';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { UsageError } from '../exit.js';
import { readInput } from '../input.js';
import { given, listOptions, option, requiredOption } from '../options.js';
import { renderFacts } from '../table.js';
import { printable } from '../text.js';
import type { AppealView } from '../view.js';

interface FileOptions {
  notice?: string;
  target?: number;
  type?: string;
  locator?: string;
  receipt?: string;
  statementFile: string;
  contact?: string;
}

export function addAppealCommands(program: Command, deps: CliDeps): void {
  const appeals = program.command('appeals').description("users' appeals against restrictions");
  addList(appeals, deps);
  addShow(appeals, deps);
  addDecide(appeals, deps);
  addFile(appeals, deps);
}

function addList(appeals: Command, deps: CliDeps): void {
  addCommand<ListOptions & { state?: string; notice?: string }>(appeals, deps, {
    usage: 'list',
    summary: 'list appeals, earliest deadline first',
    role: 'reviewer',
    options: [
      option('--state <state>', APPEAL_STATES.join(', '), parseOneOf(APPEAL_STATES)),
      option('--notice <notice>', 'only those about this notice'),
      ...listOptions(),
    ],
    examples: ['appeals list --state open'],
    async run(session) {
      const { state, notice } = session.options;
      const id = notice === undefined ? undefined : await session.noticeId(notice);
      await showList<AppealView>(session, {
        path: '/v1/appeals',
        query: { state, notice: id },
        columns: [
          { head: 'number', value: ({ number }) => number },
          { head: 'state', value: ({ state: now, outcome }) => outcome ?? now },
          { head: 'due', value: ({ dueAt }) => dueAt },
          { head: 'late', value: ({ late }) => (late ? 'late' : '') },
          { head: 'notice', value: ({ notice: about }) => about?.number },
          { head: 'item', value: ({ target, named }) => target?.locator ?? named, max: 50 },
          { head: 'says', value: ({ statement }) => statement, max: 60 },
          { head: 'id', value: ({ id: own }) => own },
        ],
        empty: 'No appeals.\n',
      });
    },
  });
}

function addShow(appeals: Command, deps: CliDeps): void {
  addCommand(appeals, deps, {
    usage: 'show <appeal>',
    summary: 'show one appeal in full',
    role: 'reviewer',
    examples: ['appeals show 0197c5a0-0000-7000-8000-000000000002'],
    run: ({ args, read }) => read(buildPath(args), appealText),
  });
}

function addDecide(appeals: Command, deps: CliDeps): void {
  addCommand<{ outcome: string; reasons: string }>(appeals, deps, {
    usage: 'decide <appeal>',
    summary: 'decide an appeal; the user is notified of the outcome and the reasons',
    role: 'counsel',
    unsafe: true,
    options: [
      requiredOption('--outcome <outcome>', APPEAL_OUTCOMES.join(', '), parseOneOf(APPEAL_OUTCOMES)),
      requiredOption('--reasons <text>', 'reasons; sent to the user, so do not name staff'),
    ],
    more: 'Anyone who filed the appeal, or decided or approved the restriction, cannot decide it. `restored` opens a restoration with the cause appeal_won, which needs an approver.',
    examples: [
      'appeals decide 0197c5a0-0000-7000-8000-000000000002 --outcome upheld --reasons "It calls for violence."',
    ],
    async run(session) {
      const { outcome, reasons } = session.options;
      const path = `${buildPath(session.args)}/decide`;
      await session.send(path, { outcome, reasons }, appealText);
    },
  });
}

function addFile(appeals: Command, deps: CliDeps): void {
  addCommand<FileOptions>(appeals, deps, {
    usage: 'file',
    summary: 'file an appeal on behalf of a user, as the platform does',
    role: 'intake',
    unsafe: true,
    options: [
      option('--notice <id>', 'id of the notice, if known'),
      option('--target <no>', 'number of the target in the notice', parseCount),
      option('--type <type>', 'type of the item, with --locator'),
      option('--locator <locator>', 'locator of the item'),
      option('--receipt <receipt>', 'receipt of the platform action on the item'),
      requiredOption('--statement-file <file>', 'what the user says (- for standard input)'),
      option('--contact <text>', 'contact details, for the reviewer only; the desk sends no mail to them'),
    ],
    examples: ['appeals file --type account --locator @handle --statement-file appeal.txt'],
    async run(session) {
      const statement = await readInput(session.options.statementFile, deps.stdin);
      const body = { ...buildItem(session.options), ...given({ contact: session.options.contact }), statement };
      await session.send('/v1/appeals', body, appealText);
    },
  });
}

function buildItem({ notice, target, type, locator, receipt }: FileOptions): Record<string, unknown> {
  if ((type === undefined) !== (locator === undefined)) throw new UsageError('Give --type and --locator together.');
  const item = type === undefined ? target : { type, locator };
  return given({ notice, target: item, receipt });
}

function buildPath([id = '']: readonly string[]): string {
  return `/v1/appeals/${encodeURIComponent(id)}`;
}

function appealText(appeal: AppealView): string {
  const { target, notice } = appeal;
  return renderFacts([
    ['appeal', `${appeal.number} (${appeal.id})`],
    ['state', appeal.outcome ?? appeal.state],
    ['received', `${appeal.receivedAt}${appeal.late === true ? ', late' : ''}`],
    ['due', appeal.dueAt],
    ['notice', notice ? `${notice.number}, ${notice.stage}` : null],
    ['item', target ? printable(`${target.no} ${target.type} ${target.locator}`) : printable(appeal.named ?? '')],
    ['decision', target ? `${target.action ?? ''}, ${target.status}` : null],
    ['says', printable(appeal.statement ?? '')],
    ['contact', printable(appeal.contact ?? '')],
    ['decided by', appeal.decidedBy?.name ?? null],
    ['reasons', printable(appeal.reasons ?? '')],
    ['restoration', describeRestoration(appeal)],
    ['you', appeal.mayDecide === undefined ? null : describeMayDecide(appeal.mayDecide)],
    ['user notified', appeal.notified ?? null],
  ]);
}

function describeRestoration({ restoration }: AppealView): string | null {
  if (restoration == null) return null;
  const { submission, state } = restoration;
  return `submission ${submission}, ${state === 'approved' ? 'approved' : 'waiting for an approver'}`;
}

function describeMayDecide({ ok, why }: NonNullable<AppealView['mayDecide']>): string {
  if (ok) return 'can decide it';
  if (why === 'took_part') return 'cannot decide it: you filed it or took part in the decision';
  return why === 'decided' ? 'already decided' : 'cannot decide it: your role does not allow it';
}
