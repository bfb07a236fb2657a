import type { Command } from 'commander';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions } from '../options.js';
import { addAuthorityCommands } from './authorities.js';
import { addChangeCommands } from './changes.js';
import { addKeyCommands } from './keys.js';
import { addPasskeyCommands } from './passkeys.js';
import { addPeopleCommands } from './people.js';
import type { PublishedKey } from '../view.js';

export function addAdminCommands(program: Command, deps: CliDeps): void {
  const keys = program.command('keys').description("API keys, and the desk's public signing keys");
  addKeyCommands(keys, deps);
  addPublishedKeys(keys, deps);
  addPeopleCommands(program.command('people').description('staff, roles and absences'), deps);
  addPasskeyCommands(program.command('passkeys').description('passkeys, which confirm approvals'), deps);
  addChangeCommands(program.command('changes').description('changes that need a second person'), deps);
  addAuthorityCommands(program.command('authorities').description('the directory of issuing authorities'), deps);
}

function addPublishedKeys(keys: Command, deps: CliDeps): void {
  addCommand<ListOptions>(keys, deps, {
    usage: 'published',
    summary: "public keys that verify the desk's signatures",
    role: 'auditor',
    options: listOptions(),
    examples: ['keys published', 'keys published --json'],
    run: (session) =>
      showList<PublishedKey>(session, {
        path: '/v1/receipt-keys',
        columns: [
          { head: 'id', value: ({ id }) => id },
          { head: 'use', value: ({ use }) => use },
          { head: 'since', value: ({ since }) => since },
          { head: 'until', value: ({ until }) => until ?? '' },
          { head: 'public key', value: ({ publicKey }) => publicKey },
        ],
        empty: 'No key is published.\n',
      }),
  });
}
