import { findCanaryState } from '../../../registry/ops/canary.js';
import { findClocksApart } from '../../../registry/ops/clocks-apart.js';
import {
  countAuditAlerts,
  countMailAlerts,
  findOutside,
  hasMutePager,
  measureConnections,
} from '../../../registry/ops/readiness.js';
import { findLastPass } from '../../../registry/ops/reconciling.js';
import { findHeartbeat } from '../../../registry/ops/watchdog.js';
import { countLivingWorkers } from '../../../registry/ops/worker-heartbeats.js';
import type { Services } from '../../services.js';
import {
  stateOfAudit,
  stateOfCanary,
  stateOfClocks,
  stateOfMail,
  stateOfMailIn,
  stateOfPager,
  stateOfPlatform,
  stateOfReconciler,
  stateOfWatchdog,
  stateOfWorkers,
  type Finding,
} from './component-health.js';

const NOT_KNOWN = 'Unknown while the registry does not respond.';
const TIMEOUT_MS = 3_000;

type Checked = Pick<Services, 'db' | 'engine' | 'reconcileEveryMs'> & { canary: boolean };

/** Checks what the desk depends on; a check that does not answer in time counts as unknown. */
export async function checkComponents(services: Checked): Promise<Finding[]> {
  const { db, engine } = services;
  const found = await Promise.all([
    checkAnswer('registry', measureConnections(db)),
    checkAnswer('engine', engine.ping()),
    known('mail', countMailAlerts(db).then(stateOfMail)),
    known('watchdog', findWatchdog(services)),
    known('audit', countAuditAlerts(db).then(stateOfAudit)),
    findLiving(services),
    findPlatformAndPager(services),
    findReconciler(services),
    findCanary(services),
  ]);
  return found.flat();
}

async function checkAnswer(name: string, work: Promise<Record<string, number> | void>): Promise<Finding> {
  const from = performance.now();
  const answer = await withinTimeout(work.then((facts) => facts ?? {}));
  if (answer === undefined) return { name, state: 'down', detail: 'Does not respond.' };
  const figures = { ms: Math.max(1, Math.round(performance.now() - from)), ...answer };
  return { name, state: 'up', detail: `Responds in ${figures.ms} ms.`, figures };
}

async function known(name: string, work: Promise<Omit<Finding, 'name'>>): Promise<Finding> {
  return { name, ...((await withinTimeout(work)) ?? { state: 'degraded', detail: NOT_KNOWN }) };
}

async function findWatchdog({ db }: Checked) {
  const [heartbeat, mute] = await Promise.all([findHeartbeat(db), hasMutePager(db)]);
  return stateOfWatchdog(heartbeat, mute);
}

/** Heartbeats tell which processes live: Temporal would list dead workers for minutes. */
async function findLiving({ db }: Checked): Promise<Finding[]> {
  const found = await withinTimeout(Promise.all([countLivingWorkers(db), findClocksApart(db)]));
  if (found === undefined) return [{ name: 'workers', state: 'degraded', detail: NOT_KNOWN }];
  const [queues, apart] = found;
  const mailIn = stateOfMailIn(queues);
  return [
    { name: 'workers', ...stateOfWorkers(queues) },
    { name: 'clocks', ...stateOfClocks(apart) },
    ...(mailIn === null ? [] : [{ name: 'mail-in', ...mailIn }]),
  ];
}

/** Only the workers contact the platform and the pager; failures appear as alerts. */
async function findPlatformAndPager({ db }: Checked): Promise<Finding[]> {
  const row = await withinTimeout(findOutside(db));
  if (row === undefined) return ['platform', 'pager'].map((name) => ({ name, state: 'degraded', detail: NOT_KNOWN }));
  return [
    { name: 'platform', ...stateOfPlatform(row) },
    { name: 'pager', ...stateOfPager(row) },
  ];
}

async function findReconciler({ db, reconcileEveryMs: everyMs }: Checked): Promise<Finding[]> {
  if (everyMs === null) return [];
  return [
    await known(
      'reconciler',
      findLastPass(db).then((last) => stateOfReconciler(last, everyMs)),
    ),
  ];
}

async function findCanary({ db, canary }: Checked): Promise<Finding[]> {
  return canary ? [await known('canary', findCanaryState(db).then(stateOfCanary))] : [];
}

/** Returns undefined for work that fails or takes too long. */
export async function withinTimeout<Answer>(work: Promise<Answer>): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
