import type { Command } from 'commander';
import { addPublicationCommands } from '../features/publishing/cli/notices-publications.js';
import { addStatementCommands } from '../features/publishing/cli/notices-statements.js';
import type { CliDeps } from './deps.js';

/** Commands below `notices` of the optional features (docs/adr/0041). */
export const FEATURE_COMMANDS: readonly ((notices: Command, deps: CliDeps) => void)[] = [
  addStatementCommands,
  addPublicationCommands,
];
