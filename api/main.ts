import { Runtime } from '@temporalio/worker';
import pino from 'pino';
import { fileURLToPath } from 'node:url';
import { uuidv7 } from 'uuidv7';
import { configOrExit, readProcessConfig } from '../config/env.js';
import { readSender, senderName } from '../domain/letter/mail-address.js';
import { openDatabase } from '../registry/db.js';
import { BUILT_IN_RULEBOOK, RulebookError } from '../rulebook/load.js';
import { openRulebookKeeper, watchRulebook } from '../client/rulebook/keeper.js';
import { connectEngine } from '../client/temporal/engine.js';
import { startSweeper } from '../client/rounds/sweeper.js';
import type { ApiContext } from './context.js';
import { readDemoPeople } from './sign-in/demo-people.js';
import { signInOf } from './sign-in/sign-in-of.js';
import { buildServer } from './server.js';

/** Requests under way may finish within this; then the process ends whatever hangs. */
const LAST_RESORT_MS = 5_000;
/** Connections that hold Idempotency-Keys while commands run; so many keyed commands run at once. */
const GATE_CONNECTIONS = 16;

async function main(): Promise<void> {
  const { config, secrets } = configOrExit(() => readProcessConfig());
  process.title = 'notice-desk-api';
  const logger = pino({
    level: config.logLevel,
    base: { process: 'api' },
    redact: ['req.headers.authorization', 'req.headers.cookie'],
  });
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } },
  });
  const db = openDatabase({ url: secrets.databaseUrl });
  const gate = openDatabase({ url: secrets.databaseUrl, maxConnections: GATE_CONNECTIONS });
  const keeper = await openRulebookKeeper({ db, dir: config.rulebook ?? BUILT_IN_RULEBOOK, logger });
  const engine = await connectEngine({ address: config.temporalAddress, namespace: config.temporalNamespace });
  const context: ApiContext = {
    db,
    gate,
    engine,
    taken: new Set(),
    get rulebook() {
      return keeper.present().rulebook;
    },
    get rulebookEdition() {
      return keeper.present().edition;
    },
    rulebookState: keeper.state,
    massTargets: config.massTargets,
    widerScope: config.widerScope,
    secondReadPercent: config.secondReadPercent,
    ratifyWithinMinutes: config.ratifyWithinMinutes,
    rateLimit: config.rateLimitPerMinute ?? null,
    serviceName: senderName(readSender(config.mailFrom)),
    temporalUi: config.temporalUiUrl ?? null,
    temporalNamespace: config.temporalNamespace,
    embedded: config.embedded,
    metricsToken: secrets.metricsToken ?? null,
    signIn: signInOf(config, secrets),
    trustEmail: config.oidcTrustEmail,
    publicUrl: config.publicUrl ?? null,
    demoPeople: config.embedded ? readDemoPeople(config.demoPeople) : [],
    sessionLimits: { idleMinutes: config.sessionIdleMinutes, lengthMinutes: config.sessionLengthMinutes },
    consoleDir: fileURLToPath(new URL('../console/', import.meta.url)),
    now: () => new Date(),
    newId: uuidv7,
  };
  const app = await buildServer(context, logger);
  const sweeper = startSweeper(context, logger);
  const rulebookWatch = watchRulebook(keeper, { logger });
  await app.listen({ host: config.host, port: config.port });
  process.send?.({ type: 'ready' });
  await untilStopped();
  setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
  await Promise.all([app.close(), sweeper.stop(), rulebookWatch.stop()]);
  await engine.close();
  await Promise.all([db.destroy(), gate.destroy()]);
}

/** Ctrl-C is the supervisor's business; without a supervisor (its channel closed) there is no work. */
function untilStopped(): Promise<void> {
  process.on('SIGINT', () => undefined);
  return new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('disconnect', resolve);
  });
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`The API has ended: ${reasonOf(error)}\n`);
    process.exit(1);
  },
);

/** A rulebook that cannot be used is a person's fault to mend: its own words, no stack. */
function reasonOf(error: unknown): string {
  if (error instanceof RulebookError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
