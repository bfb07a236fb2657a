import type { Command } from 'commander';
import type { CliDeps } from '../deps.js';
import { addAuthorityCommands } from './authorities.js';
import { addChangeCommands } from './changes.js';
import { addKeyCommands, addPasskeyCommands } from './keys.js';
import { addPeopleCommands } from './people.js';
import { addRosterCommands } from './roster.js';

export function addAdminCommands(program: Command, deps: CliDeps): void {
  addKeyCommands(program.command('keys').description("API keys, and the desk's public signing keys"), deps);
  addPeopleCommands(program.command('people').description('staff, roles and absences'), deps);
  addRosterCommands(
    program.command('roster').description('shifts, languages, capacity and hand-over notes of people'),
    deps,
  );
  addPasskeyCommands(program.command('passkeys').description('passkeys, which confirm approvals'), deps);
  addChangeCommands(program.command('changes').description('changes that need a second person'), deps);
  addAuthorityCommands(program.command('authorities').description('the directory of issuing authorities'), deps);
}
