import type { LetterSender } from '../domain/letters/letter-sender.js';
import type { CompanyFacts } from '../domain/rulebook/applicability.js';
import type { RuntimeOptions } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { uuidv7 } from 'uuidv7';
import { readSender, senderName } from '../domain/letters/mail-address.js';
import { type Connection, type Db, openDatabase } from '../registry/db.js';
import { readDatabaseTime } from '../registry/ops/clocks-apart.js';
import { endWorkerHeartbeat, recordWorkerHeartbeat, WORKER_HEARTBEAT_MS } from '../registry/ops/worker-heartbeats.js';
import { BUILT_IN_RULEBOOK } from '../rulebook/load.js';
import { readShippedLaw } from '../rulebook/shipped-law.js';
import {
  openRulebookStore,
  type RulebookState,
  type RulebookStore,
} from '../application/clocks/rulebook/rulebook-store.js';
import type { Services, SharedServices } from '../application/services.js';
import type { Subscriber } from '../domain/webhooks/webhook-event.js';
import type { TransparencyDatabase } from '../domain/reports/transparency-database.js';
import { createKeyWrap } from '../client/connection/key-wrap.js';
import { createDataConverter } from '../client/connection/data-converter.js';
import { createNoticeKeys } from '../client/connection/notice-keys.js';
import type { TemporalSettings } from '../client/connection/connection.js';
import { everywhere, type Job } from './run-every.js';
import { connectEngine } from '../client/connect.js';
import { installRuntime, type ReadSdkMetrics, serveSdkMetrics } from '../client/sdk-metrics.js';
import { createDatabaseClock, type DatabaseClock } from './database-clock.js';

export interface ServiceSettings
  extends Pick<
    Services,
    | 'massTargets'
    | 'widerScope'
    | 'secondReviewPercent'
    | 'reconcileEveryMs'
    | 'ratifyWithinMinutes'
    | 'contactDelaySeconds'
    | 'gaggedPeople'
    | 'stepUp'
    | 'relyingParty'
    | 'lawWatch'
    | 'signer'
    | 'editionSigner'
  > {
  process: 'api' | 'jobs';
  metricsListen: { host: string; port: number } | undefined;
  metricsToken: string | undefined;
  databaseUrl: string;
  temporal: TemporalSettings;
  payloadKey: Parameters<typeof createKeyWrap>[0];
  rulebook: string | undefined;
  mailFrom: string;
  letterSender: Omit<LetterSender, 'service'>;
  companyLanguages: readonly string[];
  companyFacts: CompanyFacts;
  subscriber: Subscriber | undefined;
  transparencyDatabase: TransparencyDatabase | undefined;
  lumen: Services['lumen'] | undefined;
  /** File used instead of DNS; undefined: the system's resolver. */
  mailDnsFile: string | undefined;
}

export interface OpenServices {
  /** Without the audit log's signer, which only the API has. */
  services: SharedServices;
  rulebookState: () => RulebookState;
  sdkMetrics: ReadSdkMetrics;
  /** For the caller to start: the database's clock and the rulebook. */
  jobs: readonly Job[];
  close: () => Promise<void>;
}

const RULEBOOK_EVERY_MS = 5_000;
const RUNTIME: RuntimeOptions = {
  shutdownSignals: [],
  telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
};

/** Opens database, rulebook and Temporal, once per process. Throws `RulebookError` if there is no usable rulebook. */
export async function openServices(settings: ServiceSettings, logger: Logger): Promise<OpenServices> {
  const sdkMetrics = await installRuntime(RUNTIME);
  const { temporal, mailFrom, letterSender } = settings;
  const { massTargets, widerScope, secondReviewPercent, reconcileEveryMs, ratifyWithinMinutes, stepUp } = settings;
  const db = openDatabase({ url: settings.databaseUrl });
  const rulebookStore = await openRulebook(db, settings, logger);
  const keys = createNoticeKeys(db, createKeyWrap(settings.payloadKey));
  const dataConverter = createDataConverter({ keys, namespace: temporal.namespace });
  const engine = await connectEngine({ ...temporal, dataConverter });
  const clock = createDatabaseClock(() => readDatabaseTime(db));
  // Until its first reading the clock is the machine's.
  await clock.compare().catch(() => undefined);
  const { process: kind, metricsListen: listen, metricsToken: token } = settings;
  const metrics = kind === 'api' || listen === undefined ? null : await serveSdkMetrics(sdkMetrics, { listen, token });
  const heartbeat = { queue: settings.process, process: randomUUID() };
  return {
    services: {
      db,
      engine,
      keys,
      signer: settings.signer,
      editionSigner: settings.editionSigner,
      accepted: new Set(),
      get rulebook() {
        return rulebookStore.present().rulebook;
      },
      get rulebookEdition() {
        return rulebookStore.present().edition;
      },
      massTargets,
      widerScope,
      secondReviewPercent,
      reconcileEveryMs,
      ratifyWithinMinutes,
      contactDelaySeconds: settings.contactDelaySeconds,
      gaggedPeople: settings.gaggedPeople,
      stepUp,
      relyingParty: settings.relyingParty,
      lawWatch: settings.lawWatch,
      subscriber: settings.subscriber ?? null,
      transparencyDatabase: settings.transparencyDatabase ?? null,
      lumen: settings.lumen ?? null,
      companyLanguages: settings.companyLanguages,
      letterSender: { ...letterSender, service: senderName(readSender(mailFrom)) },
      mailDnsFile: settings.mailDnsFile ?? null,
      ownAddress: readSender(mailFrom).address,
      now: () => clock.now(),
      newId: uuidv7,
    },
    rulebookState: rulebookStore.state,
    sdkMetrics,
    jobs: processJobs(db, { clock, heartbeat, refreshRulebook: () => rulebookStore.refresh() }),
    async close() {
      await endWorkerHeartbeat(db, heartbeat).catch(() => undefined);
      await metrics?.close();
      await engine.close();
      await db.destroy();
    },
  };
}

function openRulebook(
  db: Db,
  { rulebook: dir = BUILT_IN_RULEBOOK, companyFacts: company, editionSigner: signer }: ServiceSettings,
  logger: Logger,
): Promise<RulebookStore> {
  const shipped = readShippedLaw;
  return openRulebookStore({ db, dir, shipped, company, signer, logger: logger.child({ job: 'rulebook' }) });
}

interface Followed {
  clock: DatabaseClock;
  heartbeat: { queue: ServiceSettings['process']; process: string };
  refreshRulebook: () => Promise<void>;
}

function processJobs(db: Connection, { clock, heartbeat, refreshRulebook }: Followed): Job[] {
  return [
    everywhere('database_clock', WORKER_HEARTBEAT_MS, async () =>
      recordWorkerHeartbeat(db, { ...heartbeat, apartMs: await clock.compare() }),
    ),
    // A long comparison of clocks is not waited for; it is repeated after the next start.
    { ...everywhere('rulebook', RULEBOOK_EVERY_MS, refreshRulebook), stopWithinMs: 1_000 },
  ];
}
