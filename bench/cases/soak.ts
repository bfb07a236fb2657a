import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { countReasons } from '../cluster/lives.js';
import { startWholeDesk } from '../rig/desk.js';
import { createHttpClient } from '../rig/http.js';
import { connectTemporal, quietRuntime } from '../rig/temporal.js';
import { toSoakChart } from '../soak/chart.js';
import { parseSamples, type SoakSample } from '../soak/lines.js';
import { loadDesk } from '../soak/load.js';
import { openSampler, type Seen } from '../soak/sampler.js';
import { judge, toSoakTable } from '../soak/verdict.js';

interface Output {
  say: (text: string) => void;
  print: (text: string) => void;
}

const SAMPLE_MS = 15_000;
const CONNECTIONS = 64;
/** Closed notices without restrictions are erased after two minutes; the job runs every five. */
const ERASE_SOON = `update retention_rule set period = 'PT2M'
  where kind in ('documents', 'letters', 'targets', 'texts', 'answers', 'payload_key')`;

/** `soak` prints a line of JSON for each window, then the verdict; `soak table FILE` and `soak chart FILE` read those lines. */
export async function benchSoak(args: readonly string[], { say, print }: Output): Promise<number> {
  const [what, file] = args;
  if ((what === 'table' || what === 'chart') && file !== undefined) {
    const samples = parseSamples(readFileSync(file, 'utf8'));
    print(what === 'table' ? toSoakTable(samples) : toSoakChart(samples));
    return 0;
  }
  const minutes = readMinutes(args);
  if (minutes === null) {
    say('Usage: npm run bench -- soak [--minutes 60] | soak table FILE | soak chart FILE');
    return 2;
  }
  quietRuntime();
  const samples: SoakSample[] = [];
  const failed = await soak(minutes, {
    say,
    keep: (sample) => {
      samples.push(sample);
      print(JSON.stringify(sample));
    },
  });
  for (const [reason, times] of countReasons(failed)) say(`  ${times} × ${reason}`);
  print(toSoakTable(samples));
  return failed.length === 0 && judge(samples).every(({ isFlat }) => isFlat) ? 0 : 1;
}

function readMinutes(args: readonly string[]): number | null {
  try {
    const { values } = parseArgs({ args: [...args], options: { minutes: { type: 'string', default: '60' } } });
    return /^[1-9]\d{0,2}$/.test(values.minutes) ? Number(values.minutes) : null;
  } catch {
    return null;
  }
}

async function soak(
  minutes: number,
  { say, keep }: { say: Output['say']; keep: (sample: SoakSample) => void },
): Promise<string[]> {
  const desk = await startWholeDesk(say);
  const sql = new pg.Client({ connectionString: desk.database });
  await sql.connect();
  await sql.query(ERASE_SOON);
  const http = createHttpClient({ ...desk, connections: CONNECTIONS });
  const temporal = await connectTemporal(desk.temporal);
  const seen: Seen = { intakes: [], decisions: [], lives: [], reads: [], slowest: new Map(), orders: [], failed: [] };
  const sampler = await openSampler(desk, { seen, client: temporal.client });
  let isOver = false;
  const load = loadDesk({ minutes, http, sql, seen }).finally(() => {
    isOver = true;
  });
  for (let next = performance.now() + SAMPLE_MS; !isOver; next += SAMPLE_MS) {
    await Promise.race([load, sleep(Math.max(0, next - performance.now()))]);
    keep(await sampler.sample());
  }
  await load;
  await Promise.all([sampler.close(), http.close(), temporal.close(), sql.end()]);
  return seen.failed;
}
