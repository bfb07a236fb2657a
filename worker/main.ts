import { getPriority, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Runtime, NativeConnection, DefaultLogger, type Logger, type LogLevel } from '@temporalio/worker';
import { readLetterSigner } from '../config/letter-signer.js';
import { ConfigError, configOrExit, readProcessConfig } from '../config/env.js';
import { PLATFORMS } from '../platforms/registered.js';
import { startTracing } from '../tracing/start-tracing.js';
import { openDatabase } from '../registry/db.js';
import { belowNormal } from './priority.js';
import { readBuild } from './release.js';
import { startReleaseChecks } from './check-release.js';
import { promoteRelease } from './promote-release.js';
import { createEnforcementWorker, createNoticeWorker } from './workers.js';
import { endWhenFailed } from './end-when-failed.js';
import { connectionOptions, type TemporalSettings } from '../client/connection/connection.js';
import { installRuntime, serveSdkMetrics } from '../client/sdk-metrics.js';
import pino from 'pino';

const READY_ANYWAY_MS = 30_000;
const LAST_RESORT_MS = 12_000;
const CONNECT_WITHIN_MS = 60_000;
const CONNECT_AGAIN_MS = 500;

async function main(): Promise<void> {
  const { config, secrets } = configOrExit(() => readProcessConfig(undefined, PLATFORMS));
  const role = config.workerRole ?? 'notice';
  process.title = role === 'notice' ? 'notice-desk-worker' : 'notice-desk-enforcement';
  // Clocks, commands and intake take precedence on a machine shared with a long order.
  if (role === 'enforcement') setPriority(belowNormal(getPriority()));
  const letterSigner = configOrExit(() => (role === 'notice' ? readLetterSigner(config.letterSigner) : {}));
  const stopping = listenForStop();
  const logger = createLogger({ level: config.logLevel, role });
  const sdkMetrics = await installRuntime({
    logger,
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'WARN', other: 'WARN' }, forward: {} } },
  });
  const metrics =
    config.metricsListen === undefined
      ? null
      : await serveSdkMetrics(sdkMetrics, { listen: config.metricsListen, token: secrets.metricsToken });
  const stopTracing = await startTracing(secrets.traceReceiver, process.title);
  const db = openDatabase({ url: secrets.databaseUrl });
  const connection = await connectWithRetries({ settings: secrets.temporal, signal: stopping });
  const build = readBuild();
  const wiring = { config, secrets, db, connection, logger, build, letterSigner };
  const running = await Promise.all([
    ...(config.workerRole !== 'enforcement' ? [createNoticeWorker(wiring)] : []),
    ...(config.workerRole !== 'notice' ? [createEnforcementWorker(wiring)] : []),
  ]);
  const stop = () => running.forEach(({ worker }) => worker.getState() === 'RUNNING' && worker.shutdown());
  stopping.addEventListener('abort', stop);
  const runs = Promise.all(running.map(({ worker }) => worker.run()));
  const { settled, ...tending } = promoteRelease({
    deployments: { service: connection.workflowService, namespace: config.temporalNamespace },
    db,
    build,
    versioning: config.workerVersioning,
    logger,
  });
  const checks = role === 'notice' ? startReleaseChecks(wiring) : null;
  endWhenFailed(
    running.map(({ worker }) => worker),
    { end: () => process.exit(1) },
  );
  if (stopping.aborted) stop();
  else
    void Promise.race([settled, sleep(READY_ANYWAY_MS, undefined, { ref: false })]).then(() =>
      process.send?.({ type: 'ready', ready: true }),
    );
  await runs;
  await metrics?.close();
  await Promise.all([tending.stop(), checks?.stop()]);
  await Promise.all(running.map((one) => one.close()));
  await connection.close();
  await db.destroy();
  await stopTracing();
  await Runtime.instance().shutdown();
}

function listenForStop(): AbortSignal {
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
  };
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  return stopping.signal;
}

/** Connects to Temporal, retrying for a minute while the server starts. */
async function connectWithRetries({
  settings,
  signal,
}: {
  settings: TemporalSettings;
  signal: AbortSignal;
}): Promise<NativeConnection> {
  const giveUpAtMs = Date.now() + CONNECT_WITHIN_MS;
  for (;;) {
    try {
      return await NativeConnection.connect(connectionOptions(settings));
    } catch (error) {
      if (signal.aborted || Date.now() > giveUpAtMs) throw error;
      await sleep(CONNECT_AGAIN_MS, undefined, { signal });
    }
  }
}

const PINO_LEVEL = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const satisfies Record<LogLevel, string>;

/** The enforcement process runs activities only, on purpose; the SDK warns about it at each start. */
const AS_MEANT = 'No workflows registered, not polling for workflow tasks';

function createLogger({ level, role }: { level: string; role: string }): Logger {
  const log = pino({ level, base: { process: `worker-${role}` } });
  return new DefaultLogger('TRACE', ({ level: severity, message, meta }) => {
    log[message === AS_MEANT ? 'debug' : PINO_LEVEL[severity]](meta ?? {}, message);
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    // A configuration error needs only its message; anything else is a bug and keeps its stack.
    const text = error instanceof ConfigError ? error.message : error instanceof Error ? error.stack : String(error);
    process.stderr.write(`The worker has stopped: ${text}\n`);
    process.exit(1);
  },
);
