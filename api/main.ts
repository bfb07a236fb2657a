import pino from 'pino';
import { fileURLToPath } from 'node:url';
import type { CanarySettings } from '../jobs/canary/canary.js';
import { openLogState } from '../application/log-state.js';
import { openServices } from '../process/open-services.js';
import { runProcess, untilStopped } from '../process/run.js';
import { apiJobs, backgroundJobs, commandJobs, startJobs } from '../jobs/jobs.js';
import { withServices } from '../application/services.js';
import { createEditionSigner } from '../application/edition-signer.js';
import { createApprovalSigner } from '../application/approval-signer.js';
import { createCheckpointSigner } from '../application/checkpoint-signer.js';
import { configOrExit, readProcessConfig, required, type ProcessConfig } from '../config/env.js';
import { publishedKeys, type SigningKey } from '../config/approval-keys.js';
import { createLetterPrinter } from '../letters/pdf/letter-printer.js';
import { readSender } from '../domain/letters/mail-address.js';
import { startTracing } from '../tracing/start-tracing.js';
import { openDatabase } from '../registry/db.js';
import type { ApiContext } from './context.js';
import { FEATURES } from './features.js';
import { readDemoPeople, configureSignIn } from './sign-in/open-sign-in.js';
import { buildServer } from './server.js';

/** Also the number of keyed commands that can run concurrently. */
const GATE_CONNECTIONS = 16;
const SESSION_LIMITS = { idleMinutes: 30, lengthMinutes: 12 * 60 };
const CANARY_LIMIT_MS = 10 * 60_000;
/** Frequent canaries are a trial, which has to see one that is late. */
const CANARY_LIMIT_INTERVALS = 4;

const REDACTED = ['req.headers.authorization', 'req.headers.cookie'];

async function main(): Promise<void> {
  const { config, secrets } = configOrExit(() => readProcessConfig());
  process.title = 'notice-desk-api';
  const logger = pino({ level: config.logLevel, base: { process: 'api' }, redact: REDACTED });
  const signingKey = configOrExit(() => required('APPROVAL_SIGNING_KEY', secrets.approvalSigningKey));
  const auditKey = configOrExit(() => required('AUDIT_SIGNING_KEY', secrets.auditSigningKey));
  const stopTracing = await startTracing(secrets.traceReceiver, process.title);
  const approvalKeys = publishedKeys(signingKey, config.approvalPublicKeys);
  const signer = createApprovalSigner(signingKey);
  const editionSigner = createEditionSigner(signingKey, approvalKeys);
  const settings = { ...config, ...secrets, signer, editionSigner, process: 'api' as const };
  const opened = await openServices(settings, logger);
  const gate = openDatabase({ url: secrets.databaseUrl, maxConnections: GATE_CONNECTIONS });
  const context: ApiContext = withServices(opened.services, {
    gate,
    auditSigner: createCheckpointSigner(auditKey),
    logState: openLogState(config.auditStateFile),
    receiptKey: config.portal === true ? readReceiptKey(config, secrets) : null,
    letterPrinter: createLetterPrinter(secrets.letterKey, opened.services.letterSender),
    letterKey: secrets.letterKey === undefined ? null : published(secrets.letterKey),
    pushKey: secrets.pushKey?.publicKey ?? null,
    approvalKeys,
    startedAt: new Date(),
    canary: config.canaryEveryMs !== undefined,
    publicStatements: config.publicStatements,
    rulebookState: opened.rulebookState,
    rulebookDir: config.rulebook ?? null,
    rateLimit: config.rateLimitPerMinute ?? null,
    trustedProxies: config.trustedProxies,
    temporalUi: config.temporalUiUrl ?? null,
    temporalNamespace: config.temporalNamespace,
    openLinks: config.openLinks,
    embedded: config.embedded,
    metricsToken: secrets.metricsToken ?? null,
    sdkMetrics: opened.sdkMetrics,
    traced: config.traced,
    signIn: configureSignIn(config, secrets),
    trustEmail: config.oidcTrustEmail,
    publicUrl: config.publicUrl ?? null,
    demoPeople: readDemoPeople(secrets.demoPeople),
    sessionLimits: SESSION_LIMITS,
    consoleDir: fileURLToPath(new URL('../console/', import.meta.url)),
  });
  const app = await buildServer(context, logger);
  const mail = { smtpUrl: secrets.smtpUrl, from: config.mailFrom };
  const works = configOrExit(() => FEATURES.flatMap((one) => one.openWork?.(context, mail) ?? []));
  const own = apiJobs(context, { canary: readCanarySettings(config), witnesses: config.auditWitnesses });
  const all = [...opened.jobs, ...commandJobs(context), ...(config.jobs ? backgroundJobs(context) : []), ...own];
  const jobs = startJobs([...all, ...works.flatMap((one) => one.jobs)], { db: context.db, logger });
  await app.listen({ host: config.host, port: config.port });
  process.send?.({ type: 'ready' });
  await untilStopped();
  await Promise.all([app.close(), jobs.stop()]);
  for (const work of works) work.close();
  await opened.close();
  await gate.destroy();
  await stopTracing();
}

/** The portal also needs a public URL: without one no link could lead to it. */
function readReceiptKey(
  { publicUrl }: ProcessConfig['config'],
  { receiptSigningKey }: ProcessConfig['secrets'],
): SigningKey {
  return configOrExit(() => {
    required('DESK_PUBLIC_URL', publicUrl);
    return required('RECEIPT_SIGNING_KEY', receiptSigningKey);
  });
}

function readCanarySettings(config: ProcessConfig['config']): CanarySettings | null {
  const { canaryEveryMs: everyMs, canaryTarget, mailFrom } = config;
  if (everyMs === undefined) return null;
  const limitMs = Math.min(CANARY_LIMIT_MS, CANARY_LIMIT_INTERVALS * everyMs);
  return { everyMs, limitMs, mail: readSender(mailFrom).address, target: canaryTarget ?? null };
}

const published = ({ id, publicKey }: SigningKey) => ({ id, publicKey });

runProcess('API', main);
