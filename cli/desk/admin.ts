import type { Command } from 'commander';
import { addCommand, type ListOptions, showList } from '../command.js';
import type { CliDeps } from '../deps.js';
import { listOptions } from '../options.js';
import { addChangeCommands } from './changes.js';
import { addKeyCommands } from './keys.js';
import { addPeopleCommands } from './people.js';

/** People, their keys, the authorities, and what of it takes two people. */
export function addAdminCommands(program: Command, deps: CliDeps): void {
  const keys = program.command('keys').description('keys by which people and programs sign in, and keys of signatures');
  addKeyCommands(keys, deps);
  addPublishedKeys(keys, deps);
  addPeopleCommands(program.command('people').description('who works here, and who is away'), deps);
  addChangeCommands(program.command('changes').description('what one person asks for and another confirms'), deps);
  addAuthorities(program.command('authorities').description('the directory of issuing bodies'), deps);
}

interface Authority {
  id: string;
  name: string;
  country: string;
  kind: string;
  verification: string;
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

function addAuthorities(authorities: Command, deps: CliDeps): void {
  addCommand<ListOptions>(authorities, deps, {
    usage: 'list',
    summary: 'authorities with ids',
    role: 'reviewer',
    options: listOptions(),
    examples: ['authorities list --all'],
    run: (session) =>
      showList<Authority>(session, {
        path: '/v1/authorities',
        columns: [
          { head: 'id', value: (authority) => authority.id },
          { head: 'country', value: (authority) => authority.country },
          { head: 'kind', value: (authority) => authority.kind },
          { head: 'verification', value: (authority) => authority.verification },
          { head: 'name', value: (authority) => authority.name },
        ],
        empty: 'No authority yet.\n',
      }),
  });
}
