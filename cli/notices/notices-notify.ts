import type { Command } from 'commander';
import type { CliDeps } from '../deps.js';
import { option, requiredOption } from '../options.js';
import { addAct } from './act.js';

const human = (answer: object) => `${'messages' in answer ? String(answer.messages) : '0'} messages\n`;

export function addUserNoticeCommands(notices: Command, deps: CliDeps): void {
  addAct<{ reason: string; otherwise?: boolean }>(notices, deps, {
    usage: 'notify-users',
    summary: 'retry user notices that the platform refused, or record that the users were notified in another way',
    role: 'reviewer',
    options: [
      requiredOption('--reason <text>', 'reason, for the record'),
      option('--otherwise', 'the users were notified in another way: send no message'),
    ],
    examples: [
      'notices notify-users N-2021-000002 --reason "The platform has lifted its block"',
      'notices notify-users N-2021-000002 --otherwise --reason "Notified by letter of 3 March"',
    ],
    body: ({ options }) => ({
      action: options.otherwise === true ? 'notified_otherwise' : 'again',
      reason: options.reason,
    }),
    human,
  });
}
