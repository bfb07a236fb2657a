import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { toCanaryId, type CanaryTarget } from '../../domain/notices/canary.js';
import { AWAITED, canaryStep, type CanaryStep } from '../../domain/notices/canary-step.js';
import {
  beginCanary,
  dropCanaries,
  findOpenCanary,
  finishCanary,
  forgetOldCanaries,
  listLeftCanaries,
  movePlannedCanary,
  noteCanaryStep,
  planCanary,
  readCanaryFacts,
  seedCanary,
  type CanaryRun,
} from '../../registry/ops/canary.js';
import { getErrorMessage } from '../../domain/error-parts.js';
import { withServices, type Services } from '../../application/services.js';
import { actForCanary, closeLeft, type Acting } from '../../application/commands/canary-acts.js';

export interface CanarySettings {
  /** Interval between the starts of two canaries, in milliseconds (`DESK_CANARY`). */
  everyMs: number;
  /** Time after which an unfinished canary is paged, in milliseconds. */
  limitMs: number;
  mail: string;
  /** The item it acts on (`PLATFORM_CANARY_TARGET`); null: none. */
  target: CanaryTarget | null;
}

export interface CanarySources {
  services: Services;
  settings: CanarySettings;
  logger: Pick<Logger, 'warn'>;
}

const POLL_MS = 500;
const MAX_LEFT = 5;

/**
 * Plans the next canary and advances one that has begun. Progress is read from the record, so another process can
 * continue it; one that has not finished when the next is due is closed.
 */
export async function runCanary(sources: CanarySources, isStopped: () => boolean = () => false): Promise<void> {
  const { settings, services } = sources;
  const { db, newId, now } = services;
  const { everyMs, limitMs, mail } = settings;
  const open = await findOpenCanary(db);
  if (open === undefined) {
    await forgetOldCanaries(db);
    return planCanary(db, { id: toCanaryId(newId()), everyMs, limitMs });
  }
  if (open.beginsAt > now()) return movePlannedCanary(db, { everyMs, limitMs });
  if (open.step === 'planned') await seedCanary(db, { mail });
  const run = open.step === 'planned' ? await beginCanary(db, { id: open.id, limitMs }) : open;
  const going = { ...sources, services: alone(services) };
  if (await follow(going, run, isStopped)) {
    await finishCanary(db, { id: run.id, passed: true });
    return closeOthers(going);
  }
  const replacedMs = run.beginsAt.getTime() + Math.max(everyMs, limitMs);
  if (!isStopped() && now().getTime() >= replacedMs) await finishCanary(db, { id: run.id, passed: false });
}

export async function endCanaries({ db }: Pick<Services, 'db'>): Promise<void> {
  await dropCanaries(db);
}

function alone(services: Services): Services {
  return Object.assign(withServices(services, {}), { secondReviewPercent: 0, stepUp: false });
}

async function follow(
  { services, settings: { target }, logger }: CanarySources,
  { id, endsBy }: CanaryRun,
  isStopped: () => boolean,
): Promise<boolean> {
  const { db, now } = services;
  do {
    const step = canaryStep(await readCanaryFacts(db, { id, acts: target !== null }));
    await noteCanaryStep(db, { id, step });
    if (step === 'done') return true;
    const acted = !AWAITED.includes(step) && (await tryStep({ services, id, target, logger }, step));
    if (!acted) await sleep(POLL_MS);
  } while (!isStopped() && now() < endsBy);
  return false;
}

async function tryStep(
  { logger, ...acting }: Acting & Pick<CanarySources, 'logger'>,
  step: CanaryStep,
): Promise<boolean> {
  try {
    await actForCanary(acting, step);
    return true;
  } catch (error) {
    logger.warn({ step, reason: getErrorMessage(error) }, 'canary step failed, retrying');
    return false;
  }
}

async function closeOthers({ services, logger }: CanarySources): Promise<void> {
  for (const id of await listLeftCanaries(services.db, { limit: MAX_LEFT })) {
    try {
      await closeLeft(services, id);
    } catch (error) {
      logger.warn({ reason: getErrorMessage(error) }, 'closing an earlier canary failed, retrying after the next');
    }
  }
}
