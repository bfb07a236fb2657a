import { existsSync, renameSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readCheckpoints } from '../../verifier/note.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { readBytes } from '../input.js';

interface AdoptOptions {
  state: string;
  reason: string;
  new?: boolean;
  json?: boolean;
}

const HELP = `
Run it on the machine of the API, as the account that the API runs as: it writes the file that AUDIT_STATE_FILE names, which no
login of the database reaches. The API reads it at its next checkpoint, and its log has an entry of it (audit_adopted).

  with a checkpoint   the log has to continue the last one in that file: a witness's file, or a kept checkpoint
  --new               a new desk, whose log was never signed
  neither             the log is taken as the registry's last checkpoint has it: only after \`audit verify\` against a witness

Examples:
  $ notice-desk audit adopt --new --state /var/lib/notice-desk/audit-state.json --reason 'A new desk.'
  $ notice-desk audit adopt witness.txt --state /var/lib/notice-desk/audit-state.json --reason 'Restored the backup of Monday.'`;

export function addAdopt(audit: Command, deps: CliDeps): void {
  audit
    .command('adopt')
    .argument('[checkpoint]', 'a file with the checkpoint that the log has to continue')
    .description(
      'have the API sign the audit log from here on, after what it remembers was lost (on the API’s machine)',
    )
    .requiredOption('--state <file>', 'the file of AUDIT_STATE_FILE')
    .requiredOption('--reason <text>', 'why; it is in the log for ever')
    .option('--new', 'the log of a new desk, which was never signed')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', HELP)
    .action((checkpoint: string | undefined, options: AdoptOptions) => adopt(deps, checkpoint, options));
}

function adopt({ stdout }: CliDeps, checkpoint: string | undefined, { state, reason, ...options }: AdoptOptions): void {
  if (options.new === true && checkpoint !== undefined)
    throw new UsageError('A new log has no checkpoint: leave out --new or the file.');
  if (reason.trim() === '') throw new UsageError('--reason: say why.');
  const tree = checkpoint === undefined ? null : lastTreeIn(checkpoint);
  const from = tree !== null ? 'checkpoint' : options.new === true ? 'empty' : 'last';
  const written = { ...tree, adopt: { from, reason } };
  if (existsSync(state)) renameSync(state, `${state}.before`);
  writeFileSync(state, `${JSON.stringify(written)}\n`, { mode: 0o600 });
  const at = tree === null ? '' : ` at ${tree.size} entries`;
  stdout.write(options.json ? `${JSON.stringify({ file: state, ...written })}\n` : `${state}: adopted${at}\n`);
}

function lastTreeIn(path: string): { origin: string; size: number; root: string } {
  const last = readCheckpoints(readBytes(path).toString('utf8')).at(-1);
  if (last === undefined) throw new RefusedError(`${path} has no checkpoint.`);
  const { origin, size, root } = last;
  return { origin, size, root };
}
