import type { Option } from 'commander';
import { isOneOf } from '../../domain/is-one-of.js';
import { DECISION_ACTIONS, type DecisionAction } from '../../domain/targets/decision-action.js';
import { flattenList, parseOneOf, parseNumbers } from '../arguments.js';
import { UsageError } from '../exit.js';
import { readInput } from '../input.js';
import type { CommandSession } from '../command.js';
import { option, OPTION_HELP } from '../options.js';

export interface SelectionOptions {
  all?: boolean;
  targets?: number[];
  action?: DecisionAction;
  type?: string;
  locatorsFile?: string;
  q?: string;
  status?: string;
  flag?: string;
  problem?: string;
  undecided?: boolean;
  protected?: string[] | true;
}

interface Filter {
  action?: DecisionAction;
  type?: string;
  status?: string;
  flag?: string;
  problem?: string;
  protected?: string | string[];
  q?: string;
  locators?: string[];
}

type Selection = { all: true } | { targets: number[] } | Filter;

/** Protected classes that the platform may report (docs/integrating/interface.md, Platform port). */
const PROTECTED_CLASSES = ['press', 'elected', 'candidate', 'court', 'emergency_service'] as const;

export function selectionOptions(): Option[] {
  return [
    option('--all', 'all targets of the notice'),
    option('--targets <numbers>', OPTION_HELP.numbers, parseNumbers),
    option('--action <action>', 'targets with this action now', parseOneOf(DECISION_ACTIONS)),
    option('--type <type>', 'targets of this type, e.g. hashtag'),
    option(
      '--locators-file <file>',
      'targets whose locators are listed in the file, one per line (- for standard input)',
    ),
    option('--undecided', 'targets without a decision'),
    option('--status <status>', 'targets in this status'),
    option('--q <text>', 'targets with this text in the locator'),
    option('--flag <flag>', 'targets with this flag; any, or none'),
    option('--problem <problem>', 'targets with this problem; any, or none'),
    option('--protected [class...]', 'targets of a protected class (press, elected, …); none: those of no such class'),
  ];
}

/**
 * Turns the options into a selection. The desk itself applies the filters when it runs the command, so targets that
 * change in between are handled correctly.
 */
export async function readSelection({
  options,
  deps,
}: Pick<CommandSession<SelectionOptions>, 'options' | 'deps'>): Promise<Selection> {
  const { all, targets, action, type, q, flag, problem, undecided, locatorsFile } = options;
  const status = undecided ? 'undecided' : options.status;
  const classes = protectedClasses(options.protected);
  const given: Omit<Filter, 'locators'> = {
    ...(action ? { action } : {}),
    ...(type ? { type } : {}),
    ...(status ? { status } : {}),
    ...(flag ? { flag } : {}),
    ...(problem ? { problem } : {}),
    ...(classes === null ? {} : { protected: classes }),
    ...(q === undefined ? {} : { q }),
  };
  const filtered = locatorsFile !== undefined || Object.keys(given).length > 0;
  const ways = [all, targets, filtered].filter(Boolean).length;
  if (ways === 0) {
    throw new UsageError(
      'Select targets with --all, --targets 1,5-9, --undecided, --protected, --flag, --problem, --type, --action, --q or --locators-file.',
    );
  }
  if (ways > 1) throw new UsageError('--all, --targets and the filters cannot be combined. Use one of them.');
  if (all) return { all: true };
  if (targets) return { targets };
  return locatorsFile === undefined ? given : { ...given, locators: await readLocators(locatorsFile, deps.stdin) };
}

async function readLocators(path: string, stdin: AsyncIterable<Uint8Array | string>): Promise<string[]> {
  const lines = (await readInput(path, stdin)).split(/\r?\n/);
  const locators = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (locators.length === 0) throw new UsageError(`${path} contains no locators. Put one on each line.`);
  return locators;
}

function protectedClasses(choice: SelectionOptions['protected']): string | string[] | null {
  if (choice === undefined) return null;
  if (choice === true) return 'any';
  const classes = flattenList(choice);
  if (classes.length === 1 && classes[0] === 'none') return 'none';
  const unknown = classes.find((name) => !isOneOf(PROTECTED_CLASSES, name));
  if (unknown) throw new UsageError(`--protected ${unknown}: choose from ${PROTECTED_CLASSES.join(', ')}, or none.`);
  return classes;
}
