import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { readTargets, type SentTarget } from '../../domain/targets/target.js';
import { copyIn } from '../rig/copy-in.js';
import { averageCpu, cpuPerOp, type CpuMs, readCpu, untilQuiet } from '../rig/cpu.js';
import { startIntakeDesk } from '../rig/desk.js';
import { readHighWater, resetHighWater } from '../rig/high-water.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { anOrder } from '../rig/orders.js';
import { interleave, computeMedian, computeSpread } from '../rig/pairs.js';
import { countPostgres } from '../rig/postgres.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';

export const BULK_INTAKE_TARGET = { ratio: 0.2, apiMb: 512 } as const;
const SIZES = [1_178, 10_000, 100_000] as const;
/** Max-size lists are sent concurrently, several times, to measure the API's peak memory. */
const CONCURRENCY = 3;
const CONCURRENT_ROUNDS = 3;
const COPY_CHUNK = 65_536;

const BARE_TABLE = `create table bench_target (
  notice_id uuid, no integer, type text, locator text, normalised text, note text, flags text[], problem text)`;
const COPY = 'copy bench_target (notice_id, no, type, locator, normalised, note, flags, problem) from stdin';

interface Block {
  perSecond: number;
  ms: number;
  cpuMs: CpuMs;
}

/**
 * Compares targets per second of one long order until its 201 with COPY of the same rows into a bare table on the same
 * server.
 */
export async function measureBulkIntake(options: BenchOptions): Promise<Measured> {
  const desk = await startIntakeDesk(options.say);
  const http = createHttpClient({ ...desk, connections: CONCURRENCY });
  const client = new pg.Client({ connectionString: desk.database });
  await client.connect();
  try {
    await client.query(BARE_TABLE);
    const bySize: Record<string, SizeResult> = {};
    for (const size of SIZES) {
      options.say(`  ${size} targets`);
      bySize[size] = await measureSize(options, { http, client, size });
    }
    const longest = SIZES[SIZES.length - 1] ?? 0;
    const registry = await countPostgres({
      url: desk.database,
      ops: longest,
      work: () => take(http, anOrder(longest)),
    });
    const atOnceMb = await takeConcurrently(http, longest);
    options.say(`  ${CONCURRENCY} lists at once: API ${atOnceMb} MB`);
    const ratio = (bySize[longest] as SizeResult).ratio;
    const sizes = Object.values(bySize);
    return {
      ratio,
      pairs: options.pairs,
      met:
        sizes.every((one) => one.ratio.median >= BULK_INTAKE_TARGET.ratio && one.apiMb < BULK_INTAKE_TARGET.apiMb) &&
        atOnceMb < BULK_INTAKE_TARGET.apiMb,
      a: Object.fromEntries(
        Object.entries(bySize).map(([size, { a, apiMb }]) => [size, { ...a, apiHighWaterMb: apiMb }]),
      ),
      b: Object.fromEntries(Object.entries(bySize).map(([size, { b }]) => [size, b])),
      counters: {
        ratios: Object.fromEntries(Object.entries(bySize).map(([size, one]) => [size, one.ratio])),
        registryPerTarget: registry,
        apiHighWaterMbOfConcurrentLists: { lists: CONCURRENCY, targets: longest, mb: atOnceMb },
      },
      limits: DESK_LIMITS,
      durability: DESK_DURABILITY,
      note: 'The ratio is that of 100,000 targets; met asks it of every size, and of the API to stay below 512 MB, also with three lists of 100,000 at once, one of which is refused for its last row. The desk: one request, from its first byte to 201, the workflow started; every target read, normalised, flagged and looked up in earlier notices. The peer: the rows as the desk keeps them, made before, sent by COPY to a table without index, committed.',
    };
  } finally {
    await Promise.all([http.close(), client.end()]);
  }
}

async function takeConcurrently(http: HttpClient, size: number): Promise<number> {
  resetHighWater();
  for (let round = 0; round < CONCURRENT_ROUNDS; round += 1) {
    const wrong = anOrder(size);
    (wrong['targets'] as unknown[]).splice(-1, 1, { type: 'planet', locator: '@last' });
    const sound = Array.from({ length: CONCURRENCY - 1 }, () => anOrder(size));
    const texts = [wrong, ...sound].map((order) => JSON.stringify(order));
    const statuses = await Promise.all(
      texts.map((text) => http.load('intake', '/v1/notices', text, { 'idempotency-key': randomUUID() })),
    );
    if (statuses.join() !== '422,201,201') throw new Error(`Lists at once were answered ${statuses.join()}.`);
  }
  return readHighWater().api ?? 0;
}

interface SizeResult {
  ratio: ReturnType<typeof computeSpread>;
  a: Record<string, unknown>;
  b: Record<string, unknown>;
  apiMb: number;
}

async function measureSize(
  { pairs, say }: BenchOptions,
  { http, client, size }: { http: HttpClient; client: pg.Client; size: number },
): Promise<SizeResult> {
  resetHighWater();
  const measured = await interleave({
    pairs,
    warmUp: 1,
    a: () => block(size, prepareTake(http, anOrder(size))),
    b: () => block(size, prepareCopy(client, anOrder(size))),
    say,
  });
  return {
    ratio: computeSpread(measured.map(({ a, b }) => a.perSecond / b.perSecond)),
    a: summary(measured.map(({ a }) => a)),
    b: summary(measured.map(({ b }) => b)),
    apiMb: readHighWater().api ?? 0,
  };
}

function summary(blocks: readonly Block[]): Record<string, unknown> {
  return {
    targetsPerSecond: computeMedian(blocks.map(({ perSecond }) => perSecond)),
    ms: computeMedian(blocks.map(({ ms }) => ms)),
    cpuMsPerThousand: averageCpu(blocks.map(({ cpuMs }) => cpuMs)),
  };
}

async function block(size: number, run: () => Promise<unknown>): Promise<Block> {
  await untilQuiet();
  const before = readCpu();
  const ms = await timed(run);
  return { perSecond: size / (ms / 1000), ms, cpuMs: cpuPerOp(before, readCpu(), size / 1000) };
}

function prepareTake(http: HttpClient, order: Record<string, unknown>): () => Promise<void> {
  const text = JSON.stringify(order);
  return async () => {
    const status = await http.load('intake', '/v1/notices', text, { 'idempotency-key': randomUUID() });
    if (status !== 201) throw new Error(`An order was answered ${status}.`);
  };
}

const take = (http: HttpClient, order: Record<string, unknown>) => prepareTake(http, order)();

function prepareCopy(client: pg.Client, order: Record<string, unknown>): () => Promise<void> {
  const sent = (order['targets'] as SentTarget[]).map((target) => ({ ...target, note: '' }));
  const noticeId = randomUUID();
  const lines = readTargets(sent).targets.map(({ type, locator, normalised }, index) =>
    [noticeId, index + 1, type, locator, normalised, '', '{}', '\\N'].join('\t'),
  );
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += COPY_CHUNK) chunks.push(bytes.subarray(at, at + COPY_CHUNK));
  return () => copyIn(client, COPY, chunks);
}
