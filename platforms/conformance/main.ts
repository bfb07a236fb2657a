import { randomUUID } from 'node:crypto';
import { argv } from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { createPlatformClient } from '../client.js';
import type { TargetRef } from '../messages.js';
import { getErrorMessage } from '../../domain/error-parts.js';
import { formatReport } from './report.js';
import { runChecks } from './run-checks.js';

interface Options {
  token: string;
  secret?: string;
  target: TargetRef[];
  countries: [string, string];
  json?: true;
}

function readTarget(text: string, before: TargetRef[] = []): TargetRef[] {
  const [, type, locator] = /^([a-z_]+):(.+)$/.exec(text) ?? [];
  if (type === undefined || locator === undefined) throw new InvalidArgumentError('Expected TYPE:LOCATOR.');
  return [...before, { type, locator }];
}

function readCountries(text: string): [string, string] {
  const [, first, second] = /^([A-Z]{2}),([A-Z]{2})$/.exec(text) ?? [];
  if (first === undefined || second === undefined)
    throw new InvalidArgumentError('Expected two country codes, e.g. IN,TR.');
  return [first, second];
}

function madeUp(): TargetRef[] {
  return [1, 2].map((at) => ({ type: 'account', locator: `@conformance-${randomUUID().slice(0, 8)}-${at}` }));
}

async function run(url: string, { token, secret, target, countries, json }: Options): Promise<void> {
  const platform = createPlatformClient({ url, token, webhookSecret: secret });
  try {
    const targets = target.length === 0 ? madeUp() : target;
    const verdicts = await runChecks({ platform, targets, countries, server: { url, token, secret } });
    process.stdout.write(`${json === true ? JSON.stringify({ url, verdicts }) : formatReport(verdicts)}\n`);
    process.exitCode = verdicts.some(({ outcome }) => outcome === 'broken') ? 1 : 0;
  } catch (error) {
    process.stderr.write(`The platform could not be tested: ${getErrorMessage(error)}\n`);
    process.exitCode = 2;
  } finally {
    await platform.close();
  }
}

await new Command('conformance')
  .description('Tests the platform port at URL, rule by rule. Acts on the given targets and reverses what it has done.')
  .argument('<url>', 'where the port is')
  .requiredOption('--token <token>', 'bearer token')
  .option('--secret <whsec>', 'webhook secret that signs requests')
  .option('--target <type:locator>', 'target that may be acted on; give at least two', readTarget, [])
  .option('--countries <two>', 'two countries', readCountries, ['IN', 'TR'])
  .option('--json', 'results as JSON')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(run)
  .parseAsync(argv);
