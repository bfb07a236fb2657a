import { existsSync, renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readCheckpoints } from '../../verifier/note.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { readFileBytes } from '../input.js';
import { OPTION_HELP } from '../options.js';

interface AdoptOptions {
  state: string;
  reason: string;
  new?: boolean;
  json?: boolean;
}

const HELP = `
Run it on the API’s machine, under the account that runs the API: it writes audit-state.json in its DESK_HOME, which no
database login can reach. The API reads it at its next checkpoint and records it in the log (audit_adopted).

  with a checkpoint   the log must continue the last checkpoint in that file: a witness's file, or a saved checkpoint
  --new               a new desk whose log was never signed
  neither             accept the log as of the registry's last checkpoint: only after \`audit verify\` against a witness

Examples:
  $ notice-desk audit adopt --new --state /var/lib/notice-desk/audit-state.json --reason 'A new desk.'
  $ notice-desk audit adopt witness.txt --state /var/lib/notice-desk/audit-state.json --reason 'Restored Monday’s backup.'`;

export function addAdopt(audit: Command, deps: CliDeps): void {
  audit
    .command('adopt')
    .argument('[checkpoint]', 'a file with the checkpoint that the log must continue')
    .description('let the API resume signing the audit log after its state file was lost (on the API’s machine)')
    .requiredOption('--state <file>', 'audit-state.json in DESK_HOME of the API')
    .requiredOption('--reason <text>', 'reason; stays in the log permanently')
    .option('--new', 'the log of a new desk, never signed before')
    .option('--json', OPTION_HELP.json)
    .addHelpText('after', HELP)
    .action((checkpoint: string | undefined, options: AdoptOptions) => adopt(deps, checkpoint, options));
}

function adopt({ stdout }: CliDeps, checkpoint: string | undefined, { state, reason, ...options }: AdoptOptions): void {
  if (options.new === true && checkpoint !== undefined)
    throw new UsageError('A new log has no checkpoint: omit either --new or the file.');
  if (reason.trim() === '') throw new UsageError('--reason must not be empty.');
  const tree = checkpoint === undefined ? null : lastTreeIn(checkpoint);
  const from = tree !== null ? 'checkpoint' : options.new === true ? 'empty' : 'last';
  const written = { ...tree, adopt: { from, reason } };
  if (existsSync(state)) renameSync(state, `${state}.before`);
  writeFileSync(state, `${JSON.stringify(written)}\n`, { mode: 0o600 });
  const at = tree === null ? '' : ` at ${tree.size} entries`;
  stdout.write(options.json ? `${JSON.stringify({ file: state, ...written })}\n` : `${state}: adopted${at}\n`);
}

function lastTreeIn(path: string): { origin: string; size: number; root: string } {
  const last = readCheckpoints(readFileBytes(path).toString('utf8')).at(-1);
  if (last === undefined) throw new RefusedError(`${path} has no checkpoint.`);
  const { origin, size, root } = last;
  return { origin, size, root };
}
