import { readFileSync } from 'node:fs';
import { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Worker } from '@temporalio/worker';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { openDatabase } from '../../registry/db.js';
import { createKeyWrap } from '../../client/connection/key-wrap.js';
import { createNoticeKeys } from '../../client/connection/notice-keys.js';
import { createDataConverter } from '../../client/connection/data-converter.js';
import { BUNDLE_PATH } from '../../worker/bundle-path.js';
import { cleanUp } from '../rig/clean-up.js';
import { startWholeDesk, type BenchDesk } from '../rig/desk.js';
import { closeMinimal, runEmpty } from './events.js';
import { createHttpClient } from '../rig/http.js';
import { timed } from '../rig/load.js';
import type { BenchOptions } from '../rig/options.js';
import { interleave, computeMedian, round3, computeSpread } from '../rig/pairs.js';
import { bundlePeers, startPeerWorker } from '../peers/peer-bundle.js';
import type { Measured } from '../rig/result.js';
import { connectTemporal } from '../rig/temporal.js';

export const REPLAY_TARGET = 2;
/**
 * Replays per block, all by one replay worker. The first `UNCOUNTED` ones, while the worker starts, are not counted.
 */
const REPLAYS = 150;
const UNCOUNTED = 10;
const ALONE = 5;

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

interface Recorded {
  history: History;
  workflowId: string;
}

interface Replayed {
  recorded: Recorded;
  replaying: { workflowBundle: { code: string }; dataConverter?: DataConverter };
}

/**
 * Compares the CPU time of replaying a closed minimal notice with that of the empty workflow, each on its own bundle.
 */
export async function measureReplay({ pairs, say }: BenchOptions): Promise<Measured> {
  const histories = await recordBoth(say);
  const workflowBundle = { code: readFileSync(BUNDLE_PATH, 'utf8') };
  const notice: Replayed = {
    recorded: histories.notice,
    replaying: { workflowBundle, dataConverter: histories.converter },
  };
  const empty: Replayed = { recorded: histories.empty, replaying: { workflowBundle: await bundlePeers() } };
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
  const ratio = computeSpread(measured.map(({ a, b }) => a / b));
  return {
    ratio,
    pairs,
    met: ratio.median <= REPLAY_TARGET,
    a: {
      cpuMsPerReplay: computeMedian(measured.map(({ a }) => a)),
      events: notice.recorded.history.events?.length ?? 0,
      bundleKb: kilobytes(notice),
    },
    b: {
      cpuMsPerReplay: computeMedian(measured.map(({ b }) => b)),
      events: empty.recorded.history.events?.length ?? 0,
      bundleKb: kilobytes(empty),
    },
    counters: { replaysPerSide: pairs * REPLAYS, aWorkerEach: alone },
    limits: { replaysPerWorker: REPLAYS },
    durability: 'Nothing is written.',
    note: 'User and system time of the whole process for each replay by one warm replay worker (Worker.runReplayHistories). aWorkerEach: wall time of Worker.runReplayHistory, which makes a worker for each.',
  };
}

async function recordBoth(
  say: (text: string) => void,
): Promise<{ notice: Recorded; empty: Recorded; converter: DataConverter }> {
  const desk = await startWholeDesk(say);
  const taskQueue = await startPeerWorker(desk);
  const http = createHttpClient({ ...desk, connections: 1 });
  const temporal = await connectTemporal(desk.temporal);
  const { client } = temporal;
  try {
    const noticeId = await closeMinimal(http);
    const workflowId = makeNoticeWorkflowId(noticeId);
    const emptyId = await runEmpty(client, taskQueue);
    const converter = await converterFor(desk, noticeId);
    await new Client({ ...client.options, dataConverter: converter }).workflow.getHandle(workflowId).result();
    const fetchRecorded = async (id: string) => ({
      workflowId: id,
      history: await client.workflow.getHandle(id).fetchHistory(),
    });
    return {
      notice: await fetchRecorded(workflowId),
      empty: await fetchRecorded(emptyId),
      converter,
    };
  } finally {
    await Promise.all([http.close(), temporal.close()]);
    await cleanUp();
  }
}

async function converterFor(
  { database, payloadKey, temporal: { namespace } }: BenchDesk,
  noticeId: string,
): Promise<DataConverter> {
  const db = openDatabase({ url: database, maxConnections: 1 });
  const keys = createNoticeKeys(db, createKeyWrap({ current: payloadKey, former: [] }));
  const key = await keys.keyOf(noticeId);
  await db.destroy();
  return createDataConverter({ keys: { ...keys, keyOf: async () => key }, namespace });
}

async function cpuMsEach({ recorded, replaying }: Replayed): Promise<number> {
  const histories = Array.from({ length: UNCOUNTED + REPLAYS }, () => recorded);
  let done = 0;
  let from = process.cpuUsage();
  let to = from;
  for await (const { error } of Worker.runReplayHistories(replaying, histories)) {
    if (error !== undefined) throw error;
    done += 1;
    if (done === UNCOUNTED) from = process.cpuUsage();
    to = process.cpuUsage();
  }
  return (to.user - from.user + to.system - from.system) / 1000 / REPLAYS;
}

async function replayAlone({ recorded: { history, workflowId }, replaying }: Replayed): Promise<void> {
  for (let index = 0; index < ALONE; index += 1) await Worker.runReplayHistory(replaying, history, workflowId);
}

function kilobytes({ replaying: { workflowBundle } }: Replayed): number {
  return Math.round(workflowBundle.code.length / 1024);
}
