import type { Command } from 'commander';
import { verifyReceipt, type ReceiptVerdict } from '../../verifier/verify-receipt.js';
import type { CliDeps } from '../deps.js';
import { RefusedError } from '../exit.js';
import { readFileBytes } from '../input.js';
import { printable } from '../text.js';
import { collect, KEY_HELP, refuseNoKeys } from './keys.js';

interface ReceiptOptions {
  key: string[];
  json?: boolean;
}

export function addReceipt(program: Command, deps: CliDeps): void {
  program
    .command('receipt')
    .description('verify receipts for filings through the authority portal (offline)')
    .command('verify')
    .argument('<file>', 'a receipt as JSON, as issued by the portal')
    .description('verify that a receipt is unchanged since the desk signed it (offline)')
    .option('--key <key>', KEY_HELP, collect, [])
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      `
Without --key, the signature is checked against the key named in the file itself: compare it with the one that the
desk publishes (GET /v1/receipt-keys, use "receipt"), or give --key.

Examples:
  $ notice-desk receipt verify R-2026-0A1B2C3D4E5F.json`,
    )
    .action((file: string, options: ReceiptOptions) => check(deps, file, options));
}

function check({ stdout }: CliDeps, file: string, { key, json }: ReceiptOptions): void {
  refuseNoKeys(key);
  const verdict = verifyReceipt(readFileBytes(file).toString('utf8'), key);
  if (json) stdout.write(`${JSON.stringify({ valid: verdict.problem === null, ...verdict })}\n`);
  if (verdict.problem !== null) throw new RefusedError(verdict.problem);
  if (!json) stdout.write(`${holds(verdict, key.length > 0)}\n`);
}

function holds({ number, notice, instant, keyId, documents }: ReceiptVerdict, isGiven: boolean): string {
  const lines = [
    `valid: receipt ${number} of ${notice}, received ${instant}`,
    ...documents.map(({ name, sha256 }) => `  ${sha256}  ${name}`),
    `  ${isGiven ? 'key given' : 'key named in the receipt'}: ${keyId}`,
  ];
  return lines.map(printable).join('\n');
}
