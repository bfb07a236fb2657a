import type { Command } from 'commander';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions } from '../options.js';
import type { PasskeyView } from '../view.js';

export function addPasskeyCommands(passkeys: Command, deps: CliDeps): void {
  addCommand<ListOptions>(passkeys, deps, {
    usage: 'list',
    summary: 'list your passkeys',
    role: 'approver',
    options: listOptions(),
    more: 'Register, name and remove passkeys in the console, in your settings. With DESK_STEP_UP on, approvals and administration are done there, because an API key does not prove who is using it.',
    examples: ['passkeys list', 'passkeys list --as counsel'],
    run: (session) =>
      showList<PasskeyView>(session, {
        path: '/v1/me/passkeys',
        columns: [
          { head: 'id', value: ({ id }) => id },
          { head: 'name', value: ({ name }) => name },
          { head: 'registered', value: ({ createdAt }) => createdAt },
          { head: 'last used', value: ({ lastUsedAt }) => lastUsedAt ?? 'never' },
        ],
        empty: 'No passkeys yet.\n',
      }),
  });
}
