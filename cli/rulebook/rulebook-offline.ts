import { InvalidArgumentError, type Command } from 'commander';
import { parseDay } from '../../domain/clock-arithmetic/index.js';
import type { ClockRule, RegimeVersion } from '../../domain/law/regime.js';
import type { Confidence } from '../../domain/law/confidence.js';
import { COVERAGE_TOPICS, countByConfidence, coverageTable, type CoverageRow } from '../../rulebook/coverage.js';
import { changesOfLaw, linesOf, sayChange, toFeed, type LawChange } from '../../rulebook/changelog.js';
import { diffBooks } from '../../rulebook/diff-books.js';
import { diffLaw, sayDifference, type Difference } from '../../rulebook/diff.js';
import { fingerprintOf } from '../../rulebook/fingerprint.js';
import { sayAmount, sayInForce, worstConfidence } from '../../rulebook/in-words.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import {
  coverByVolume,
  readVolumes,
  type VolumeRow,
  type VolumeSource,
  type VolumeTable,
} from '../../rulebook/volume.js';
import { viewRegime } from '../../rulebook/regime-view.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import { option, required } from '../options.js';
import { openRulebook, readDiffSide, rulebookFolder, toLawTime, type DiffSide } from './rulebook-book.js';
import { renderRegime } from './rulebook-page.js';
import { colours, renderTable } from '../table.js';
import { printable } from '../text.js';
import type { LawTime } from '../../domain/clock-arithmetic/law-time.js';

interface Json {
  json?: boolean;
}

/** What can be asked of a rulebook folder without a desk: DESK_RULEBOOK, else the one that comes with the program. */
export function addRulebookReading(rulebook: Command, deps: CliDeps): void {
  addCheck(rulebook, deps);
  addList(rulebook, deps);
  addCoverage(rulebook, deps);
  addShow(rulebook, deps);
  addDiff(rulebook, deps);
  addChangelog(rulebook, deps);
  addVolume(rulebook, deps);
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ notice-desk rulebook ${line}`).join('\n')}`;
}

function addCheck(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('check')
    .argument('[dir]', 'folder of a rulebook (default: DESK_RULEBOOK, else the one that comes with the program)')
    .description('whether every file can be used; a bad one is named with line, path and cure (offline)')
    .option('--json', 'counts and fingerprint, or the place of the fault, as JSON')
    .addHelpText('after', examples('check', 'check ./my-rulebook'))
    .action((dir: string | undefined, { json }: Json) => checkFolder(deps, dir ?? rulebookFolder(deps.env), json));
}

function checkFolder({ stdout }: CliDeps, dir: string, json: boolean | undefined): void {
  try {
    const content = readRulebookContent(dir);
    const versions = content.regimes.flatMap((regime) => regime.versions);
    const clocks = versions.flatMap((version) => version.clocks);
    const counts = { regimes: content.regimes.length, versions: versions.length, clocks: clocks.length };
    const law = clocks.filter(({ basis }) => basis === 'law').length;
    const told = {
      ...counts,
      lawClocks: law,
      calendars: content.calendars.length,
      facts: countByConfidence(versions),
      sha256: fingerprintOf(content),
    };
    const lines = [
      `${counts.regimes} regimes, ${counts.versions} versions, ${counts.clocks} clocks, all good`,
      `Of the clocks ${law} are law and ${counts.clocks - law} house rules; ${told.calendars} calendars.`,
      sayFacts(told.facts),
    ];
    stdout.write(json ? `${JSON.stringify({ valid: true, ...told })}\n` : `${lines.join('\n')}\n`);
  } catch (error) {
    if (!(error instanceof RulebookError)) throw error;
    const { file, line, path, cure } = error;
    if (json) stdout.write(`${JSON.stringify({ valid: false, file, line, path, cure })}\n`);
    throw new RefusedError(error.message);
  }
}

/** `Of 544 facts 12 are from the text of the law, …; 160 are house rules.` */
function sayFacts({ primary, secondary, from_memory: fromMemory, house }: Record<Confidence, number>): string {
  const law = primary + secondary + fromMemory;
  return `Of ${law} facts of law ${primary} are primary, ${secondary} secondary and ${fromMemory} from memory; ${house} are of the house.`;
}

function atOption() {
  return option('--at <time>', 'as of a date (in the zone of each law) or a time with offset', toLawTime);
}

function addList(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('list')
    .description('laws with their versions and clocks (offline)')
    .addOption(atOption())
    .option('--json', 'the versions as JSON')
    .addHelpText('after', examples('list', 'list --at 2026-02-19', 'list --at 2026-02-20T00:00:00+05:30 --json'))
    .action(({ at, json }: Json & { at?: LawTime }) => {
      const versions = openRulebook(rulebookFolder(deps.env)).listRegimes(at).toSorted(byIdAndVersion);
      if (json) deps.stdout.write(`${JSON.stringify({ items: versions })}\n`);
      else if (versions.length === 0) deps.stdout.write('No law is in force then.\n');
      else deps.stdout.write(renderTable(versions, LIST_COLUMNS, deps.stdout));
    });
}

function addCoverage(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('coverage')
    .description('what is known of each law that holds, and how surely: its least sure fact by topic (offline)')
    .addOption(atOption())
    .option('--json', 'the table as JSON')
    .addHelpText(
      'after',
      `\nprimary, secondary, from_memory, house: as in show. silent: the law was read and says nothing. blank: nobody has
looked.\n${examples('coverage', 'coverage --at 2026-02-20 --json')}`,
    )
    .action(({ at = { atMs: deps.nowMs() }, json }: Json & { at?: LawTime }) => {
      const book = openRulebook(rulebookFolder(deps.env));
      const rows = coverageTable(book.listRegimes(at).toSorted(byIdAndVersion));
      deps.stdout.write(
        json ? `${JSON.stringify({ items: rows })}\n` : renderTable(rows, COVERAGE_COLUMNS, deps.stdout),
      );
    });
}

const COVERAGE_COLUMNS = [
  { head: 'id', value: ({ id }: CoverageRow) => id },
  { head: 'version', value: ({ version }: CoverageRow) => version },
  ...COVERAGE_TOPICS.map((topic) => ({
    head: topic.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    value: ({ topics }: CoverageRow) => topics[topic],
  })),
];

function byIdAndVersion(one: RegimeVersion, other: RegimeVersion): number {
  return one.id === other.id ? (one.version < other.version ? -1 : 1) : one.id < other.id ? -1 : 1;
}

const LIST_COLUMNS = [
  { head: 'id', value: ({ id }: RegimeVersion) => id },
  { head: 'version', value: ({ version }: RegimeVersion) => version },
  { head: 'status', value: ({ status }: RegimeVersion) => status },
  { head: 'in force', value: sayInForce },
  { head: 'least sure', value: worstConfidence },
  { head: 'clocks', value: clocksInShort },
];

/** The law's own clocks; house rules are the same everywhere. */
function clocksInShort({ clocks }: RegimeVersion): string {
  const law = clocks.filter(({ basis }) => basis === 'law');
  return law.map(clockInShort).join('; ') || 'house rules alone';
}

function clockInShort({ kind, owner, form, counting, windows }: ClockRule): string {
  const whose = owner === 'authority' && kind !== 'authority' ? `their ${kind}` : kind;
  const near = windows.length === 0 ? '' : ' (near certain dates)';
  return `${whose}${form === 'floor' ? ' floor' : ''} ${sayAmount(counting)}${near}`;
}

function addShow(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('show')
    .argument('<id>', 'id of a law, like IN-69A-EMERG')
    .description('one law as a page to read: every fact with its source and how sure it is (offline)')
    .addOption(atOption())
    .option('--json', 'the version as JSON')
    .addHelpText('after', examples('show IN-69A-EMERG', 'show IN-ITR-3-1-D --at 2026-02-19'))
    .action((id: string, { at, json }: Json & { at?: LawTime }) => {
      const view = findView(openRulebook(rulebookFolder(deps.env)), id, at ?? { atMs: deps.nowMs() }, at === undefined);
      deps.stdout.write(json ? `${JSON.stringify(view)}\n` : renderRegime(view, deps.stdout));
    });
}

/** The version in force then; without a wanted time also one that is not in force, the last that there is. */
function findView(book: Rulebook, id: string, when: LawTime, anyway: boolean) {
  const regime = book.regimeById(id) ?? book.regimeById(id.toUpperCase());
  if (regime === undefined) {
    throw new RefusedError(`There is no law ${id}. The nearest ids are ${book.nearestRegimeIds(id, 3).join(', ')}.`);
  }
  const inForce = book.listRegimes(when).find((version) => version.id === regime.id);
  const version = inForce ?? (anyway ? regime.versions.at(-1) : undefined);
  if (version !== undefined) return viewRegime(regime, version);
  const known = regime.versions.map(
    (each) => `${each.version} (${each.status.replaceAll('_', ' ')}, ${sayInForce(each)})`,
  );
  throw new RefusedError(`No version of ${regime.id} is in force then. There are ${known.join(', ')}.`);
}

function addDiff(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('diff')
    .description('what differs between two times, or between two rulebooks (offline)')
    .addOption(required('--from <time or folder>', 'a date, a time with offset, or the folder of a rulebook'))
    .addOption(required('--to <time or folder>', 'the same'))
    .option('--json', 'the differences as JSON')
    .addHelpText(
      'after',
      `\nTwo times compare what is in force in one rulebook. Two folders compare everything in them. A time and a folder
compare what is in force then here and there.\n${examples(
        'diff --from 2026-02-19 --to 2026-02-20',
        'diff --from ./rulebook --to ../changed/rulebook',
        'diff --from 2026-02-20 --to ../changed/rulebook --json',
      )}`,
    )
    .action(({ from, to, json }: Json & { from: string; to: string }) => {
      const sides = [readDiffSide('--from', from), readDiffSide('--to', to)] as const;
      const items = compareSides(deps, sides);
      deps.stdout.write(json ? `${JSON.stringify({ from, to, items })}\n` : renderDifferences(items, deps));
    });
}

function addVolume(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('volume')
    .description(
      'how much of what governments ask for comes under a law, by the public figures of volumes.yaml (offline)',
    )
    .option('--json', 'the tables as JSON')
    .addHelpText(
      'after',
      `\ntimed: a law with its own time to comply. as_ordered: a law that leaves it to the order. house: no law; our own times.\n${examples('volume')}`,
    )
    .action(({ json }: Json) => {
      const dir = rulebookFolder(deps.env);
      const tables = coverByVolume(openRulebook(dir), openVolumes(dir));
      deps.stdout.write(json ? `${JSON.stringify({ items: tables })}\n` : renderVolumes(tables, deps));
    });
}

function openVolumes(dir: string): VolumeSource[] {
  try {
    return readVolumes(dir);
  } catch (error) {
    throw error instanceof RulebookError ? new RefusedError(error.message) : error;
  }
}

const VOLUME_COLUMNS = [
  { head: 'share', value: ({ share }: VolumeRow) => `${share} %`, align: 'right' as const },
  { head: 'country', value: ({ jurisdiction }: VolumeRow) => jurisdiction },
  { head: 'taken for', value: ({ kind, issuer }: VolumeRow) => `${kind} of ${issuer}` },
  { head: 'law', value: ({ law }: VolumeRow) => law },
  { head: 'time', value: ({ time }: VolumeRow) => time },
  { head: 'comes under', value: ({ cover }: VolumeRow) => cover },
];

function renderVolumes(tables: readonly VolumeTable[], { stdout }: CliDeps): string {
  const paint = colours(stdout);
  const told = tables.map(({ title, sure, rows, total }) => {
    const sums = `timed ${total.timed} %, as ordered ${total.as_ordered} %, house ${total.house} %, unknown ${total.unknown} %`;
    return `${paint.bold(printable(title))}\n${printable(sure)}\n${renderTable(rows, VOLUME_COLUMNS, stdout)}${sums}\n`;
  });
  return told.join('\n');
}

function addChangelog(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('changelog')
    .description('every day on which a law began, changed or ended, the newest first (offline)')
    .addOption(option('--since <date>', 'only from this day on', toDay))
    .option('--feed', 'as a JSON Feed, for feed readers and for publishing')
    .option('--json', 'the changes as JSON')
    .addHelpText(
      'after',
      `\nThe desk tells of changed editions of the rulebook as well: GET /v1/rulebook/changelog, with ?format=feed.\n${examples('changelog --since 2026-01-01', 'changelog --feed > law.json')}`,
    )
    .action(({ since = '', feed, json }: Json & { since?: string; feed?: boolean }) => {
      const today = new Date(deps.nowMs()).toISOString().slice(0, 10);
      const changes = changesOfLaw(openRulebook(rulebookFolder(deps.env)), today).filter(({ at }) => at >= since);
      if (feed) deps.stdout.write(`${JSON.stringify(toFeed(changes))}\n`);
      else if (json) deps.stdout.write(`${JSON.stringify({ items: changes })}\n`);
      else deps.stdout.write(renderChanges(changes, deps));
    });
}

function toDay(text: string): string {
  if (parseDay(text) !== undefined) return text;
  throw new InvalidArgumentError('Give a date such as 2026-02-20.');
}

function renderChanges(changes: readonly LawChange[], { stdout }: CliDeps): string {
  if (changes.length === 0) return 'Nothing has changed.\n';
  const paint = colours(stdout);
  const told = changes.map((change) => [
    paint.bold(printable(sayChange(change))),
    ...linesOf(change).map((line) => `  ${printable(line)}`),
  ]);
  return `${told.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function compareSides(deps: CliDeps, [from, to]: readonly [DiffSide, DiffSide]): Difference[] {
  if ('dir' in from && 'dir' in to) return diffBooks(openRulebook(from.dir), openRulebook(to.dir));
  const time = timeOf(from) ?? timeOf(to);
  const stateOf = (side: DiffSide) => {
    const book = openRulebook('dir' in side ? side.dir : rulebookFolder(deps.env));
    return { regimes: book.listRegimes(timeOf(side) ?? time), calendars: book.calendars };
  };
  return diffLaw(stateOf(from), stateOf(to));
}

function timeOf(side: DiffSide): LawTime | undefined {
  return 'time' in side ? side.time : undefined;
}

function renderDifferences(items: readonly Difference[], { stdout }: CliDeps): string {
  if (items.length === 0) return 'Nothing differs.\n';
  const paint = colours(stdout);
  const lines = items.flatMap((item) => [
    paint.bold(printable(sayDifference(item))),
    ...item.changes.map(({ line }) => `  ${printable(line)}`),
  ]);
  return `${lines.join('\n')}\n`;
}
