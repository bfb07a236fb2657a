import { readFileSync } from 'node:fs';
import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { makeNoticeWorkflowId } from '../../domain/notice/notice.js';
import { BUNDLE_PATH } from '../../worker/bundle-path.js';
import { cleanUp } from '../rig/clean-up.js';
import { startWholeDesk } from '../rig/desk.js';
import { closeMinimal, runEmpty } from './events.js';
import { createHttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { interleave, medianOf, round3, spreadOf } from '../rig/pairs.js';
import { bundlePeers, startPeerWorker } from '../peers/peer-bundle.js';
import type { Measured } from '../rig/result.js';
import { connectTemporal } from '../rig/temporal.js';

export const REPLAY_TARGET = 2;
/** Replays of one block, all by one replay worker. Those before them, while the worker comes up, are not counted. */
const REPLAYS = 150;
const UNCOUNTED = 10;
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
    a: () => cpuMsEach(notice),
    b: () => cpuMsEach(empty),
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
    note: 'User and system time of the whole process for each replay by one warm replay worker (Worker.runReplayHistories). aWorkerEach: wall time of Worker.runReplayHistory, which makes a worker for each.',
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

/** CPU time of each replay once the worker is warm: the same whatever the size of the bundle it had to load. */
async function cpuMsEach({ history, workflowBundle }: Replayed): Promise<number> {
  const histories = Array.from({ length: UNCOUNTED + REPLAYS }, (_, index) => ({
    history,
    workflowId: `replayed-${index}`,
  }));
  let done = 0;
  let from = process.cpuUsage();
  let to = from;
  for await (const { error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    if (error !== undefined) throw error;
    done += 1;
    if (done === UNCOUNTED) from = process.cpuUsage();
    to = process.cpuUsage();
  }
  return (to.user - from.user + to.system - from.system) / 1000 / REPLAYS;
}

async function replayAlone({ history, workflowBundle }: Replayed): Promise<void> {
  for (let index = 0; index < ALONE; index += 1) await Worker.runReplayHistory({ workflowBundle }, history);
}

function kilobytes({ workflowBundle }: Replayed): number {
  return Math.round(workflowBundle.code.length / 1024);
}
