import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { makeNoticeWorkflowId } from '../domain/notice.js';
import { BUNDLE_PATH } from '../worker/bundle-path.js';
import { cleanUp } from './clean-up.js';
import { startWholeDesk } from './desk.js';
import { closeMinimal, runEmpty } from './events.js';
import { createHttpClient } from './http.js';
import { timed } from './load.js';
import type { BenchOptions } from './options.js';
import { interleave, medianOf, round3, spreadOf } from './pairs.js';
import { bundlePeers, startPeerWorker } from './peer-bundle.js';
import type { Measured } from './result.js';
import { connectTemporal } from './temporal.js';

export const REPLAY_TARGET = 2;
/** Replays of one block, all by one replay worker. */
const REPLAYS = 50;
/** Replays that each make a worker of their own, as a test does. */
const ALONE = 5;

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

interface Replayed {
  history: History;
  workflowBundle: { code: string };
}

/** CPU time of replaying a closed minimal notice against the empty workflow, each on its own bundle. */
export async function measureReplay({ pairs, say }: BenchOptions): Promise<Measured> {
  const histories = await recordBoth(say);
  const notice: Replayed = { history: histories.notice, workflowBundle: { code: readFileSync(BUNDLE_PATH, 'utf8') } };
  const empty: Replayed = { history: histories.empty, workflowBundle: await bundlePeers() };
  const measured = await interleave({
    pairs,
    warmUp: 1,
    a: () => cpuMsEach(REPLAYS, () => replayMany(notice)),
    b: () => cpuMsEach(REPLAYS, () => replayMany(empty)),
    say,
  });
  const alone = {
    noticeMs: round3((await timed(() => replayAlone(notice))) / ALONE),
    emptyMs: round3((await timed(() => replayAlone(empty))) / ALONE),
  };
  const ratio = spreadOf(measured.map(({ a, b }) => a / b));
  return {
    ratio,
    pairs,
    met: ratio.median <= REPLAY_TARGET,
    a: {
      cpuMsPerReplay: medianOf(measured.map(({ a }) => a)),
      events: notice.history.events?.length ?? 0,
      bundleKb: kilobytes(notice),
    },
    b: {
      cpuMsPerReplay: medianOf(measured.map(({ b }) => b)),
      events: empty.history.events?.length ?? 0,
      bundleKb: kilobytes(empty),
    },
    counters: { replaysPerSide: pairs * REPLAYS, aWorkerEach: alone },
    limits: { replaysPerWorker: REPLAYS },
    durability: 'Nothing is written.',
    note: 'User and system time of the whole process, one replay worker a block (Worker.runReplayHistories); the making of that worker is shared by its replays. aWorkerEach: wall time with a new worker each.',
  };
}

/** Real histories of both, from a desk that is gone again before anything is measured. */
async function recordBoth(say: (text: string) => void): Promise<{ notice: History; empty: History }> {
  const desk = await startWholeDesk(say);
  const taskQueue = await startPeerWorker(desk);
  const http = createHttpClient({ ...desk, connections: 1 });
  const temporal = await connectTemporal(desk.temporal);
  const { client } = temporal;
  try {
    const noticeId = makeNoticeWorkflowId(await closeMinimal(http));
    const emptyId = await runEmpty(client, taskQueue);
    await client.workflow.getHandle(noticeId).result();
    return {
      notice: await client.workflow.getHandle(noticeId).fetchHistory(),
      empty: await client.workflow.getHandle(emptyId).fetchHistory(),
    };
  } finally {
    await Promise.all([http.close(), temporal.close()]);
    await cleanUp();
  }
}

async function cpuMsEach(count: number, work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

async function replayMany({ history, workflowBundle }: Replayed): Promise<void> {
  const histories = Array.from({ length: REPLAYS }, (_, index) => ({ history, workflowId: `replayed-${index}` }));
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    if (error !== undefined) throw error;
  }
}

async function replayAlone({ history, workflowBundle }: Replayed): Promise<void> {
  for (let index = 0; index < ALONE; index += 1) await Worker.runReplayHistory({ workflowBundle }, history);
}

function kilobytes({ workflowBundle }: Replayed): number {
  return Math.round(workflowBundle.code.length / 1024);
}
