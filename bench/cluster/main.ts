import pg from 'pg';
import { DATABASES } from '../../desk/temporal/full-config.js';
import { readCpuByName } from '../rig/cpu.js';
import { createHttpClient } from '../rig/http.js';
import { averageHistories } from '../rig/histories.js';
import { connectTemporal, quietRuntime } from '../rig/temporal.js';
import { countReasons, letArrive } from './lives.js';
import { type MeasureOptions, readOptions } from './options.js';
import { holds, type ProcessCpu, type Seen, toTables } from './report.js';
import { computeGrowth, readSizes } from './sizes.js';
import { type Cluster, startCluster } from './throw-away.js';

const WARM = { rate: 1, seconds: 15 };
const CONNECTIONS = 64;
const SAMPLE = 20;
const say = (line: string) => void process.stderr.write(`  ${line}\n`);

let cluster: Cluster | undefined;

async function end(): Promise<void> {
  const running = cluster;
  cluster = undefined;
  await running?.stop();
  running?.discard();
}

const readAllSizes = async (running: Cluster) => ({
  registry: await readSizes(running.registry),
  engine: (await Promise.all(DATABASES.map(async (name) => readSizes(running.engine(name))))).flat(),
});

async function measure(workers: number, { counts, rates, seconds, targets }: MeasureOptions): Promise<Seen> {
  const running = await startCluster({ ...counts, worker: workers });
  cluster = running;
  const { file } = running;
  const clients = file.apis.map((api) => createHttpClient({ api, keys: file.keys, connections: CONNECTIONS }));
  const sql = new pg.Client({ connectionString: running.registry });
  await sql.connect();
  try {
    say('warming up …');
    await letArrive({ ...WARM, targets, clients, sql });
    const before = await readAllSizes(running);
    const closedBefore = await countClosed(sql);
    const steps: Seen['steps'][number][] = [];
    for (const rate of rates) {
      say(`${workers} notice workers, ${rate} notices a second for ${seconds} s …`);
      const step = await withCpu(running, () => letArrive({ rate, seconds, targets, clients, sql }));
      steps.push(step);
      for (const [reason, times] of countReasons(step.failed)) say(`${times} × ${reason}`);
      if (!holds(step)) break;
    }
    const after = await readAllSizes(running);
    const notices = Math.max(1, (await countClosed(sql)) - closedBefore);
    return {
      workers,
      steps,
      registry: computeGrowth(before.registry, after.registry, notices),
      engine: computeGrowth(before.engine, after.engine, notices),
      history: await readHistory(running, sql),
    };
  } finally {
    await Promise.all([sql.end(), ...clients.map((client) => client.close())]);
    await end();
  }
}

async function withCpu<T>({ pids }: Cluster, work: () => Promise<T>) {
  const processes = () => readCpuByName(pids());
  const before = processes();
  const own = process.cpuUsage();
  const from = performance.now();
  const step = await work();
  const wallMs = performance.now() - from;
  const { user, system } = process.cpuUsage(own);
  const cpu: ProcessCpu[] = [...processes()].map(([name, ms]) => ({ name, ms: ms - (before.get(name) ?? 0) }));
  return { ...step, wallMs, cpu: [...cpu, { name: 'load and supervisor', ms: (user + system) / 1_000 }] };
}

async function countClosed(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query<{ count: string }>(`select count(*) from notice where stage = 'closed'`);
  return Number(rows[0]?.count);
}

async function readHistory({ file }: Cluster, sql: pg.Client): Promise<Seen['history']> {
  const { client, close } = await connectTemporal(file.temporal);
  try {
    return (await averageHistories({ client, sql, notices: SAMPLE })) ?? { events: 0, bytes: 0 };
  } finally {
    await close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.removeAllListeners(signal);
  process.once(signal, () => void end().then(() => process.exit(130)));
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n`);
    return 2;
  }
  quietRuntime();
  const seen: Seen[] = [];
  for (const workers of options.workers) seen.push(await measure(workers, options));
  process.stdout.write(`${toTables(seen)}\n`);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    void end().then(() => process.exit(1));
  },
);
