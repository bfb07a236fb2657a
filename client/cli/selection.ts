import type { Option } from 'commander';
import { LANES, type Lane } from '../../domain/lane.js';
import { flattenList, oneOf, parseNumbers } from './arguments.js';
import { RefusedError, UsageError } from './exit.js';
import { readInput } from './input.js';
import { listAll } from './http.js';
import type { Session } from './command.js';
import { option } from './options.js';
import type { TargetView } from './view.js';

export interface SelectionOptions {
  all?: boolean;
  targets?: number[];
  lane?: Lane;
  type?: string;
  locatorsFile?: string;
  q?: string;
  status?: string;
  undecided?: boolean;
  protected?: string[] | true;
}

type Selection = { all: true } | { targets: number[] } | { lane?: Lane; type?: string; locators?: string[] };

/** Protected classes the platform may report (contract section 9 of design, `POST /resolve`). */
const PROTECTED_CLASSES = ['press', 'elected', 'candidate', 'court', 'emergency_service'] as const;

export function selectionOptions(): Option[] {
  return [
    option('--all', 'every target of the notice'),
    option('--targets <numbers>', 'by number, e.g. 1,2,5-9', parseNumbers),
    option('--lane <lane>', 'targets that have this lane now', oneOf(LANES)),
    option('--type <type>', 'targets of this type, e.g. hashtag'),
    option('--locators-file <file>', 'targets whose locators the file lists, one a line (- for standard input)'),
    option('--undecided', 'targets without a decision so far'),
    option('--status <status>', 'targets in this status'),
    option('--q <text>', 'targets that the desk finds by this text'),
    option('--protected [class...]', 'targets of a protected class (press, elected, …)'),
  ];
}

/** What the options select. Those the desk cannot select by are looked up first and sent as numbers. */
export async function readSelection(session: Session<SelectionOptions>, noticeId: string): Promise<Selection> {
  const { options } = session;
  const lookUp = options.undecided || options.status || options.q !== undefined || options.protected !== undefined;
  const filtered = options.lane || options.type || options.locatorsFile;
  const ways = [options.all, options.targets, filtered ?? lookUp].filter(Boolean).length;
  if (ways === 0) {
    throw new UsageError(
      'Say which targets: --all, --targets 1,5-9, --undecided, --protected, --type, --lane, --q or --locators-file.',
    );
  }
  if (ways > 1) throw new UsageError('--all, --targets and the filters exclude each other. Use one of them.');
  if (options.all) return { all: true };
  if (options.targets) return { targets: options.targets };
  if (lookUp) return { targets: await findNumbers(session, noticeId) };
  return filter(session);
}

async function filter({ options, deps }: Session<SelectionOptions>) {
  const { lane, type, locatorsFile } = options;
  const selection: { lane?: Lane; type?: string; locators?: string[] } = {};
  if (lane) selection.lane = lane;
  if (type) selection.type = type;
  if (locatorsFile) selection.locators = await readLocators(locatorsFile, deps.stdin);
  return selection;
}

async function readLocators(path: string, stdin: AsyncIterable<Uint8Array | string>): Promise<string[]> {
  const lines = (await readInput(path, stdin)).split(/\r?\n/);
  const locators = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (locators.length === 0) throw new UsageError(`${path} holds no locator. Put one on each line.`);
  return locators;
}

async function findNumbers(session: Session<SelectionOptions>, noticeId: string): Promise<number[]> {
  const { lane, type, q, status, undecided, locatorsFile } = session.options;
  const targets = await listAll<TargetView>(session.desk, `/v1/notices/${noticeId}/targets`, {
    lane,
    q,
    status: undecided ? 'undecided' : status,
  });
  const locators = locatorsFile ? new Set(await readLocators(locatorsFile, session.deps.stdin)) : null;
  const classes = protectedClasses(session.options.protected);
  const found = targets.filter(
    (target) =>
      (type === undefined || target.type === type) &&
      (locators === null || locators.has(target.locator)) &&
      (classes === null || (target.protectedClass !== null && classes.includes(target.protectedClass))),
  );
  if (found.length === 0) throw new RefusedError('No target fits. See them: notice-desk notices show ID --targets');
  return found.map(({ no }) => no);
}

/** null: any class or none; a bare --protected means every class. */
function protectedClasses(asked: SelectionOptions['protected']): readonly string[] | null {
  if (asked === undefined) return null;
  if (asked === true) return PROTECTED_CLASSES;
  const classes = flattenList(asked);
  const unknown = classes.find((name) => !(PROTECTED_CLASSES as readonly string[]).includes(name));
  if (unknown) throw new UsageError(`--protected ${unknown}: choose among ${PROTECTED_CLASSES.join(', ')}.`);
  return classes;
}
