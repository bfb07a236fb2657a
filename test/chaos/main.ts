import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CAMPAIGNS } from './campaigns.js';
import { toList, toMarkdown } from './list.js';
import { type ChaosOptions, readOptions, toCommand } from './options.js';
import { MUTANTS } from './mutants/all.js';
import type { Mutant } from './mutants/mutant.js';
import { processRun, type Outcome } from './process-run.js';
import { testRun } from './test-run.js';

const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const print = (text: string) => void process.stdout.write(`${text}\n`);
const say = (text: string) => void process.stderr.write(`${text}\n`);

interface Run {
  run(): Promise<Outcome>;
  end(keep: boolean): Promise<void>;
}
let running: Run | undefined;

async function runOne(options: ChaosOptions): Promise<Outcome> {
  const { campaign, mutant, seed } = options;
  const seeded = mutant === null ? '' : `, with a seeded bug: ${mutant.what}`;
  print(`chaos ${campaign.name}: seed ${seed}${seeded}`);
  const speaking = { root: ROOT, print, say };
  running =
    campaign.kind === 'processes' ? processRun(campaign, options, speaking) : testRun(campaign, options, speaking);
  const outcome = await running.run();
  if (mutant !== null) print(`mutant ${mutant.name}: ${toVerdict(mutant, outcome)}`);
  else if (outcome.foundBy.length > 0) print(`to repeat: ${toCommand(options)}`);
  return outcome;
}

const isCaught = ({ caughtBy }: Mutant, { foundBy }: Outcome) => foundBy.some((one) => one.endsWith(caughtBy));

function toVerdict(mutant: Mutant, outcome: Outcome): string {
  return `${isCaught(mutant, outcome) ? 'caught' : 'NOT caught'} by ${mutant.caughtBy}`;
}

async function runMutants(names: readonly string[]): Promise<number> {
  const lines: string[] = [];
  let missed = 0;
  for (const mutant of MUTANTS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const options = readOptions([mutant.campaign, ...mutant.run, '--mutant', mutant.name], () => 0.000_007);
    if (typeof options === 'string') throw new Error(options);
    const from = performance.now();
    const outcome = await runOne(options);
    const seconds = Math.round((performance.now() - from) / 1000);
    if (!isCaught(mutant, outcome)) missed += 1;
    lines.push(`| \`${mutant.name}\` | ${mutant.campaign} | ${toVerdict(mutant, outcome)} | ${seconds} s |`);
  }
  for (const line of lines) print(line);
  print(`${lines.length - missed} of ${lines.length} seeded bugs found`);
  return missed === 0 ? 0 : 1;
}

async function main(args: readonly string[]): Promise<number> {
  if (args[0] === 'list') {
    for (const line of args.includes('--markdown') ? toMarkdown(CAMPAIGNS) : toList(CAMPAIGNS)) print(line);
    return 0;
  }
  if (args[0] === 'mutants') return runMutants(args.slice(1));
  const options = readOptions(args, Math.random);
  if (typeof options === 'string') {
    say(options);
    return 2;
  }
  const { foundBy } = await runOne(options);
  return foundBy.length > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void Promise.resolve(running?.end(true)).then(() => process.exit(130)));

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    void Promise.resolve(running?.end(true)).then(() => process.exit(1));
  },
);
