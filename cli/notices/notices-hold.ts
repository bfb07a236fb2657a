import type { Command } from 'commander';
import type { CliDeps } from '../deps.js';
import { requiredOption } from '../options.js';
import { addAct } from './act.js';

const WORDS: Readonly<Record<string, string>> = {
  held: 'under a legal hold: nothing in it will be erased',
  lift_requested: 'still under legal hold: another counsel or an approver must agree (notices lift-hold)',
  lifted: 'no longer under a legal hold',
};

const reason = () => [requiredOption('--reason <text>', 'reason, for the record')];

const human = (answer: object) => `${WORDS['state' in answer ? String(answer.state) : ''] ?? ''}\n`;

/** A legal hold stops every erasure. One person sets it; two people lift it. */
export function addHoldCommands(notices: Command, deps: CliDeps): void {
  addAct<{ reason: string }>(notices, deps, {
    usage: 'hold',
    summary: 'put the notice under a legal hold: nothing in it will be erased',
    role: 'counsel',
    options: reason(),
    examples: ['notices hold N-2021-000002 --reason "Litigation in Delhi expected"'],
    body: ({ options }) => ({ reason: options.reason }),
    human,
  });
  addAct<{ reason: string }>(notices, deps, {
    usage: 'lift-hold',
    summary: 'request to lift a legal hold; it is lifted when another counsel or an approver requests it too',
    role: 'counsel',
    options: reason(),
    examples: [
      'notices lift-hold N-2021-000002 --reason "The case was settled"',
      'notices lift-hold N-2021-000002 --reason "Agreed" --as approver',
    ],
    body: ({ options }) => ({ reason: options.reason }),
    human,
  });
}
