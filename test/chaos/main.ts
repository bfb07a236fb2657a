import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { removeHome, startChaosDesk, type ChaosDesk } from './desk.js';
import { type ChaosOptions, readOptions } from './options.js';
import { type Planted, putPlant } from './plants/put.js';
import { toFindingLine, toStory } from './report.js';
import { type ChaosRun, runChaos } from './run.js';

/** The folder that holds `dist/`: this file is `dist/test/chaos/main.js`. */
const ROOT = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

const print = (text: string) => void process.stdout.write(`${text}\n`);
const say = (text: string) => void process.stderr.write(`${text}\n`);

let desk: ChaosDesk | undefined;
let planted: Planted | undefined;
let ending: Promise<void> | undefined;

/** Stops what was started; the home stays where it is asked for or something was found in it. */
function end(keep: boolean): Promise<void> {
  ending ??= (async () => {
    await desk?.stop();
    if (desk !== undefined && !keep) removeHome(desk.home);
    planted?.discard();
  })();
  return ending;
}

function toCommand({ kills, seed, notices, plant }: ChaosOptions): string {
  const planting = plant === null ? '' : ` --plant ${plant.name}`;
  return `npm run chaos -- enforcement --kills ${kills} --seed ${seed} --notices ${notices}${planting}`;
}

function report({ kills, lives, seconds, coverage, evidence, findings }: ChaosRun): number {
  const by = Object.entries(kills.by).map(([victim, count]) => `${victim} ${count}`);
  print(
    `${kills.total} kills (${by.join(', ')}; ${kills.pairs} times two at once), ${lives} orders, ${Math.round(seconds)} s`,
  );
  print(
    `happened: ${Object.entries(coverage)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
  );
  for (const finding of findings) print(toFindingLine(finding));
  const wrong = findings.filter(({ differences }) => differences.length > 0);
  for (const finding of wrong) for (const line of toStory(finding, evidence)) print(line);
  return wrong.length;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), Math.random);
  if (typeof options === 'string') {
    say(options);
    return 2;
  }
  const { plant } = options;
  print(`chaos enforcement: seed ${options.seed}${plant === null ? '' : `, with a bug planted: ${plant.what}`}`);
  planted = plant === null ? undefined : putPlant(plant, ROOT);
  say('  starting the desk …');
  desk = await startChaosDesk(planted?.dist ?? join(ROOT, 'dist'));
  say(`  home ${desk.home}`);
  const run = await runChaos(options, { desk, say });
  const wrong = report(run);
  const keep = options.keep || wrong > 0;
  if (plant !== null) {
    const caught = run.findings.some(({ name, differences }) => name === plant.caughtBy && differences.length > 0);
    print(`plant ${plant.name}: ${caught ? `caught by ${plant.caughtBy}` : `NOT caught by ${plant.caughtBy}`}`);
  }
  if (wrong > 0) print(`again: ${toCommand(options)}`);
  if (keep) print(`home kept: ${desk.home} (journal.ndjson, desk.log, logs/)`);
  await end(keep);
  return wrong > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => void end(true).then(() => process.exit(130)));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    void end(true).then(() => process.exit(1));
  },
);
