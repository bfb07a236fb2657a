import type { Command } from 'commander';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions } from '../options.js';

interface Passkey {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

export function addPasskeyCommands(passkeys: Command, deps: CliDeps): void {
  addCommand<ListOptions>(passkeys, deps, {
    usage: 'list',
    summary: 'the passkeys that you have',
    role: 'approver',
    options: listOptions(),
    more: 'They are registered, named and removed in the console, under your own settings. With DESK_STEP_UP on, yeses and administration are done there: a key shows no person.',
    examples: ['passkeys list', 'passkeys list --as counsel'],
    run: (session) =>
      showList<Passkey>(session, {
        path: '/v1/me/passkeys',
        columns: [
          { head: 'id', value: ({ id }) => id },
          { head: 'name', value: ({ name }) => name },
          { head: 'registered', value: ({ createdAt }) => createdAt },
          { head: 'last used', value: ({ lastUsedAt }) => lastUsedAt ?? 'never' },
        ],
        empty: 'No passkey yet.\n',
      }),
  });
}
