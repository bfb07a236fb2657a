import { stateLine } from './act.js';
import { clipLine, plural, rangesText } from '../text.js';
import type { NoticeCommandAnswer } from '../view.js';

interface Conflicts {
  conflicts?: { no: number; byName: string; action: string | null }[];
  conflictsTotal?: number;
}

interface DecideResult extends Conflicts {
  matched: number;
  changed: number;
  countries?: string[];
  protected: number[];
  alreadyRestricted: number[];
  seenBefore?: { no: number; number: string; action: string }[];
  seenBeforeTotal?: number;
  departs?: { no: number; number: string; action: string }[];
  departsTotal?: number;
  widerThanOrder?: number[];
  widerThanOrderTotal?: number;
  batch?: number | null;
  preview?: boolean;
}

const SHOWN = 5;

export function renderDecided(answer: NoticeCommandAnswer<DecideResult>): string {
  const { counts, result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const { matched, changed, preview } = result;
  const lines = [
    preview
      ? `Preview: ${matched} matched, ${changed} would change. Nothing has been saved.`
      : `${matched} matched, ${changed} changed, ${counts?.undecided ?? '?'} still undecided`,
    ...reachLine(result.countries),
    ...listWarnings(result),
    ...conflictLines(result),
    ...batchLine(result.batch),
  ];
  return `${lines.join('\n')}\n`;
}

function reachLine(countries: readonly string[] = []): string[] {
  return countries.length === 0 ? [] : [`in effect in ${countries.join(' ')}`];
}

function listWarnings(result: DecideResult): string[] {
  const lines: string[] = [];
  if (result.protected.length > 0) {
    lines.push(`${plural(result.protected.length, 'protected target')}: ${rangesText(result.protected)}`);
    lines.push('  Enforcing an action on these also needs counsel.');
  }
  if (result.alreadyRestricted.length > 0) {
    lines.push(`${result.alreadyRestricted.length} already restricted: ${rangesText(result.alreadyRestricted)}`);
  }
  if (result.widerThanOrderTotal) lines.push(`${result.widerThanOrderTotal} go further than the order`);
  if (result.seenBeforeTotal) lines.push(`${result.seenBeforeTotal} were already decided in other notices`);
  if (result.departsTotal) {
    lines.push(`${result.departsTotal} depart from earlier decisions:`);
    lines.push(
      ...(result.departs ?? []).slice(0, SHOWN).map(({ no, number, action }) => `  ${no}: ${action} in ${number}`),
    );
  }
  return lines;
}

function conflictLines({ conflicts = [], conflictsTotal = 0 }: Conflicts): string[] {
  if (conflictsTotal === 0) return [];
  return [
    `${plural(conflictsTotal, 'conflict')}, left as other people drafted them:`,
    ...conflicts
      .slice(0, SHOWN)
      .map(({ no, byName, action }) => clipLine(`  ${no}: ${action ?? 'undecided'} by ${byName}`)),
  ].map((line, at) => (at === 0 ? line : `  ${line.trim()}`));
}

function batchLine(batch: number | null | undefined): string[] {
  return batch == null ? [] : [`batch ${batch} (to undo: notices undo)`];
}

export function renderUndone(answer: NoticeCommandAnswer<Conflicts & { undone: number; changed: number }>): string {
  const { result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const head = `batch ${result.undone} undone: ${plural(result.changed, 'target')} restored to the previous draft`;
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
  no_earlier_decision: 'have no decision in that notice',
  not_open: 'are already submitted or decided',
  outside_order: 'were withheld in countries that this order does not cover',
  unchanged: 'already have this draft',
};

export function renderCopied(answer: NoticeCommandAnswer<CopyResult>): string {
  const { result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const { matched, changed, skippedBy, preview } = result;
  const lines = [
    preview
      ? `Preview: ${matched} matched, ${changed} would be copied. Nothing has been saved.`
      : `${matched} matched, ${changed} copied`,
    ...Object.entries(skippedBy).map(([reason, count]) => `${count} ${SKIPPED[reason] ?? reason}`),
    ...(result.protectedTotal ? [`${plural(result.protectedTotal, 'protected target')} included`] : []),
    ...conflictLines(result),
    ...batchLine(result.batch),
  ];
  return `${lines.join('\n')}\n`;
}

export function renderRead(
  answer: NoticeCommandAnswer<{ read: number; disagree: number[]; skipped: number[] }>,
): string {
  const { result } = answer;
  if (!result) return `${stateLine(answer)}\n`;
  const lines = [`${result.read} reviewed`];
  if (result.disagree.length > 0) {
    lines.push(`differ from the first decision: ${rangesText(result.disagree)}. A reviewer must decide these again.`);
  }
  if (result.skipped.length > 0) lines.push(`not waiting for your review: ${rangesText(result.skipped)}`);
  return `${lines.join('\n')}\n`;
}
