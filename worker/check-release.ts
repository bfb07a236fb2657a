import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Client } from '@temporalio/client';
import { type Logger, type NativeConnection, Worker } from '@temporalio/worker';
import type { ProcessConfig } from '../config/env.js';
import { createDataConverter } from '../client/connection/data-converter.js';
import { createKeyWrap } from '../client/connection/key-wrap.js';
import { createNoticeKeys } from '../client/connection/notice-keys.js';
import { listOpenHistories, type OpenHistory } from '../client/open-histories.js';
import { noticeOfWorkflow } from '../domain/notices/notice.js';
import { SYSTEM } from '../domain/people/actor.js';
import type { Db } from '../registry/db.js';
import { appendAudit } from '../registry/notices/audit.js';
import {
  claimReleaseCheck,
  finishReleaseCheck,
  keepReleaseCheck,
  returnReleaseCheck,
} from '../registry/releases/checks.js';
import { BUNDLE_PATH } from './bundle-path.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

const EVERY_MS = 2_000;
const HEARTBEAT_MS = 10_000;

type ReplayOptions = Parameters<typeof Worker.runReplayHistories>[0];

interface Checking extends Pick<ProcessConfig, 'config' | 'secrets'> {
  db: Db;
  connection: NativeConnection;
  build: string;
  logger: Logger;
}

/**
 * Answers requested checks of this release: replays the open notices with its workflow code. Only a worker of the
 * release has that code, and one that waits for its promotion has nothing else to do.
 */
export function startReleaseChecks(checking: Checking): { stop: () => Promise<void> } {
  const { db, build, logger } = checking;
  return runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      try {
        const claimed = await claimReleaseCheck(db, build);
        if (claimed !== undefined) await check(checking, claimed, isStopped);
      } catch (error) {
        logFailedJob(logger, 'check_release', error);
      }
      if (!isStopped()) await rest(EVERY_MS);
    }
  });
}

async function check(checking: Checking, { id, by }: { id: string; by: string }, isStopped: () => boolean) {
  const { db, connection, config, secrets, build, logger } = checking;
  const { temporalNamespace: namespace } = config;
  const keys = createNoticeKeys(db, createKeyWrap(secrets.payloadKey));
  const options: ReplayOptions = {
    workflowBundle: { codePath: BUNDLE_PATH },
    dataConverter: createDataConverter({ keys, namespace }),
    replayName: 'release_check',
  };
  const beating = setInterval(() => void keepReleaseCheck(db, id).catch(() => undefined), HEARTBEAT_MS);
  try {
    const client = new Client({ connection, namespace });
    const result = await replay(options, stopWith(listOpenHistories(client), isStopped));
    const digest = createHash('sha256').update(readFileSync(BUNDLE_PATH)).digest('hex');
    await db.transaction().execute(async (trx) => {
      const notices = await finishReleaseCheck(trx, { id, digest, ...result });
      const detail = { build, digest, notices, passed: result.differing.length === 0, requestedBy: by };
      await appendAudit(trx, [{ at: new Date(), noticeId: null, actor: SYSTEM, action: 'release_checked', detail }]);
      logger.info('release checked', { ...detail, differing: result.differing.length, msEach: result.msEach });
    });
  } catch (error) {
    await returnReleaseCheck(db, id);
    throw error;
  } finally {
    clearInterval(beating);
  }
}

/** A check that is cut short proves nothing, so it has no result. */
async function* stopWith(histories: AsyncIterable<OpenHistory>, isStopped: () => boolean) {
  for await (const history of histories) {
    if (isStopped()) throw new Error('The worker stops; another one repeats the check.');
    yield history;
  }
}

interface Replayed {
  replayed: string[];
  /** Notices whose history the workflow code does not fit, whatever the error. */
  differing: string[];
  msEach: number;
}

export async function replay(options: ReplayOptions, histories: AsyncIterable<OpenHistory>): Promise<Replayed> {
  const replayed: string[] = [];
  const differing: string[] = [];
  const times = [performance.now()];
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    times.push(performance.now());
    const noticeId = noticeOfWorkflow(workflowId) ?? workflowId;
    replayed.push(noticeId);
    if (error !== undefined) differing.push(noticeId);
  }
  // The first replay includes the loading of the bundle, unless it is the only one.
  const [from = 0] = times.length > 2 ? times.slice(1) : times;
  const msEach = ((times.at(-1) ?? from) - from) / Math.max(1, times.length > 2 ? times.length - 2 : 1);
  return { replayed, differing, msEach: Math.round(msEach * 100) / 100 };
}
