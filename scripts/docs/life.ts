import { COMMAND_TABLE, type ActName } from '../../domain/commands/command-table.js';
import { getKeys } from '../../domain/record-keys.js';
import { STAGES, type Stage } from '../../domain/notices/notice.js';

/** Marks between which the state diagram stands in README.md. */
const MARKS = ['<!-- commands: made by npm run docs -->', '<!-- /commands -->'] as const;

const OPEN_STAGES = STAGES.filter((stage) => stage !== 'closed');

/** Moves that no command makes: the desk finishes what was approved. */
const MOVES_OF_THE_DESK = [
  ['[*]', 'triage', 'received'],
  ['enforcement', 'reporting', 'enforced'],
  ['enforcement', 'in_force', 'restored'],
  ['enforcement', 'review', 'approvals not proven'],
  ['reporting', 'in_force', 'letters sent'],
] as const;

/** README.md with the state diagram as the command table has it. Throws if the marks are missing. */
export function readmePage(text: string): string {
  const [before, rest] = text.split(MARKS[0]);
  const [, after] = rest?.split(MARKS[1]) ?? [];
  if (before === undefined || after === undefined)
    throw new Error('README.md has lost the marks of its state diagram.');
  return `${before}${MARKS[0]}\n\n\`\`\`mermaid\n${stateDiagram().join('\n')}\n\`\`\`\n\n${MARKS[1]}${after}`;
}

/** A Mermaid state diagram: a move of the stage is an arrow, a command that keeps the stage a line in its box or in the note. */
function stateDiagram(): string[] {
  const always = getKeys(COMMAND_TABLE).filter(isAlways);
  const ofTheDesk = getKeys(COMMAND_TABLE).filter((name) => COMMAND_TABLE[name].permission === null);
  return [
    'stateDiagram-v2',
    ...STAGES.flatMap((stage) => boxOf(stage).map((line) => `  ${line}`)),
    ...arrows().map(([from, to, label]) => `  ${from} --> ${to} : ${label}`),
    '  note right of triage',
    `    In every stage but closed: ${[...always.map(toRoute), 'repair'].join(', ')}`,
    `    By the desk itself: ${ofTheDesk.map(toRoute).join(', ')}`,
    '  end note',
  ];
}

/** Whether a command is offered in every open stage and moves none. */
function isAlways(name: ActName): boolean {
  const { stages, leadsTo } = COMMAND_TABLE[name];
  return leadsTo === undefined && OPEN_STAGES.every((stage) => stages.includes(stage));
}

function boxOf(stage: Stage): string[] {
  const staying = getKeys(COMMAND_TABLE).filter((name) => {
    const { stages, leadsTo } = COMMAND_TABLE[name];
    const moves = leadsTo?.some((to) => to !== stage) === true;
    return stages.includes(stage) && !moves && (stage === 'closed' || !isAlways(name));
  });
  return staying.length === 0
    ? [`${stage} : ${stage}`]
    : [`${stage} : ${stage}`, `${stage} : ${wrap(staying.map(toRoute))}`];
}

function arrows(): [from: string, to: string, label: string][] {
  const byEnds = new Map<string, [from: string, to: string, names: string[]]>();
  const add = (from: string, to: string, name: string) => {
    const ends = `${from} ${to}`;
    const [, , names] = byEnds.get(ends) ?? [from, to, []];
    byEnds.set(ends, [from, to, [...names, name]]);
  };
  for (const [from, to, cause] of MOVES_OF_THE_DESK) add(from, to, cause);
  for (const name of getKeys(COMMAND_TABLE)) {
    const { stages, leadsTo = [] } = COMMAND_TABLE[name];
    for (const from of stages) for (const to of leadsTo.filter((stage) => stage !== from)) add(from, to, toRoute(name));
  }
  return [...byEnds.values()].map(([from, to, names]) => [from, to, names.join(', ')]);
}

/** Four names a line, so that no box grows wider than the diagram. */
function wrap(names: readonly string[]): string {
  return names.map((name, at) => (at > 0 && at % 4 === 0 ? `<br/>${name}` : name)).join(', ');
}

function toRoute(name: ActName): string {
  return name.replaceAll('_', '-');
}
