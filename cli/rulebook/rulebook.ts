import type { Command } from 'commander';
import type { CliDeps } from '../deps.js';
import { addEditions } from './rulebook-editions.js';
import { addReviews } from './rulebook-reviews.js';
import { addRevisions } from './rulebook-revisions.js';
import { addRulebookChanges } from './rulebook-changes.js';
import { addRulebookReading } from './rulebook-offline.js';
import { addLawWatch } from './rulebook-watch.js';

export function addRulebookCommands(program: Command, deps: CliDeps): void {
  const rulebook = program
    .command('rulebook')
    .description('laws as data: check, read, compare, approve, move open clocks');
  addRulebookReading(rulebook, deps);
  addRulebookChanges(rulebook, deps);
  addReviews(rulebook, deps);
  addEditions(rulebook, deps);
  addRevisions(rulebook, deps);
  addLawWatch(rulebook, deps);
}
