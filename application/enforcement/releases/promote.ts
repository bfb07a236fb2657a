import { PROMOTERS, PROMOTION_WAITS_MS } from '../../../domain/releases/promotion.js';
import { SHARED_ACTS } from '../../../domain/people/shared-acts.js';
import { NEEDED_QUEUES, computeServedBuilds } from '../../../domain/releases/served.js';
import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { findPerson } from '../../../registry/people/people.js';
import {
  insertPromotionRequest,
  lockPromotionRequest,
  markPromotionConfirmed,
  type PromotionRequest,
} from '../../../registry/releases/promotions.js';
import { listReleaseWorkers, lockReleases, type ReleaseWorkers } from '../../../registry/releases/worker-releases.js';
import type { Acting } from '../../acting.js';
import { toActor } from '../../caller.js';
import { confirmWrite } from '../../step-up.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { orUnavailable } from './releases.js';

interface Promotion {
  build: string;
  before: string | null;
  state: 'requested' | 'current';
  changed: boolean;
  requestedBy: string | null;
  expiresAt: Date | null;
}

const CURRENT = { state: 'current', requestedBy: null, expiresAt: null } as const;

/**
 * Requests to make a release current; another person has to confirm. Throws if no worker of some kind serves it,
 * because work sent there would wait.
 */
export async function requestPromotion(
  acting: Acting,
  { build, reason }: { build: string; reason: string },
): Promise<Promotion> {
  const { trx, services, caller } = acting;
  const now = services.now();
  const before = await findCurrent(services.engine);
  if (before === build) return { ...CURRENT, build, before, changed: false };
  await needWorkers(trx, build);
  // Two concurrent requests become one.
  await lockReleases(trx);
  const open = await lockPromotionRequest(trx, { build, at: now });
  if (open !== undefined)
    return { build, before, state: 'requested', changed: false, requestedBy: open.byName, expiresAt: open.expiresAt };
  await confirmWrite(acting);
  const expiresAt = new Date(now.getTime() + PROMOTION_WAITS_MS);
  const request = { id: services.newId(), build, reason, requested_by: caller.person.id, requested_at: now };
  await insertPromotionRequest(trx, { ...request, expires_at: expiresAt });
  const actor = toActor(caller);
  const detail = { build, before, reason };
  await appendAudit(trx, [{ at: now, noticeId: null, actor, action: 'release_promotion_requested', detail }]);
  return { build, before, state: 'requested', changed: true, requestedBy: caller.person.name, expiresAt };
}

/**
 * Confirms a promotion as another person: new notices start on the release and open ones move to it. An earlier release
 * can be restored the same way while its workers still run. Throws `four_eyes` for the requester, whatever their roles.
 */
export async function confirmPromotion(acting: Acting, { build }: { build: string }): Promise<Promotion> {
  const { trx, services, caller } = acting;
  const now = services.now();
  await lockReleases(trx);
  const request = await lockPromotionRequest(trx, { build, at: now });
  if (request === undefined)
    throw new Refusal(
      'illegal_transition',
      `There is no open request to make ${build} current. GET /v1/ops/releases lists requests.`,
    );
  if (request.by === caller.person.id) throw new Refusal('four_eyes', SHARED_ACTS.promote.refusal);
  await needRequester(trx, request);
  const before = await findCurrent(services.engine);
  if (before !== build) await needWorkers(trx, build);
  await confirmWrite(acting);
  await markPromotionConfirmed(trx, { id: request.id, by: caller.person.id, at: now });
  if (before === build) return { ...CURRENT, build, before, changed: false };
  const detail = { build, before, reason: request.reason, requestedBy: request.by };
  await appendAudit(trx, [{ at: now, noticeId: null, actor: toActor(caller), action: 'release_promoted', detail }]);
  if (!(await orUnavailable(services.engine.releases.promote(build))))
    throw new Refusal('unavailable', `Temporal does not know all workers of ${build} yet. Try again in a moment.`, {
      retryAfterSeconds: 5,
    });
  return { ...CURRENT, build, before, changed: true };
}

async function findCurrent(engine: Services['engine']): Promise<string | null> {
  const deployed = await orUnavailable(engine.releases.list());
  return deployed.find(({ isCurrent }) => isCurrent)?.build ?? null;
}

async function needRequester(trx: Connection, { by, byName }: PromotionRequest): Promise<void> {
  const person = await findPerson(trx, { id: by });
  if (person?.active === true && PROMOTERS.some((role) => person.roles.includes(role))) return;
  throw new Refusal(
    'illegal_transition',
    `${byName}, who requested it, no longer has the permission. Request it again.`,
  );
}

async function needWorkers(trx: Connection, build: string): Promise<void> {
  const workers = await listReleaseWorkers(trx);
  if (!computeServedBuilds(workers).served.has(build)) throw notServed(build, workers);
}

function notServed(build: string, workers: readonly ReleaseWorkers[]): Refusal {
  const lacking = NEEDED_QUEUES.filter(
    (queue) => !workers.some((one) => one.build === build && one.queue === queue && one.living),
  );
  return new Refusal(
    'illegal_transition',
    `No worker of release ${build} takes work on ${lacking.join(' and ')}, so tasks there would wait. Start its workers first, or choose another release (GET /v1/ops/releases).`,
  );
}
