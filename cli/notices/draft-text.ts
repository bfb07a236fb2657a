import { stateLine } from './act.js';
import { oneLine, plural, rangesText } from '../text.js';
import type { CommandAnswer } from '../view.js';

interface Conflicts {
  conflicts?: { no: number; byName: string; lane: string | null }[];
  conflictsTotal?: number;
}

interface DecideResult extends Conflicts {
  matched: number;
  changed: number;
  countries?: string[];
  protected: number[];
  alreadyRestricted: number[];
  seenBefore?: { no: number; number: string; lane: string }[];
  seenBeforeTotal?: number;
  departs?: { no: number; number: string; lane: string }[];
  departsTotal?: number;
  widerThanOrder?: number[];
  widerThanOrderTotal?: number;
  batch?: number | null;
  preview?: boolean;
}

const SHOWN = 5;

export function renderDecided(answer: CommandAnswer<DecideResult>): string {
  const { counts, result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const { matched, changed, preview } = result;
  const lines = [
    preview
      ? `Preview: ${matched} matched, ${changed} would change. Nothing is written.`
      : `${matched} matched, ${changed} changed, ${counts?.undecided ?? '?'} still undecided`,
    ...reachLine(result.countries),
    ...warningsOf(result),
    ...conflictLines(result),
    ...batchLine(result.batch),
  ];
  return `${lines.join('\n')}\n`;
}

function reachLine(countries: readonly string[] = []): string[] {
  return countries.length === 0 ? [] : [`takes effect in ${countries.join(' ')}`];
}

function warningsOf(result: DecideResult): string[] {
  const lines: string[] = [];
  if (result.protected.length > 0) {
    lines.push(`${plural(result.protected.length, 'protected target')}: ${rangesText(result.protected)}`);
    lines.push('  An acting lane for these needs counsel as well.');
  }
  if (result.alreadyRestricted.length > 0) {
    lines.push(`${result.alreadyRestricted.length} already restricted: ${rangesText(result.alreadyRestricted)}`);
  }
  if (result.widerThanOrderTotal) lines.push(`${result.widerThanOrderTotal} reach further than the order does`);
  if (result.seenBeforeTotal) lines.push(`${result.seenBeforeTotal} were decided before in other notices`);
  if (result.departsTotal) {
    lines.push(`${result.departsTotal} depart from what was decided before:`);
    lines.push(
      ...(result.departs ?? []).slice(0, SHOWN).map(({ no, number, lane }) => `  ${no}: ${lane} in ${number}`),
    );
  }
  return lines;
}

function conflictLines({ conflicts = [], conflictsTotal = 0 }: Conflicts): string[] {
  if (conflictsTotal === 0) return [];
  return [
    `${plural(conflictsTotal, 'conflict')}, left as others have them:`,
    ...conflicts.slice(0, SHOWN).map(({ no, byName, lane }) => oneLine(`  ${no}: ${lane ?? 'undecided'} by ${byName}`)),
  ].map((line, at) => (at === 0 ? line : `  ${line.trim()}`));
}

function batchLine(batch: number | null | undefined): string[] {
  return batch == null ? [] : [`batch ${batch} (notices undo takes it back)`];
}

export function renderUndone(answer: CommandAnswer<Conflicts & { undone: number; changed: number }>): string {
  const { result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const head = `batch ${result.undone} taken back: ${plural(result.changed, 'target')} as before`;
  return `${[head, ...conflictLines(result)].join('\n')}\n`;
}

interface CopyResult extends Conflicts {
  matched: number;
  changed: number;
  skippedBy: Record<string, number>;
  protectedTotal?: number;
  batch: number | null;
  preview?: boolean;
}

const SKIPPED: Record<string, string> = {
  no_earlier_decision: 'have no earlier decision there',
  not_open: 'are submitted or decided already',
  outside_order: 'were withheld where this order does not reach',
  unchanged: 'are drafted so already',
};

export function renderCopied(answer: CommandAnswer<CopyResult>): string {
  const { result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const { matched, changed, skippedBy, preview } = result;
  const lines = [
    preview
      ? `Preview: ${matched} matched, ${changed} would be copied. Nothing is written.`
      : `${matched} matched, ${changed} copied`,
    ...Object.entries(skippedBy).map(([reason, count]) => `${count} ${SKIPPED[reason] ?? reason}`),
    ...(result.protectedTotal ? [`${plural(result.protectedTotal, 'protected target')} among them`] : []),
    ...conflictLines(result),
    ...batchLine(result.batch),
  ];
  return `${lines.join('\n')}\n`;
}

export function renderRead(answer: CommandAnswer<{ read: number; disagree: number[]; skipped: number[] }>): string {
  const { result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const lines = [`${result.read} read`];
  if (result.disagree.length > 0) {
    lines.push(`decided otherwise at first: ${rangesText(result.disagree)}. Somebody decides these anew.`);
  }
  if (result.skipped.length > 0) lines.push(`not waiting for you: ${rangesText(result.skipped)}`);
  return `${lines.join('\n')}\n`;
}
