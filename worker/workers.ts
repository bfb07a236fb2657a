import type { DataConverter } from '@temporalio/common';
import { Worker, type Logger, type NativeConnection } from '@temporalio/worker';
import { createApprovalVerifier } from '../activities/proof/approval-keys.js';
import { createLetterPrinter } from '../letters/pdf/letter-printer.js';
import { createLetterSigner, type SignerSettings } from '../letters/signing/letter-signer.js';
import { createLetterActivities } from '../activities/letters.js';
import { createMailTransport } from '../letters/mail-transport.js';
import { createMailActivities } from '../activities/mail.js';
import { temporalActivity } from '../activities/activity-context.js';
import { createPagerActivities } from '../activities/pager.js';
import { createWebhookSender } from '../activities/webhook-sender.js';
import { createPushSender, type PushSender } from '../activities/push-sender.js';
import { createRateLimiter } from '../platforms/rate-limiter.js';
import {
  reportUnsealed,
  raiseLostKey,
  raiseRefusedPayload,
  type UnsealedAnswer,
} from '../activities/refused-payloads.js';
import { createPlatformClient } from '../platforms/client.js';
import { PLATFORMS } from '../platforms/registered.js';
import { startContentRequests } from './content-requests.js';
import { createPlatformActivities } from '../activities/platform.js';
import { createRecordActivities } from '../activities/record.js';
import { ConfigError, required, type ProcessConfig } from '../config/env.js';
import type { PushKey } from '../config/push-key.js';
import { listMissingOfPlatform } from '../config/checks.js';
import type { Db } from '../registry/db.js';
import { createKeyWrap } from '../client/connection/key-wrap.js';
import { createDataConverter } from '../client/connection/data-converter.js';
import { createNoticeKeys, type NoticeKeys } from '../client/connection/notice-keys.js';
import { BUNDLE_PATH } from './bundle-path.js';
import { startHeartbeats } from './heartbeats.js';
import { deploymentOptions } from './release.js';
import { startDirectoryMails } from './directory-mails.js';
import { startNotifications } from './notifications.js';
import { startDriftChecks } from './drift-checks.js';
import { sealResults } from './seal-results.js';
import { traceActivities } from './trace-activities.js';
import { ENFORCEMENT_QUEUE, NOTICE_QUEUE } from '../client/queues.js';
import { sendUserMessages, type UserMessageDelivery } from '../activities/notify-users.js';
import { createForegroundYield } from '../registry/ops/foreground-work.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

export interface Wiring extends ProcessConfig {
  db: Db;
  connection: NativeConnection;
  logger: Logger;
  build: string;
  letterSigner: SignerSettings;
}

export interface RunningWorker {
  worker: Worker;
  close(): Promise<void>;
}

/** A running activity may finish or record its progress; one that is cut off is retried elsewhere. */
const SHUTDOWN = { shutdownGraceTime: '5 s', shutdownForceTime: '10 s' } as const;
/** Each takes about 42 kB beyond what all notices share (docs/benchmarks.md, `memory`). */
const CACHED_NOTICES = 3_000;
/** Orders enforced concurrently; each holds one page of targets and two registry connections at most. */
const ORDER_CONCURRENCY = 16;
/** Items read back in a drift check, the least recently checked first. */
const DRIFT_SAMPLE = 500;

function openKeys({ db, secrets }: Wiring): NoticeKeys {
  return createNoticeKeys(db, createKeyWrap(secrets.payloadKey));
}

function createConverter({ config, db, logger }: Wiring, keys: NoticeKeys): DataConverter {
  const unnotified = (error: unknown) => logger.error('reporting a refused payload failed', { error });
  return createDataConverter({
    keys,
    namespace: config.temporalNamespace,
    onRefused: (noticeId, why) => void raiseRefusedPayload(db, { noticeId, why }).catch(unnotified),
    onLost: (noticeId, why) => void raiseLostKey(db, { noticeId, why }).catch(unnotified),
  });
}

function commonOptions(wiring: Wiring, keys: NoticeKeys) {
  const { config, connection, build } = wiring;
  return {
    connection,
    namespace: config.temporalNamespace,
    dataConverter: createConverter(wiring, keys),
    workerDeploymentOptions: deploymentOptions(build, config.workerVersioning),
    ...createInterceptors(wiring),
    ...SHUTDOWN,
  };
}

function createInterceptors({ config, db }: Pick<Wiring, 'config' | 'db'>) {
  return { interceptors: { activity: [...(config.traced ? [traceActivities(db)] : []), sealResults] } };
}

export async function createNoticeWorker(wiring: Wiring): Promise<RunningWorker> {
  const { config, secrets, db, logger, build } = wiring;
  const transport = createMailTransport({ smtpUrl: required('SMTP_URL', secrets.smtpUrl), from: config.mailFrom });
  const sender = { ...config.letterSender, service: transport.senderName };
  // Payloads and letters share them, so that each key is read and unwrapped once.
  const keys = openKeys(wiring);
  const findKey = (noticeId: string) => keys.keyOf(noticeId);
  const { publicUrl } = config;
  const signer = createLetterSigner({ ...wiring.letterSigner, selfSigned: secrets.letterKey, sender, publicUrl });
  const letters = { db, transport, sender, keyOf: findKey, print: createLetterPrinter(undefined, sender), signer };
  const pager =
    config.pagerWebhookUrl === undefined || secrets.pagerWebhookSecret === undefined
      ? null
      : { url: config.pagerWebhookUrl, secret: secrets.pagerWebhookSecret };
  const worker = await Worker.create({
    ...commonOptions(wiring, keys),
    taskQueue: NOTICE_QUEUE,
    workflowBundle: { codePath: BUNDLE_PATH },
    activities: {
      ...createRecordActivities({ db, activity: temporalActivity }),
      reportUnsealed: (answer: UnsealedAnswer) => reportUnsealed(db, answer),
      ...createMailActivities({ db, transport, consoleUrl: config.publicUrl }),
      ...createLetterActivities(letters),
      ...createPagerActivities({ db, pager, consoleUrl: config.publicUrl ?? null }),
    },
    maxCachedWorkflows: CACHED_NOTICES,
  });
  const heartbeats = startHeartbeats({ db, queue: NOTICE_QUEUE, build, worker, logger });
  const directoryMails = startDirectoryMails({
    db,
    transport,
    letters,
    witnesses: config.auditWitnesses,
    consoleUrl: config.publicUrl ?? null,
    logger,
  });
  const push = openPush(secrets.pushKey, config.mailFrom);
  const consoleUrl = config.publicUrl ?? null;
  const post = createWebhookSender();
  const notifications = startNotifications({ db, transport, consoleUrl, push, post, logger });
  return {
    worker,
    async close() {
      await heartbeats.stop();
      await Promise.all([directoryMails.stop(), notifications.stop()]);
      transport.close();
    },
  };
}

/** Without a key, what waits for browsers is tried again until it is given up. */
function openPush(key: PushKey | undefined, from: string): PushSender {
  if (key === undefined) return async () => ({ state: 'failed', error: 'PUSH_SIGNING_KEY is not set.' });
  return createPushSender({ key, contact: `mailto:${/<(.+)>/.exec(from)?.[1] ?? from}` });
}

async function openPlatform({ config, secrets, db }: Pick<Wiring, 'config' | 'secrets' | 'db'>) {
  const { platformKind: kind } = config;
  if (kind === 'port')
    return createPlatformClient({
      url: required('PLATFORM_URL', config.platformUrl),
      token: required('PLATFORM_TOKEN', secrets.platformToken),
      webhookSecret: required('PLATFORM_WEBHOOK_SECRET', secrets.platformWebhookSecret),
    });
  const texts = secrets.platformTexts;
  const platform = PLATFORMS.find((one) => one.kind === kind);
  const problems = listMissingOfPlatform(kind, PLATFORMS, texts);
  if (platform === undefined || problems.length > 0) throw new ConfigError(problems);
  return platform.open(db, texts);
}

/** Creates the platform's worker, the only process that gets the platform token. */
export async function createEnforcementWorker(wiring: Wiring): Promise<RunningWorker> {
  const { config, secrets, db, logger, build } = wiring;
  const platform = await openPlatform({ config, secrets, db });
  const verifier = createApprovalVerifier(
    required('APPROVAL_PUBLIC_KEYS', config.approvalPublicKeys),
    { relyingParty: config.relyingParty, demanded: config.stepUp },
    config.canaryTarget ?? null,
  );
  const worker = await Worker.create({
    ...commonOptions(wiring, openKeys(wiring)),
    taskQueue: ENFORCEMENT_QUEUE,
    activities: {
      ...createPlatformActivities({ db, platform, verifier, pace: createRateLimiter(config.platformRate) }),
    },
    maxConcurrentActivityTaskExecutions: ORDER_CONCURRENCY,
  });
  const drift =
    config.driftEverySeconds === undefined
      ? null
      : startDriftChecks({
          db,
          platform,
          everyMs: config.driftEverySeconds * 1000,
          sample: DRIFT_SAMPLE,
          logger,
        });
  const heartbeats = startHeartbeats({ db, queue: ENFORCEMENT_QUEUE, build, worker, logger });
  const userMessages = startUserMessages({ db, platform, publicUrl: config.publicUrl ?? null, logger });
  const contents = startContentRequests({ db, platform, logger });
  return {
    worker,
    async close() {
      await heartbeats.stop();
      await contents.stop();
      await drift?.stop();
      await userMessages.stop();
      await platform.close();
    },
  };
}

const EVERY_MS = 3_000;

/**
 * Repeatedly sends user notices through the platform; each of several processes takes other ones. A long order has
 * hundreds of pages, and between them it yields to other work.
 */
function startUserMessages({ logger, ...telling }: UserMessageDelivery & { logger: Logger }): {
  stop: () => Promise<void>;
} {
  const foreground = createForegroundYield(telling.db);
  return runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      try {
        while (!isStopped() && (await foreground.page(() => sendUserMessages(telling))));
      } catch (error) {
        // Orders that wait report a platform outage; refused user notices raise their own alerts.
        logFailedJob(logger, 'user_messages', error);
      }
      if (!isStopped()) await rest(EVERY_MS);
    }
  });
}
