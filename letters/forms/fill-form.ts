import type { FormEffect, FormFact } from '../../domain/letters/form.js';
import type { GroundCode } from '../../domain/targets/ground.js';
import type { PrescribedForm } from '../../rulebook/forms.js';
import { toOneLine } from '../one-line.js';

export interface KnownForForm {
  regime: string;
  facts: Partial<Record<FormFact, string>>;
  grounds: readonly GroundCode[];
  effects: readonly FormEffect[];
}

interface FilledForm {
  text: string;
  /** Lines that somebody has to fill in, and groups of boxes without a tick. */
  open: number;
}

type Line = PrescribedForm['lines'][number];
type Box = Extract<Line, { box: string }>;

export const FORM_MARK = '=== ';
const EMPTY = '……';

export function fillForm(form: PrescribedForm, known: KnownForForm): FilledForm | null {
  const isAnyTicked = form.lines.some((line) => 'box' in line && isTicked(line, known));
  if (form.onlyIfTicked && !isAnyTicked) return null;
  const written = form.lines.map((line) => writeLine(line, known));
  return { text: [`${FORM_MARK}${form.title}`, ...written].join('\n\n'), open: countOpen(form.lines, known) };
}

function isTicked({ grounds, regimes, effect }: Box, known: KnownForForm): boolean {
  return (
    grounds.some((code) => known.grounds.includes(code)) ||
    regimes.includes(known.regime) ||
    (effect !== undefined && known.effects.includes(effect))
  );
}

function writeLine(line: Line, known: KnownForForm): string {
  if ('says' in line) return line.says;
  if ('box' in line) return `[${isTicked(line, known) ? 'x' : ' '}] ${line.box}`;
  return `${line.field}: ${findValue(line, known) ?? EMPTY}`;
}

function findValue({ fact }: Extract<Line, { field: string }>, { facts }: KnownForForm): string | undefined {
  const value = fact === undefined ? '' : toOneLine(facts[fact] ?? '');
  return value === '' ? undefined : value;
}

function countOpen(lines: readonly Line[], known: KnownForForm): number {
  const fields = lines.filter((line) => 'field' in line && !line.optional && findValue(line, known) === undefined);
  return fields.length + groupBoxes(lines).filter((group) => !group.some((box) => isTicked(box, known))).length;
}

function groupBoxes(lines: readonly Line[]): Box[][] {
  const groups: Box[][] = [];
  for (const [place, line] of lines.entries()) {
    if (!('box' in line)) continue;
    const before = lines[place - 1];
    if (before !== undefined && 'box' in before) groups.at(-1)?.push(line);
    else groups.push([line]);
  }
  return groups;
}
