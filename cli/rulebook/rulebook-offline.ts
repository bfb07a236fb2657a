import type { Command } from 'commander';
import type { ClockRule, RegimeVersion } from '../../domain/rulebook/regime.js';
import type { Confidence } from '../../domain/rulebook/confidence.js';
import {
  COVERAGE_TOPICS,
  countByConfidence,
  coverageTable,
  formatProof,
  PROOFS,
  sumBusiest,
  type CoverageRow,
  type CoverageSum,
} from '../../rulebook/coverage.js';
import { diffBooks } from '../../rulebook/diff-books.js';
import { diffLaw, formatDifference, type RulebookDifference } from '../../rulebook/diff.js';
import { fingerprintJson } from '../../rulebook/fingerprint.js';
import { describeAmount, formatInForce, rateVersionConfidence } from '../../rulebook/in-words.js';
import { readRulebookContent, RulebookError } from '../../rulebook/load.js';
import { viewRegime } from '../../rulebook/regime-view.js';
import type { Placeholder, Rulebook } from '../../rulebook/rulebook.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import { option, requiredOption } from '../options.js';
import { openRulebook, readDiffSide, rulebookFolder, toLawTime, type DiffSide } from './rulebook-book.js';
import { renderRegime } from './rulebook-page.js';
import { colours, renderTable } from '../table.js';
import { printable } from '../text.js';
import type { LawTime } from '../../domain/clock-arithmetic/law-time.js';

interface Json {
  json?: boolean;
}

export function addRulebookReading(rulebook: Command, deps: CliDeps): void {
  addCheck(rulebook, deps);
  addList(rulebook, deps);
  addCoverage(rulebook, deps);
  addShow(rulebook, deps);
  addDiff(rulebook, deps);
}

export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ notice-desk rulebook ${line}`).join('\n')}`;
}

function addCheck(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('check')
    .argument('[dir]', 'folder of a rulebook (default: DESK_RULEBOOK, else the bundled one)')
    .description('check every file; report an invalid one with line, path and fix (offline)')
    .option('--json', 'counts and fingerprint, or the location of the error, as JSON')
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
    const facts = {
      ...counts,
      lawClocks: law,
      calendars: content.calendars.length,
      facts: countByConfidence(versions),
      sha256: fingerprintJson(content),
    };
    const lines = [
      `${counts.regimes} regimes, ${counts.versions} versions, ${counts.clocks} clocks, all valid`,
      `${law} clocks come from the law and ${counts.clocks - law} from company policy; ${facts.calendars} calendars.`,
      formatFacts(facts.facts),
    ];
    stdout.write(json ? `${JSON.stringify({ valid: true, ...facts })}\n` : `${lines.join('\n')}\n`);
  } catch (error) {
    if (!(error instanceof RulebookError)) throw error;
    const { file, line, path, cure } = error;
    if (json) stdout.write(`${JSON.stringify({ valid: false, file, line, path, cure })}\n`);
    throw new RefusedError(error.message);
  }
}

function formatFacts({ primary, secondary, from_memory: fromMemory, policy }: Record<Confidence, number>): string {
  const law = primary + secondary + fromMemory;
  return `Of ${law} facts of law, ${primary} have a primary source, ${secondary} a secondary source and ${fromMemory} none; ${policy} more are company policy.`;
}

function atOption() {
  return option('--at <time>', 'as of a date (in the zone of each law) or a time with offset', toLawTime);
}

function addList(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('list')
    .description('list laws with their versions and clocks (offline)')
    .addOption(atOption())
    .option('--json', 'the versions as JSON')
    .addHelpText('after', examples('list', 'list --at 2026-02-19', 'list --at 2026-02-20T00:00:00+05:30 --json'))
    .action(({ at, json }: Json & { at?: LawTime }) => {
      const versions = openRulebook(rulebookFolder(deps.env)).listRegimes(at).toSorted(byIdAndVersion);
      if (json) deps.stdout.write(`${JSON.stringify({ items: versions })}\n`);
      else if (versions.length === 0) deps.stdout.write('No law is in force at that time.\n');
      else deps.stdout.write(renderTable(versions, LIST_COLUMNS, deps.stdout));
    });
}

function addCoverage(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('coverage')
    .description(
      'show what is known about each law in force and how reliable it is: the weakest source by topic (offline)',
    )
    .addOption(atOption())
    .option('--json', 'the table as JSON')
    .addHelpText(
      'after',
      `\nprimary, secondary, from_memory, policy: as in show. silent: the law was read and says nothing. unread: its text
could not be obtained. blank: not yet researched. no place: how many facts lack the number of their law,
or the provision in it.
Then facts by what proves them, in brackets the clocks with a length of their own: a stored text in which the clause was
found, a text that is not stored, a text about the law, or memory. unsure: facts with a doubt on record. verbatim: of
the facts, how many quote an official text or a reprint; stored: how many quote one whose words are stored.\n${examples('coverage', 'coverage --at 2026-02-20 --json')}`,
    )
    .action(({ at = { atMs: deps.nowMs() }, json }: Json & { at?: LawTime }) => {
      const book = openRulebook(rulebookFolder(deps.env));
      const rows = coverageTable(book.listRegimes(at).toSorted(byIdAndVersion));
      const sums = sumBusiest(rows);
      const { placeholders } = book;
      deps.stdout.write(
        json
          ? `${JSON.stringify({ items: rows, busiest: sums, placeholders })}\n`
          : formatCoverage({ rows, sums, placeholders }, deps),
      );
    });
}

function formatCoverage(
  { rows, sums, placeholders }: { rows: CoverageRow[]; sums: CoverageSum[]; placeholders: readonly Placeholder[] },
  { stdout }: CliDeps,
): string {
  const countries = placeholders.map(({ name }) => name).join(', ');
  const unknown = countries === '' ? '' : `\nNothing is known of the law of: ${countries}\n`;
  const tables = [
    renderTable(rows, COVERAGE_COLUMNS, stdout),
    renderTable(rows, [...LAW_COLUMNS, ...PROOF_COLUMNS], stdout),
    renderTable(sums, [...SUM_COLUMNS, ...PROOF_COLUMNS, ...SHARE_COLUMNS], stdout),
  ];
  return `${tables.join('\n')}${printable(unknown)}`;
}

const LAW_COLUMNS = [
  { head: 'id', value: ({ id }: CoverageRow) => id },
  { head: 'version', value: ({ version }: CoverageRow) => version },
];

const PROOF_COLUMNS = [
  ...PROOFS.map((proof) => ({
    head: proof.replaceAll('_', ' '),
    value: (counts: Pick<CoverageRow, 'proofs' | 'lengths'>) => formatProof(counts, proof),
  })),
  { head: 'unsure', value: ({ unsure }: Pick<CoverageRow, 'unsure'>) => unsure },
  { head: 'unread', value: ({ unread }: Pick<CoverageRow, 'unread'>) => unread },
  { head: 'silent', value: ({ silent }: Pick<CoverageRow, 'silent'>) => silent },
];

const SUM_COLUMNS = [
  { head: 'busiest', value: ({ name }: CoverageSum) => name },
  { head: 'laws', value: ({ laws }: CoverageSum) => laws },
];

const SHARE_COLUMNS = (['verbatim', 'stored'] as const).map((share) => ({
  head: share,
  value: ({ [share]: percent }: CoverageSum) => (percent === null ? 'no facts' : `${percent} %`),
}));

const COVERAGE_COLUMNS = [
  ...LAW_COLUMNS,
  ...COVERAGE_TOPICS.map((topic) => ({
    head: topic.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    value: ({ topics }: CoverageRow) => topics[topic],
  })),
  { head: 'no place', value: ({ facts, unplaced }: CoverageRow) => `${unplaced} of ${facts}` },
];

function byIdAndVersion(one: RegimeVersion, other: RegimeVersion): number {
  return one.id === other.id ? (one.version < other.version ? -1 : 1) : one.id < other.id ? -1 : 1;
}

const LIST_COLUMNS = [
  { head: 'id', value: ({ id }: RegimeVersion) => id },
  { head: 'version', value: ({ version }: RegimeVersion) => version },
  { head: 'status', value: ({ status }: RegimeVersion) => status },
  { head: 'in force', value: formatInForce },
  { head: 'weakest source', value: rateVersionConfidence },
  { head: 'clocks', value: clocksInShort },
];

function clocksInShort({ clocks }: RegimeVersion): string {
  const law = clocks.filter(({ basis }) => basis === 'law');
  return law.map(clockInShort).join('; ') || 'company policy only';
}

function clockInShort({ kind, owner, form, counting, windows }: ClockRule): string {
  const named = owner === 'authority' && kind !== 'authority' ? `their ${kind}` : kind;
  const near = windows.length === 0 ? '' : ' (near certain dates)';
  return `${named}${form === 'floor' ? ' floor' : ''} ${describeAmount(counting)}${near}`;
}

function addShow(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('show')
    .argument('<id>', 'id of a law, e.g. IN-69A-EMERG')
    .description('show one law as a page: every fact with its source and its reliability (offline)')
    .addOption(atOption())
    .option('--json', 'the version as JSON')
    .addHelpText('after', examples('show IN-69A-EMERG', 'show IN-ITR-3-1-D --at 2026-02-19'))
    .action((id: string, { at, json }: Json & { at?: LawTime }) => {
      const view = findView(openRulebook(rulebookFolder(deps.env)), id, at ?? { atMs: deps.nowMs() }, at === undefined);
      deps.stdout.write(json ? `${JSON.stringify(view)}\n` : renderRegime(view, deps.stdout));
    });
}

function findView(book: Rulebook, id: string, when: LawTime, anyway: boolean) {
  const regime = book.regimeById(id) ?? book.regimeById(id.toUpperCase());
  if (regime === undefined) {
    throw new RefusedError(`There is no law ${id}. The nearest ids are ${book.nearestRegimeIds(id, 3).join(', ')}.`);
  }
  const inForce = book.listRegimes(when).find((version) => version.id === regime.id);
  const version = inForce ?? (anyway ? regime.versions.at(-1) : undefined);
  if (version !== undefined) return viewRegime(regime, version, book);
  const known = regime.versions.map(
    (each) => `${each.version} (${each.status.replaceAll('_', ' ')}, ${formatInForce(each)})`,
  );
  throw new RefusedError(`No version of ${regime.id} is in force at that time. Its versions: ${known.join(', ')}.`);
}

function addDiff(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('diff')
    .description('compare the rulebook at two times, or two rulebooks (offline)')
    .addOption(requiredOption('--from <time or folder>', 'a date, a time with offset, or the folder of a rulebook'))
    .addOption(requiredOption('--to <time or folder>', 'the same'))
    .option('--json', 'the differences as JSON')
    .addHelpText(
      'after',
      `\nTwo times compare what is in force in one rulebook. Two folders compare everything in them. A time and a folder
compare what is in force at that time in both.\n${examples(
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

function compareSides(deps: CliDeps, [from, to]: readonly [DiffSide, DiffSide]): RulebookDifference[] {
  if ('dir' in from && 'dir' in to) return diffBooks(openRulebook(from.dir), openRulebook(to.dir));
  const time = readLawTime(from) ?? readLawTime(to);
  const readLawState = (side: DiffSide) => {
    const book = openRulebook('dir' in side ? side.dir : rulebookFolder(deps.env));
    return { regimes: book.listRegimes(readLawTime(side) ?? time), calendars: book.calendars };
  };
  return diffLaw(readLawState(from), readLawState(to));
}

function readLawTime(side: DiffSide): LawTime | undefined {
  return 'time' in side ? side.time : undefined;
}

function renderDifferences(items: readonly RulebookDifference[], { stdout }: CliDeps): string {
  if (items.length === 0) return 'No differences.\n';
  const paint = colours(stdout);
  const lines = items.flatMap((item) => [
    paint.bold(printable(formatDifference(item))),
    ...item.changes.map(({ line }) => `  ${printable(line)}`),
  ]);
  return `${lines.join('\n')}\n`;
}
