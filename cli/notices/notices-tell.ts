import type { Command } from 'commander';
import type { CliDeps } from '../deps.js';
import { option, required } from '../options.js';
import { addAct } from './act.js';

const human = (answer: object) => `${'messages' in answer ? String(answer.messages) : '0'} messages\n`;

export function addTellCommands(notices: Command, deps: CliDeps): void {
  addAct<{ reason: string; otherwise?: boolean }>(notices, deps, {
    usage: 'tell-users',
    summary: 'have users told once more whom the platform refused to tell, or say that they were told otherwise',
    role: 'reviewer',
    options: [
      required('--reason <text>', 'why; it is on record'),
      option('--otherwise', 'people have told them in another way: no message is sent'),
    ],
    examples: [
      'notices tell-users N-2021-000002 --reason "The platform has lifted its block"',
      'notices tell-users N-2021-000002 --otherwise --reason "Told by letter of 3 March"',
    ],
    body: ({ options }) => ({
      action: options.otherwise === true ? 'told_otherwise' : 'again',
      reason: options.reason,
    }),
    human,
  });
}
