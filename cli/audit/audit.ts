import type { Command } from 'commander';
import { getErrorCode, getErrorMessage } from '../../domain/error-parts.js';
import { verifyBundle } from '../../verifier/verify-bundle.js';
import { readKey, readCheckpoints } from '../../verifier/note.js';
import { verifyExport, type ExportVerdict } from '../../verifier/verify-export.js';
import { verifyReceipt, type ReceiptVerdict } from '../../verifier/verify-receipt.js';
import { addCommand } from '../command.js';
import type { CliDeps } from '../deps.js';
import { RefusedError, UsageError } from '../exit.js';
import { readFileBytes } from '../input.js';
import { printable } from '../text.js';
import { exportAudit } from './export.js';
import { OPTION_HELP } from '../options.js';
import { existsSync, renameSync, writeFileSync } from 'node:fs';

export function addAuditCommands(program: Command, deps: CliDeps): void {
  const audit = program.command('audit').description('export and verify the audit log');
  addCommand(audit, deps, {
    usage: 'export <file>',
    summary: 'the whole log with its signed checkpoint, as NDJSON',
    role: 'auditor',
    examples: ['audit export audit.ndjson'],
    more: 'The file is written completely or not at all. Staff appear under pseudonyms. `audit verify` checks it offline.',
    async run({ args: [path = ''], desk, deps: { stderr, stdout }, options, say }) {
      const size = await exportAudit(desk, { path, stderr });
      if (options.json) stdout.write(`${JSON.stringify({ file: path, size })}\n`);
      else say(`${path}: ${size} entries`);
    },
  });
  addCommand(audit, deps, {
    usage: 'checkpoint',
    summary: 'print the signed checkpoint: size and root hash of the log’s Merkle tree',
    role: 'auditor',
    examples: ['audit checkpoint > checkpoint.txt'],
    async run({ desk, options, deps: { stdout } }) {
      const { body } = await desk.getText('/v1/audit/checkpoint');
      stdout.write(options.json ? `${JSON.stringify({ checkpoint: body })}\n` : body);
    },
  });
  addVerify(audit, deps);
  addAdopt(audit, deps);
  addBundle(program, deps);
  addReceipt(program, deps);
}

interface KeyOptions {
  key: string[];
  json?: boolean;
}

interface VerifyOptions extends KeyOptions {
  checkpoint: string[];
}

const KEY_HELP = 'the desk’s public key, base64 or as name+hash+key; may be repeated';

const collect = (one: string, others: string[]) => [...others, one];

/** Throws a `UsageError` if a value is not an Ed25519 public key. */
function refuseNoKeys(keys: readonly string[]): void {
  for (const key of keys)
    if (readKey(key) === null)
      throw new UsageError(`${key} is not an Ed25519 public key; expected base64 of 32 bytes, or name+hash+key.`);
}

const WITHOUT_KEY = `Without --key, signatures are checked against the key named in the file itself: compare it with the one that the
desk publishes (GET /v1/receipt-keys, use "audit"), or give --key.`;

function addVerify(audit: Command, deps: CliDeps): void {
  audit
    .command('verify')
    .argument('<file>', 'a file written by `audit export`')
    .description('verify that an export holds every signed entry, unchanged and in order (offline)')
    .option('--checkpoint <file>', 'a saved checkpoint, or a witness’s file with several; may be repeated', collect, [])
    .option('--key <key>', KEY_HELP, collect, [])
    .option('--json', OPTION_HELP.json)
    .addHelpText(
      'after',
      `
${WITHOUT_KEY}

Examples:
  $ notice-desk audit verify audit.ndjson
  $ notice-desk audit verify audit.ndjson --checkpoint witness.txt --key UEFU9y…=`,
    )
    .action((file: string, options: VerifyOptions) => verify(deps, file, options));
}

async function verify({ stdout, stderr }: CliDeps, file: string, options: VerifyOptions): Promise<void> {
  refuseNoKeys(options.key);
  const checkpoints = options.checkpoint.map((name) => ({ name, text: readFileBytes(name).toString('utf8') }));
  const isReported = stderr.isTTY === true;
  const verdict = await verifyExport(file, {
    checkpoints,
    ...(options.key.length === 0 ? {} : { keys: options.key }),
    ...(isReported ? { onProgress: (seq: number) => stderr.write(`\r${seq} entries`) } : {}),
  }).catch((error: unknown) => {
    if (getErrorCode(error) === undefined) throw error;
    throw new RefusedError(`${file} cannot be read (${getErrorCode(error)}).`);
  });
  if (isReported) stderr.write('\n');
  if (options.json) stdout.write(`${JSON.stringify(toJson(verdict))}\n`);
  if (verdict.problem !== null) throw new RefusedError(inWords(verdict, verdict.problem));
  if (!options.json) stdout.write(`${holds(verdict, options)}\n`);
}

function toJson({ checkpoint, problem, firstBad, ...verdict }: ExportVerdict) {
  const { origin = null, root = null } = checkpoint ?? {};
  return { valid: problem === null, problem, firstBadSequence: firstBad, ...verdict, origin, root };
}

function inWords({ firstBad }: ExportVerdict, problem: string): string {
  return firstBad === null ? problem : `${problem}\nFirst bad sequence: ${firstBad}`;
}

function holds({ size, erased, checkpoint, keys }: ExportVerdict, { key, checkpoint: kept }: VerifyOptions): string {
  const lines = [
    `valid: all ${size} entries match what was signed, in order`,
    `  log   ${checkpoint?.origin ?? ''}`,
    `  root  ${checkpoint?.root ?? ''}`,
    `  ${key.length > 0 ? 'key   given' : 'keys  named in the export'}: ${keys.join(' ')}`,
  ];
  if (kept.length > 0) lines.push(`  continues ${kept.join(', ')}`);
  if (erased > 0) lines.push(`  erased entries (only the leaf hash is left): ${erased}`);
  return lines.join('\n');
}

function addBundle(program: Command, deps: CliDeps): void {
  program
    .command('bundle')
    .description('verify the court bundle of a notice (offline)')
    .command('verify')
    .argument('<file>', 'the zip from the console or GET /v1/notices/{id}/bundle')
    .description('verify that every file is as signed and every entry is in the signed log (offline)')
    .option('--key <key>', KEY_HELP, collect, [])
    .option('--json', OPTION_HELP.json)
    .addHelpText('after', `\n${WITHOUT_KEY}\n\nExamples:\n  $ notice-desk bundle verify N-2021-000001.zip`)
    .action((file: string, options: KeyOptions) => checkBundle(deps, file, options));
}

async function checkBundle({ stdout }: CliDeps, file: string, { key, json }: KeyOptions): Promise<void> {
  refuseNoKeys(key);
  const verdict = await verifyBundle(file, key.length === 0 ? {} : { keys: key }).catch((error: unknown) => {
    throw new RefusedError(`${file} cannot be read as a bundle: ${getErrorMessage(error)}`);
  });
  const { problems, files, entries, withheld, erased, keys, checkpoint } = verdict;
  const { origin = null, size = null } = checkpoint ?? {};
  const valid = problems.length === 0;
  if (json)
    stdout.write(`${JSON.stringify({ valid, problems, files, entries, withheld, erased, origin, size, keys })}\n`);
  if (!valid) throw new RefusedError(problems.join('\n'));
  if (json) return;
  const parts = [withheld === 0 ? '' : `${withheld} withheld`, erased === 0 ? '' : `${erased} erased`].filter(Boolean);
  const unseen = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  stdout.write(
    `valid: ${files} files as signed, ${entries} entries${unseen} in the log\n  log  ${origin}\n  ${key.length > 0 ? 'key  given' : 'key  named in the bundle'}: ${keys.join(' ')}\n`,
  );
}

function addReceipt(program: Command, deps: CliDeps): void {
  program
    .command('receipt')
    .description('verify receipts for filings through the authority portal (offline)')
    .command('verify')
    .argument('<file>', 'a receipt as JSON, as issued by the portal')
    .description('verify that a receipt is unchanged since the desk signed it (offline)')
    .option('--key <key>', KEY_HELP, collect, [])
    .option('--json', OPTION_HELP.json)
    .addHelpText(
      'after',
      `
Without --key, the signature is checked against the key named in the file itself: compare it with the one that the
desk publishes (GET /v1/receipt-keys, use "receipt"), or give --key.

Examples:
  $ notice-desk receipt verify R-2026-0A1B2C3D4E5F.json`,
    )
    .action((file: string, options: KeyOptions) => checkReceipt(deps, file, options));
}

function checkReceipt({ stdout }: CliDeps, file: string, { key, json }: KeyOptions): void {
  refuseNoKeys(key);
  const verdict = verifyReceipt(readFileBytes(file).toString('utf8'), key);
  if (json) stdout.write(`${JSON.stringify({ valid: verdict.problem === null, ...verdict })}\n`);
  if (verdict.problem !== null) throw new RefusedError(verdict.problem);
  if (!json) stdout.write(`${describeReceipt(verdict, key.length > 0)}\n`);
}

function describeReceipt({ number, notice, instant, keyId, documents }: ReceiptVerdict, isGiven: boolean): string {
  const lines = [
    `valid: receipt ${number} of ${notice}, received ${instant}`,
    ...documents.map(({ name, sha256 }) => `  ${sha256}  ${name}`),
    `  ${isGiven ? 'key given' : 'key named in the receipt'}: ${keyId}`,
  ];
  return lines.map(printable).join('\n');
}

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

function addAdopt(audit: Command, deps: CliDeps): void {
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
