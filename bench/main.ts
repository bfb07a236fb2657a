import { setTimeout as sleep } from 'node:timers/promises';
import { BENCHMARKS } from './cases/catalogue.js';
import { benchPeers } from './cases/peers.js';
import { benchSoak } from './cases/soak.js';
import { cleanUp } from './rig/clean-up.js';
import { type BenchOptions, readOptions } from './rig/options.js';
import { probeMachine } from './rig/probe.js';
import { type Benchmark, toResult } from './rig/result.js';
import { toTable } from './rig/table.js';
import { quietRuntime } from './rig/temporal.js';

const MAX_MS = 15 * 60_000;

const USAGE = `Usage: npm run bench -- NAME … | all | list | table FILE  [--pairs N] [--workflows N] [--targets N] [--due N] [--cases N]
       npm run bench -- peers [--parts steps,order,freshness,kill,timers,timers-10k] [--peers desk,dbos,bpm,cron,ozone] [--quick]
       npm run bench -- peers table FILE
       npm run bench -- soak [--minutes 60] | soak table FILE | soak chart FILE
Results go to stdout, one JSON line each, and of peers also a table; everything else to stderr.
Names: ${BENCHMARKS.map(({ name }) => name).join(', ')}`;

const say = (text: string) => void process.stderr.write(`${text}\n`);

function choose(words: readonly string[]): Benchmark[] | undefined {
  if (words.length === 1 && words[0] === 'all') return [...BENCHMARKS];
  const found = words.flatMap((word) => BENCHMARKS.find(({ name }) => name === word) ?? []);
  return found.length === words.length && found.length > 0 ? found : undefined;
}

async function run(benchmark: Benchmark, options: BenchOptions): Promise<void> {
  say(`${benchmark.name}: ${benchmark.what} / ${benchmark.peer}`);
  const machineState = probeMachine();
  const late = new AbortController();
  try {
    const tooLong = sleep(MAX_MS, undefined, { signal: late.signal }).then(() =>
      Promise.reject(new Error(`${benchmark.name} took longer than ${MAX_MS / 60_000} minutes.`)),
    );
    tooLong.catch(() => undefined);
    const result = toResult({ ...benchmark, machineState }, await Promise.race([benchmark.measure(options), tooLong]));
    process.stdout.write(`${JSON.stringify(result)}\n`);
    const { median, min, max } = result.ratio;
    say(`  ${median} (${min}–${max}), target ${result.target}: ${result.met ? 'met' : 'missed'}`);
  } finally {
    late.abort();
    await cleanUp();
  }
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const ownWay = new Map(Object.entries({ peers: benchPeers, soak: benchSoak })).get(args[0] ?? '');
  if (ownWay !== undefined) {
    const code = await ownWay(args.slice(1), { say, print: (text) => void process.stdout.write(`${text}\n`) });
    await cleanUp();
    return code;
  }
  const read = readOptions(args);
  if (typeof read === 'string') {
    say(`${read}\n${USAGE}`);
    return 2;
  }
  const { words } = read;
  const options = { ...read.options, say };
  if (words[0] === 'list') {
    for (const { name, target, what, peer } of BENCHMARKS)
      process.stdout.write(`${name.padEnd(15)} ${target}\n${' '.repeat(16)}${what} / ${peer}\n`);
    return 0;
  }
  if (words[0] === 'table' && words[1] !== undefined) {
    process.stdout.write(`${toTable(words[1])}\n`);
    return 0;
  }
  const chosen = choose(words);
  if (chosen === undefined) {
    say(USAGE);
    return 2;
  }
  quietRuntime();
  for (const benchmark of chosen) await run(benchmark, options);
  return 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void cleanUp().then(() => process.exit(130)));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    void cleanUp().then(() => process.exit(1));
  },
);
