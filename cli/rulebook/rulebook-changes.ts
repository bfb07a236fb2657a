import { InvalidArgumentError, type Command } from 'commander';
import { parseDay } from '../../domain/clock-arithmetic/index.js';
import { changesOfLaw, listChangeLines, formatChange, toFeed, type LawChange } from '../../rulebook/changelog.js';
import { RulebookError } from '../../rulebook/load.js';
import {
  coverByVolume,
  readVolumes,
  type VolumeRow,
  type VolumeSource,
  type VolumeTable,
} from '../../rulebook/volume.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import { option } from '../options.js';
import { colours, renderTable } from '../table.js';
import { printable } from '../text.js';
import { openRulebook, rulebookFolder } from './rulebook-book.js';
import { examples } from './rulebook-offline.js';

interface Json {
  json?: boolean;
}

export function addRulebookChanges(rulebook: Command, deps: CliDeps): void {
  addChangelog(rulebook, deps);
  addVolume(rulebook, deps);
}

function addVolume(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('volume')
    .description('share of government requests covered by a law, from the public figures in volumes.yaml (offline)')
    .option('--json', 'the tables as JSON')
    .addHelpText(
      'after',
      `\ntimed: a law that sets the time to comply. as_ordered: a law that leaves it to the order. policy: no law; company policy.\n${examples('volume')}`,
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
  { head: 'counted as', value: ({ kind, issuer }: VolumeRow) => `${kind} of ${issuer}` },
  { head: 'law', value: ({ law }: VolumeRow) => law },
  { head: 'time', value: ({ time }: VolumeRow) => time },
  { head: 'covered by', value: ({ cover }: VolumeRow) => cover },
];

function renderVolumes(tables: readonly VolumeTable[], { stdout }: CliDeps): string {
  const paint = colours(stdout);
  const sections = tables.map(({ title, sure, rows, total }) => {
    const sums = `timed ${total.timed} %, as ordered ${total.as_ordered} %, company policy ${total.policy} %, unknown ${total.unknown} %`;
    return `${paint.bold(printable(title))}\n${printable(sure)}\n${renderTable(rows, VOLUME_COLUMNS, stdout)}${sums}\n`;
  });
  return sections.join('\n');
}

function addChangelog(rulebook: Command, deps: CliDeps): void {
  rulebook
    .command('changelog')
    .description('list the days on which a law began, changed or ended, newest first (offline)')
    .addOption(option('--since <date>', 'only from this day', toDay))
    .option('--feed', 'as a JSON Feed, for feed readers and publishing')
    .option('--json', 'the changes as JSON')
    .addHelpText(
      'after',
      `\nThe desk also lists changed editions of the rulebook: GET /v1/rulebook/changelog, with ?format=feed.\n${examples('changelog --since 2026-01-01', 'changelog --feed > law.json')}`,
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
  if (changes.length === 0) return 'No changes.\n';
  const paint = colours(stdout);
  const entries = changes.map((change) => [
    paint.bold(printable(formatChange(change))),
    ...listChangeLines(change).map((line) => `  ${printable(line)}`),
  ]);
  return `${entries.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
