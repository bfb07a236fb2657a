import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import pg from 'pg';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { startPeerWorker } from '../peers/peer-bundle.js';
import { type CpuMs, type ProcessPart, readCpu, untilQuiet } from '../rig/cpu.js';
import { type BenchDesk, startWholeDesk } from '../rig/desk.js';
import { createHttpClient, type HttpClient } from '../rig/http.js';
import { runConcurrently, timed, until } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { anOrder, type BenchNotice, receive } from '../rig/orders.js';
import { interleave, computeMedian, type Pair, round3, computeSpread } from '../rig/pairs.js';
import { countPostgres, type PostgresCounters } from '../rig/postgres.js';
import { DESK_DURABILITY, DESK_LIMITS, type Measured } from '../rig/result.js';
import { countStatements, type Statements } from '../rig/statements.js';
import { connectTemporal, describe } from '../rig/temporal.js';

export const WHOLE_WAY_TARGET = 2;
const TARGETS = 3;
const NOTICES = 24;
const COUNTED = 8;
const CONCURRENCY = 4;
const IDLE_MS = 10_000;
const POLL_MS = 200;
const DESK: readonly ProcessPart[] = ['api', 'worker', 'enforcement', 'watchdog', 'postgres'];

type ByStep = Record<string, CpuMs>;

interface Way {
  ids: string[];
  /** CPU time per notice, minus what the idle desk would have used meanwhile. */
  byPart: CpuMs;
  byStep: ByStep;
}

interface Stage {
  desk: BenchDesk;
  http: HttpClient;
  sql: pg.Client;
  idle: CpuMs;
}

/** Compares the CPU time of a notice from receipt to closed with as many bare workflow tasks of a peer's worker. */
export async function measureWholeWay({ pairs, say }: BenchOptions): Promise<Measured> {
  const desk = await startWholeDesk(say);
  const taskQueue = await startPeerWorker(desk);
  const http = createHttpClient({ ...desk, connections: CONCURRENCY });
  const sql = new pg.Client({ connectionString: desk.database });
  await sql.connect();
  const temporal = await connectTemporal(desk.temporal);
  try {
    const stage: Stage = { desk, http, sql, idle: {} };
    const [first = ''] = (await goWay(stage, NOTICES)).ids;
    const history = await countHistory(temporal.client, first);
    stage.idle = await measureIdle();
    say(`  a notice is ${history.workflowTasks} workflow tasks`);
    const measured = await interleave({
      pairs,
      warmUp: 1,
      a: () => goWay(stage, NOTICES),
      b: () => bareTasks(temporal.client, { taskQueue, tasks: history.workflowTasks }),
      say,
    });
    const registry = await countPostgres({
      url: desk.database,
      ops: NOTICES,
      work: async () => void (await goWay(stage, NOTICES)),
    });
    const statements = await countForNotices(stage);
    return toMeasured({ pairs, measured, idle: stage.idle, history, statements, registry });
  } finally {
    await Promise.all([http.close(), sql.end(), temporal.close()]);
  }
}

interface Found {
  pairs: number;
  measured: readonly Pair<Way, CpuMs>[];
  idle: CpuMs;
  history: History;
  statements: Statements;
  registry: PostgresCounters;
}

function toMeasured({ pairs, measured, idle, history, statements, registry }: Found): Measured {
  const ratio = computeSpread(measured.map(({ a, b }) => sumCpu(a.byPart, DESK) / sumCpu(b, ['peer'])));
  return {
    ratio,
    pairs,
    met: ratio.median <= WHOLE_WAY_TARGET,
    a: {
      cpuMsPerNotice: computeMedian(measured.map(({ a }) => sumCpu(a.byPart, DESK))),
      byPart: medianCpu(measured.map(({ a }) => a.byPart)),
      byStep: medianSteps(measured.map(({ a }) => a.byStep)),
      idleMsPerSecond: scale(idle, 1_000),
    },
    b: {
      cpuMsPerNotice: computeMedian(measured.map(({ b }) => sumCpu(b, ['peer']))),
      byPart: medianCpu(measured.map(({ b }) => b)),
    },
    counters: {
      withTemporal: computeSpread(
        measured.map(({ a, b }) => sumCpu(a.byPart, [...DESK, 'temporal']) / sumCpu(b, ['peer', 'temporal'])),
      ),
      workersAlone: computeSpread(
        measured.map(({ a, b }) => sumCpu(a.byPart, ['worker', 'enforcement']) / sumCpu(b, ['peer'])),
      ),
      history,
      statementsPerNotice: statements,
      registryPerNotice: registry,
      noticesPerBlock: NOTICES,
      targets: TARGETS,
    },
    limits: DESK_LIMITS,
    durability: DESK_DURABILITY,
    note: `CPU time from /proc. The desk: API, worker, enforcement, watchdog and PostgreSQL, from receipt to closed with ${TARGETS} targets withheld, ${NOTICES} notices step by step, letters and read-back included; what the idle desk uses in the same time is taken off, and so are Temporal's server and the doubles. The peer: the worker's process alone, for a workflow of as many workflow tasks that does nothing in them. withTemporal: with Temporal's server on both sides. Statements are counted in a block of their own, those of the idle desk taken off; commits and WAL with its rounds.`,
  };
}

const WITHHOLD_ALL = { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] };

async function goWay({ http, sql, idle }: Stage, count: number): Promise<Way> {
  const byStep: ByStep = {};
  const notices: BenchNotice[] = [];
  const submissions = new Map<string, { number: number; digest: string; approvalsNeeded: number }>();
  const step = async (name: string, work: () => Promise<unknown>, holds?: string) => {
    const before = readCpu();
    const from = performance.now();
    await work();
    if (holds !== undefined) await untilAll(sql, { name, ids: notices.map(({ id }) => id), holds });
    await untilQuiet();
    byStep[name] = perNotice(before, readCpu(), { count, idle, ms: performance.now() - from });
  };
  const each = (work: (notice: BenchNotice) => Promise<unknown>) => () =>
    runConcurrently({
      count,
      concurrency: CONCURRENCY,
      work: async (index) => {
        const notice = notices[index];
        if (notice !== undefined) await work(notice);
      },
    });
  await untilQuiet();
  await step(
    'receive',
    () =>
      runConcurrently({
        count,
        concurrency: CONCURRENCY,
        work: async () => void notices.push(await receive(http, anOrder(TARGETS))),
      }),
    `targets_resolved_at is not null and exists (select from letter where notice_id = notice.id and state = 'sent')`,
  );
  await step(
    'triage',
    each((notice) => notice.command('reviewer', 'triage')),
  );
  await step(
    'decide',
    each((notice) => notice.command('reviewer', 'decide', WITHHOLD_ALL)),
  );
  await step(
    'submit',
    each(async (notice) => {
      const { submission } = await notice.command('reviewer', 'submit');
      submissions.set(notice.id, submission as { number: number; digest: string; approvalsNeeded: number });
    }),
  );
  await step(
    'approve and enforce',
    each((notice) => approve(notice, submissions.get(notice.id))),
    `stage = 'in_force' and (select count(*) from letter where notice_id = notice.id and state = 'sent') = 2
      and not exists (select from clock where notice_id = notice.id and owner = 'us' and state <> 'met')`,
  );
  await step(
    'close',
    each((notice) => notice.command('reviewer', 'close', { reason: 'Reported and answered' })),
    `stage = 'closed'`,
  );
  return { ids: notices.map(({ id }) => id), byStep, byPart: addUp(Object.values(byStep)) };
}

async function approve(
  notice: BenchNotice,
  submission: { number: number; digest: string; approvalsNeeded: number } | undefined,
): Promise<void> {
  if (submission === undefined) throw new Error('Nothing was submitted.');
  const approval = { submission: submission.number, digest: submission.digest };
  await notice.command('approver', 'approve', approval);
  if (submission.approvalsNeeded > 1) await notice.command('counsel', 'approve', approval);
}

/** Uses one query for all notices: polling the API for each would itself be what is measured. */
async function untilAll(
  sql: pg.Client,
  { name, ids, holds }: { name: string; ids: readonly string[]; holds: string },
): Promise<void> {
  const text = `select id from notice where id = any ($1::uuid[]) and not (${holds})`;
  await until(name, {
    ask: async () => (await sql.query(text, [ids])).rows,
    holds: (left) => left.length === 0,
    everyMs: POLL_MS,
    withinMs: 120_000,
  });
}

async function bareTasks(client: Client, { taskQueue, tasks }: { taskQueue: string; tasks: number }): Promise<CpuMs> {
  await untilQuiet();
  const before = readCpu();
  await runConcurrently({
    count: NOTICES,
    concurrency: CONCURRENCY,
    work: async () =>
      void (await client.workflow.execute('tasksWorkflow', {
        taskQueue,
        workflowId: `bench-${randomUUID()}`,
        args: [{ tasks }],
      })),
  });
  await untilQuiet();
  return perNotice(before, readCpu(), { count: NOTICES, idle: {}, ms: 0 });
}

async function measureIdle(): Promise<CpuMs> {
  await untilQuiet();
  const before = readCpu();
  await sleep(IDLE_MS);
  return perNotice(before, readCpu(), { count: IDLE_MS, idle: {}, ms: 0 });
}

/** Counts statements per login and notice, minus those of an idle desk over the same time. */
async function countForNotices(stage: Stage): Promise<Statements> {
  const idle = await countStatements(stage.desk, () => sleep(IDLE_MS));
  let ms = 0;
  const all = await countStatements(stage.desk, async () => {
    ms = await timed(() => goWay(stage, COUNTED));
  });
  return Object.fromEntries(
    Object.entries(all).map(([login, count]) => [
      login,
      round3(Math.max(0, count - ((idle[login] ?? 0) / IDLE_MS) * ms) / COUNTED),
    ]),
  );
}

interface History {
  workflowTasks: number;
  activities: number;
  localActivities: number;
  events: number;
  transitions: number;
}

async function countHistory(client: Client, noticeId: string): Promise<History> {
  const workflowId = makeNoticeWorkflowId(noticeId);
  const { events } = JSON.parse(historyToJSON(await client.workflow.getHandle(workflowId).fetchHistory())) as {
    events: { eventType: string }[];
  };
  const of = (type: string) => events.filter(({ eventType }) => eventType === `EVENT_TYPE_${type}`).length;
  return {
    workflowTasks: of('WORKFLOW_TASK_COMPLETED'),
    activities: of('ACTIVITY_TASK_SCHEDULED'),
    localActivities: of('MARKER_RECORDED'),
    ...(await describe(client, workflowId)),
  };
}

function perNotice(
  before: CpuMs,
  after: CpuMs,
  { count, idle, ms }: { count: number; idle: CpuMs; ms: number },
): CpuMs {
  const used: CpuMs = {};
  for (const [part, now] of Object.entries(after) as [ProcessPart, number][])
    used[part] = Math.max(0, now - (before[part] ?? 0) - (idle[part] ?? 0) * ms) / count;
  return used;
}

function sumCpu(used: CpuMs, parts: readonly ProcessPart[]): number {
  return parts.reduce((sum, part) => sum + (used[part] ?? 0), 0);
}

function addUp(readings: readonly CpuMs[]): CpuMs {
  const sum: CpuMs = {};
  for (const reading of readings)
    for (const [part, ms] of Object.entries(reading) as [ProcessPart, number][]) sum[part] = (sum[part] ?? 0) + ms;
  return sum;
}

function medianCpu(readings: readonly CpuMs[]): CpuMs {
  const parts = [...new Set(readings.flatMap((reading) => Object.keys(reading) as ProcessPart[]))];
  return Object.fromEntries(parts.map((part) => [part, computeMedian(readings.map((reading) => reading[part] ?? 0))]));
}

function medianSteps(readings: readonly ByStep[]): ByStep {
  const names = Object.keys(readings[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, medianCpu(readings.map((reading) => reading[name] ?? {}))]));
}

function scale(used: CpuMs, by: number): CpuMs {
  return Object.fromEntries(Object.entries(used).map(([part, ms]) => [part, round3(ms * by)]));
}
