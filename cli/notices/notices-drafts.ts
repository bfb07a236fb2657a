import type { Command } from 'commander';
import { GROUNDS_BY_ACTION } from '../../domain/targets/ground.js';
import { DECISION_ACTIONS, type DecisionAction } from '../../domain/targets/decision-action.js';
import { addAct } from './act.js';
import { flattenList, parseOneOf, parseCount, parseNumbers } from '../arguments.js';
import { addList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { renderCopied, renderDecided, renderRead, renderUndone } from './draft-text.js';
import { UsageError } from '../exit.js';
import { given, option, requiredOption, OPTION_HELP } from '../options.js';
import { readSelection, selectionOptions, type SelectionOptions } from './selection.js';
import type { SecondReviewView, TargetEvent } from '../view.js';

export function addDraftCommands(notices: Command, deps: CliDeps): void {
  addDecide(notices, deps);
  addUndo(notices, deps);
  addCopyDecisions(notices, deps);
  addSecondReviews(notices, deps);
  addHistory(notices, deps);
}

interface DraftOptions extends SelectionOptions {
  preview?: boolean;
  asOf?: number;
}

interface DecideOptions extends DraftOptions {
  to: DecisionAction;
  ground: string[];
  country?: string[];
  note?: string;
}

function draftOptions() {
  return [
    option('--preview', 'show the effect without changing anything'),
    option('--as-of <revision>', 'skip targets that others changed since this draft revision', parseCount),
  ];
}

function addDecide(notices: Command, deps: CliDeps): void {
  addAct<DecideOptions>(notices, deps, {
    usage: 'decide',
    summary: 'draft decisions for selected targets',
    role: 'reviewer',
    options: [
      ...selectionOptions(),
      requiredOption('--to <action>', 'the action', parseOneOf(DECISION_ACTIONS)),
      requiredOption('--ground <codes...>', 'ground code (listed by notice-desk grounds)').argParser(collect),
      option('--country <codes...>', 'where a withholding applies, e.g. IN').argParser(collect),
      option('--note <text>', 'note; required with the ground "other"'),
      ...draftOptions(),
    ],
    more: `Actions: ${DECISION_ACTIONS.join(', ')}.`,
    examples: [
      'notices decide N-2021-000002 --protected --to push_back --ground protected_speech',
      'notices decide N-2021-000002 --targets 1,2,5-9 --to withhold --ground complied_under_protest --country IN',
      'notices decide N-2021-000002 --undecided --to remove_rules --ground own_rules --preview',
    ],
    async body(session) {
      const { to, ground, country, note, preview, asOf } = session.options;
      const grounds = flattenList(ground);
      checkGrounds(to, grounds);
      const countries = country ? flattenList(country) : undefined;
      const select = await readSelection(session);
      return given({ select, action: to, grounds, countries, note, preview, asOf });
    },
    human: renderDecided,
  });
}

/** commander passes values one by one. A new list is made each time so that the option's default is never mutated. */
function collect(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}

function checkGrounds(action: DecisionAction, grounds: readonly string[]): void {
  const fitting: readonly string[] = GROUNDS_BY_ACTION[action];
  const wrong = grounds.find((code) => !fitting.includes(code));
  if (wrong) throw new UsageError(`--ground ${wrong} does not fit ${action}. Choose from: ${fitting.join(', ')}.`);
}

function addUndo(notices: Command, deps: CliDeps): void {
  addAct<{ batch?: number }>(notices, deps, {
    usage: 'undo',
    route: 'undo-decide',
    summary: 'undo a batch of drafts: your latest, or the given one',
    role: 'reviewer',
    options: [option('--batch <n>', 'batch number printed by decide or copy-decisions', parseCount)],
    more: "Targets decided again since then are left alone. Counsel can undo anyone's batch.",
    examples: ['notices undo N-2021-000002', 'notices undo N-2021-000002 --batch 4 --as counsel'],
    body: ({ options: { batch } }) => given({ batch }),
    human: renderUndone,
  });
}

function addCopyDecisions(notices: Command, deps: CliDeps): void {
  addAct<DraftOptions & { from: string }>(notices, deps, {
    usage: 'copy-decisions',
    summary: 'draft the same decisions as in an earlier notice for the same targets',
    role: 'reviewer',
    options: [requiredOption('--from <notice>', 'the earlier notice'), ...selectionOptions(), ...draftOptions()],
    more: 'Without a selection, every target is looked up. A withholding is copied only for the countries of this order.',
    examples: [
      'notices copy-decisions N-2021-000003 --from N-2021-000001 --preview',
      'notices copy-decisions N-2021-000003 --from N-2021-000001 --undecided',
    ],
    async body(session) {
      const { from, preview, asOf } = session.options;
      const select = selectsAnything(session.options) ? await readSelection(session) : undefined;
      return given({ from: await session.noticeId(from), select, preview, asOf });
    },
    human: renderCopied,
  });
}

function selectsAnything(options: SelectionOptions): boolean {
  const { all, targets, action, type, locatorsFile, q, status, undecided } = options;
  return [all, targets, action, type, locatorsFile, q, status, undecided, options.protected].some(
    (value) => value !== undefined,
  );
}

function addSecondReviews(notices: Command, deps: CliDeps): void {
  addList<SecondReviewView>(notices, deps, {
    usage: 'second-reviews <notice>',
    summary: 'list targets decided by others that need your second review',
    role: 'reviewer2',
    examples: ['notices second-reviews N-2021-000002'],
    path: async ({ noticeId }) => `/v1/notices/${await noticeId()}/second-reviews`,
    columns: [
      { head: 'no', value: ({ no }) => no, align: 'right' },
      { head: 'type', value: ({ type }) => type },
      { head: 'locator', value: ({ locator }) => locator, max: 60 },
      { head: 'protected', value: ({ protectedClass }) => protectedClass },
      { head: 'remarks', value: ({ problem, flags }) => [problem, ...(flags ?? [])].filter(Boolean).join(' ') },
    ],
    empty: 'Nothing is waiting for your second review.\n',
  });
  addAct<{ targets: number[]; to: DecisionAction; ground: string[]; note?: string }>(notices, deps, {
    usage: 'second-review',
    summary: 'record your own decision without seeing the first one',
    role: 'reviewer2',
    options: [
      requiredOption('--targets <numbers>', OPTION_HELP.numbers, parseNumbers),
      requiredOption('--to <action>', 'the action you would take', parseOneOf(DECISION_ACTIONS)),
      requiredOption('--ground <codes...>', 'why').argParser(collect),
      option('--note <text>', 'note; required with the ground "other"'),
    ],
    examples: ['notices second-review N-2021-000002 --targets 17,23 --to withhold --ground complied_under_protest'],
    body({ options: { targets, to, ground, note } }) {
      const grounds = flattenList(ground);
      checkGrounds(to, grounds);
      return given({ targets, action: to, grounds, note });
    },
    human: renderRead,
  });
}

function addHistory(notices: Command, deps: CliDeps): void {
  addList<TargetEvent>(notices, deps, {
    usage: 'history <notice> <no>',
    summary: 'show the history of one target, oldest first',
    role: 'reviewer',
    examples: ['notices history N-2021-000002 17'],
    async path({ args: [, no = ''], noticeId }) {
      if (!/^\d{1,9}$/.test(no)) throw new UsageError(`${JSON.stringify(no)} is not a target number.`);
      return `/v1/notices/${await noticeId()}/targets/${no}/history`;
    },
    columns: [
      { head: 'at', value: ({ at }) => at },
      { head: 'who', value: ({ byName }) => byName, max: 28 },
      { head: 'action', value: ({ action }) => action },
      { head: 'detail', value: ({ detail }) => JSON.stringify(detail), max: 120 },
    ],
    empty: 'No history yet.\n',
  });
}
