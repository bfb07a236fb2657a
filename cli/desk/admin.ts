import type { Command } from 'commander';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions } from '../options.js';
import { addAuthorityCommands } from './authorities.js';
import { addChangeCommands } from './changes.js';
import { addKeyCommands } from './keys.js';
import { addPasskeyCommands } from './passkeys.js';
import { addPeopleCommands } from './people.js';

export function addAdminCommands(program: Command, deps: CliDeps): void {
  const keys = program.command('keys').description('keys by which people and programs sign in, and keys of signatures');
  addKeyCommands(keys, deps);
  addPublishedKeys(keys, deps);
  addPeopleCommands(program.command('people').description('who works here, and who is away'), deps);
  addPasskeyCommands(program.command('passkeys').description('what a person confirms yeses with'), deps);
  addChangeCommands(program.command('changes').description('what one person asks for and another confirms'), deps);
  addAuthorityCommands(program.command('authorities').description('the directory of issuing bodies'), deps);
}

interface ReceiptKey {
  id: string;
  use: string;
  publicKey: string;
  since: string;
  until: string | null;
}

function addPublishedKeys(keys: Command, deps: CliDeps): void {
  addCommand<ListOptions>(keys, deps, {
    usage: 'published',
    summary: 'public keys under which signatures of the desk are verified',
    role: 'auditor',
    options: listOptions(),
    examples: ['keys published', 'keys published --json'],
    run: (session) =>
      showList<ReceiptKey>(session, {
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
