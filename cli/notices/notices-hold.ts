import type { Command } from 'commander';
import type { CliDeps } from '../deps.js';
import { required } from '../options.js';
import { addAct } from './act.js';

const WORDS: Readonly<Record<string, string>> = {
  held: 'under a legal hold: nothing of it is erased',
  lift_asked: 'still under the legal hold: another counsel or an approver has to agree (notices lift-hold)',
  lifted: 'under no legal hold any more',
};

const reason = () => [required('--reason <text>', 'why; it is on record')];

const human = (answer: object) => `${WORDS['state' in answer ? String(answer.state) : ''] ?? ''}\n`;

/** A legal hold stops every erasure. One person sets it; two people lift it. */
export function addHoldCommands(notices: Command, deps: CliDeps): void {
  addAct<{ reason: string }>(notices, deps, {
    usage: 'hold',
    summary: 'put the notice under a legal hold: nothing of it is erased',
    role: 'counsel',
    options: reason(),
    examples: ['notices hold N-2021-000002 --reason "Litigation in Delhi expected"'],
    body: ({ options }) => ({ reason: options.reason }),
    human,
  });
  addAct<{ reason: string }>(notices, deps, {
    usage: 'lift-hold',
    summary: 'ask to lift a legal hold; sent by another counsel or an approver too, it is lifted',
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
