import type { FoundDifference, Finding } from './check/finding.js';
import type { Evidence } from './evidence.js';
import type { JournalLine } from './journal.js';

const SHOWN_DIFFERENCES = 5;
const SHOWN_LINES = 8;
const MAX_LINE = 200;

/** Returns one line per checker; no failure in N checks bounds the rate below about 3/N with 95 % confidence. */
export function toFindingLine({ name, checked, unit, differences }: Finding): string {
  const count = differences.length;
  const bound = count === 0 && checked > 0 ? `  (rate below ${toShare(3 / checked)})` : '';
  const mark = count === 0 ? 'ok  ' : 'FAIL';
  return `${mark} ${name.padEnd(16)} ${`${checked} ${unit}`.padEnd(34)} ${count} differences${bound}`;
}

function toShare(share: number): string {
  return share >= 1 ? '100 %' : `${(share * 100).toPrecision(2)} %`;
}

export function toStory({ name, differences }: Finding, { journal }: Evidence): string[] {
  const shownBefore = new Set<string>();
  const shown = differences.slice(0, SHOWN_DIFFERENCES).flatMap((difference) => {
    const { what, wanted, found, notice, item } = difference;
    const about = notice ?? item ?? '';
    const lines = shownBefore.has(about) ? [] : linesAbout(difference, journal);
    shownBefore.add(about);
    return [
      `  ${name}: ${what}${item === undefined ? '' : ` (${item})`}`,
      `    wanted ${wanted}`,
      `    found  ${found}`,
      ...lines.map((line) => `    ${JSON.stringify(line).slice(0, MAX_LINE)}`),
    ];
  });
  const more = differences.length - SHOWN_DIFFERENCES;
  return more > 0 ? [...shown, `  … and ${more} more`] : shown;
}

function linesAbout({ notice, item }: FoundDifference, journal: readonly JournalLine[]): JournalLine[] {
  const about = new Set<number>();
  for (const line of journal) {
    if (line.phase === 'ok' && notice !== undefined && line.answer.notice === notice) about.add(line.n);
    if (line.phase !== 'invoke') continue;
    if (notice !== undefined && line.notice === notice) about.add(line.n);
    if (line.op === 'change_owner' && line.body.item === item) about.add(line.n);
  }
  return journal.filter(({ n, phase }) => about.has(n) && phase !== 'info').slice(-SHOWN_LINES);
}
