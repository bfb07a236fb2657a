import type { Command } from 'commander';
import { listFieldDifferences } from '../../domain/changes/differences.js';
import { CHANGE_KINDS, CHANGE_STATES } from '../../domain/changes/change.js';
import { parseOneOf } from '../arguments.js';
import { addCommand, addList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { given, option, OPTION_HELP } from '../options.js';
import type { ChangeView, RequestedChange } from '../view.js';

export function addChangeCommands(changes: Command, deps: CliDeps): void {
  addList<ChangeView>(changes, deps, {
    usage: 'list',
    summary: 'list changes that need two people, newest first',
    role: 'counsel',
    filters: [
      option('--state <state>', CHANGE_STATES.join(', '), parseOneOf(CHANGE_STATES)),
      option('--kind <kind>', CHANGE_KINDS.join(', '), parseOneOf(CHANGE_KINDS)),
    ],
    examples: ['changes list --state pending'],
    path: '/v1/changes',
    columns: [
      { head: 'id', value: (change) => change.id },
      { head: 'state', value: (change) => change.state },
      { head: 'kind', value: (change) => change.kind },
      { head: 'about', value: (change) => change.subject.name },
      { head: 'requested by', value: (change) => change.requestedBy.name },
      { head: 'at', value: (change) => change.requestedAt },
      { head: 'decided by', value: (change) => change.decidedBy?.name },
    ],
    empty: 'No changes.\n',
  });
  addCommand(changes, deps, {
    usage: 'show <change>',
    summary: 'show what a change would alter, before and after',
    role: 'counsel',
    examples: ['changes show 0197c5a0-0000-7000-8000-000000000002'],
    run: ({ args: [id = ''], read }) => read(`/v1/changes/${encodeURIComponent(id)}`, changeText),
  });
  addDecision(changes, deps, { word: 'confirm', summary: 'confirm a change that another person requested' });
  addDecision(changes, deps, { word: 'refuse', summary: 'refuse a change that another person requested' });
}

function addDecision(
  changes: Command,
  deps: CliDeps,
  { word, summary }: { word: 'confirm' | 'refuse'; summary: string },
): void {
  addCommand<{ reason?: string }>(changes, deps, {
    usage: `${word} <change>`,
    summary,
    role: 'counsel',
    unsafe: true,
    options: [option('--reason <text>', OPTION_HELP.reason)],
    more: 'The person who requested a change cannot decide it. `changes show` shows what it changes.',
    examples: [`changes ${word} 0197c5a0-0000-7000-8000-000000000002`],
    run: ({ args: [id = ''], options: { reason }, send }) =>
      send(`/v1/changes/${encodeURIComponent(id)}/${word}`, given({ reason }), changeText),
  });
}

function changeText(change: ChangeView): string {
  const { kind, state, subject, requestedBy, requestedAt, expiresAt, decidedBy, decidedAt, effectiveAt, reason } =
    change;
  const lines = [
    `${kind} ${subject.name}: ${state}`,
    `requested by ${requestedBy.name} at ${requestedAt}${state === 'pending' ? `, open until ${expiresAt}` : ''}`,
    ...listFieldDifferences(change).map(
      ({ field, before, after }) => `  ${field}: ${valueText(before, kind)} -> ${valueText(after, kind)}`,
    ),
    ...(decidedBy === null
      ? []
      : [`decided by ${decidedBy.name} at ${decidedAt}${reason === null ? '' : `: ${reason}`}`]),
    ...(effectiveAt === null ? [] : [`in effect from ${effectiveAt}`]),
    ...(kind === 'key' && state === 'confirmed'
      ? [`${subject.name} can get the key once, within 24 hours: notice-desk keys claim ${change.id}`]
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

function valueText(value: unknown, kind: ChangeView['kind']): string {
  if (value === null) return 'none';
  // An empty filter fits everything.
  if (kind === 'subscriber' && Array.isArray(value) && value.length === 0) return 'all';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

const isPending = (answer: object): answer is RequestedChange => 'change' in answer && 'state' in answer;

/** Formats the answer to a write that another person may have to confirm first. */
export function orPending<T extends object>(human: (saved: T) => string): (answer: T | RequestedChange) => string {
  return (answer) => (isPending(answer) ? pendingText(answer) : human(answer));
}

export function pendingText({ change }: RequestedChange): string {
  return `Waiting for a second admin or counsel to confirm: notice-desk changes confirm ${change}\n`;
}
