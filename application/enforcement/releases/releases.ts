import type { z } from 'zod';
import type { releasesView } from '../../../contract/ops.js';
import { releaseState, type ReleaseState } from '../../../domain/releases/state.js';
import type { Reader } from '../../../registry/reading.js';
import { countReadable } from '../../../registry/notices/secrecy.js';
import {
  listPromotionRequests,
  type PromotionRequest,
  insertPromotionRequest,
  lockPromotionRequest,
  markPromotionConfirmed,
} from '../../../registry/releases/promotions.js';
import { listReleaseChecks } from '../../../registry/releases/checks.js';
import { listReleaseWorkers, type ReleaseWorkers, lockReleases } from '../../../registry/releases/worker-releases.js';
import { toReader, type Caller, toActor } from '../../caller.js';
import type { DeployedRelease } from '../../../client/releases.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';
import { PROMOTERS, PROMOTION_WAITS_MS } from '../../../domain/releases/promotion.js';
import { SHARED_ACTS } from '../../../domain/people/shared-acts.js';
import type { Connection } from '../../../registry/db.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { findPerson } from '../../../registry/people/people.js';
import type { Acting } from '../../acting.js';
import { confirmWrite } from '../../step-up.js';
import { describeCheck, needPassedCheck, type DescribedCheck } from './check-release.js';
import { needWorkers, orUnavailable } from './release-workers.js';

export interface Release {
  build: string;
  state: ReleaseState;
  /** Open notices on it that the reader can read, by Temporal's list, which lags by seconds. */
  open: number;
  served: string[];
  firstAt: Date | null;
  heardAt: Date | null;
  request: PromotionRequest | null;
  check: DescribedCheck | null;
}

const MAX_COUNTED = 50_000;
/** Twice the counted number, so that secret notices in the list, which are the smaller part, change no count. */
const MAX_LISTED = 2 * MAX_COUNTED;

/** Lists the releases as the caller may see them. */
export async function showReleases(
  services: Pick<Services, 'db' | 'engine' | 'now'>,
  caller: Caller,
): Promise<z.input<typeof releasesView>> {
  const { releases, unversioned } = await listReleases(services, toReader(caller));
  const items = releases.map(({ firstAt, heardAt, request: open, ...release }) => ({
    ...release,
    request: open && {
      by: { id: open.by, name: open.byName },
      reason: open.reason,
      expiresAt: open.expiresAt.toISOString(),
    },
    firstAt: firstAt?.toISOString() ?? null,
    heardAt: heardAt?.toISOString() ?? null,
  }));
  return { items, unversioned };
}

/**
 * Lists the releases, the newest first, and how many open notices are on none. Counts only notices that the reader can
 * read; one on no release continues with the current one. Throws `unavailable` if Temporal is down.
 */
export async function listReleases(
  { db, engine, now }: Pick<Services, 'db' | 'engine' | 'now'>,
  reader: Reader,
): Promise<{ releases: Release[]; unversioned: number }> {
  const [deployed, workers] = [await orUnavailable(engine.releases.list()), await listReleaseWorkers(db)];
  const requests = await listPromotionRequests(db, now());
  const checks = await Promise.all(
    (await listReleaseChecks(db)).map((check) => describeCheck(db, { check, reader, now: now() })),
  );
  const countOn = async (build: string | null) => {
    const ids = await orUnavailable(engine.releases.pinnedTo(build, MAX_LISTED));
    return Math.min(MAX_COUNTED, await countReadable(db, { ids, reader }));
  };
  const unversioned = await countOn(null);
  const builds = [...new Set([...workers.map(({ build }) => build), ...deployed.map(({ build }) => build)])];
  const known = (build: string) => deployed.find((one) => one.build === build);
  const replaced = builds.filter((build) => known(build)?.isCurrent === false);
  const counts = new Map(await Promise.all(replaced.map(async (build) => [build, await countOn(build)] as const)));
  const elsewhere = [...counts.values()].reduce((sum, count) => sum + count, unversioned);
  const total = await countReadable(db, { ids: null, reader });
  const describe = (build: string): Release => {
    const release = known(build);
    const open = release?.isCurrent === true ? Math.max(0, total - elsewhere) : (counts.get(build) ?? 0);
    const request = requests.find((one) => one.build === build) ?? null;
    const check = checks.find((one) => one?.build === build) ?? null;
    return { build, open, state: computeState(release, open, now()), ...servedBy(workers, build), request, check };
  };
  return { releases: builds.map(describe), unversioned };
}

function computeState(release: DeployedRelease | undefined, open: number, now: Date): ReleaseState {
  const replacedAt = release?.replacedAt ?? null;
  return releaseState({
    isCurrent: release?.isCurrent === true,
    wasCurrent: (release?.firstCurrentAt ?? null) !== null,
    open,
    replacedForMs: replacedAt === null ? null : now.getTime() - replacedAt.getTime(),
  });
}

function servedBy(workers: readonly ReleaseWorkers[], build: string): Pick<Release, 'served' | 'firstAt' | 'heardAt'> {
  const own = workers.filter((one) => one.build === build);
  return {
    served: own.filter(({ living }) => living).map(({ queue }) => queue),
    firstAt: earliest(own),
    heardAt: latest(own),
  };
}

function earliest(workers: readonly ReleaseWorkers[]): Date | null {
  const first = Math.min(...workers.map(({ firstAt }) => firstAt.getTime()));
  return Number.isFinite(first) ? new Date(first) : null;
}

function latest(workers: readonly ReleaseWorkers[]): Date | null {
  const last = Math.max(...workers.map(({ heardAt }) => heardAt.getTime()));
  return Number.isFinite(last) ? new Date(last) : null;
}

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
 * because work sent there would wait, and if it has no valid check.
 */
export async function requestPromotion(
  acting: Acting,
  { build, reason }: { build: string; reason: string },
): Promise<Promotion> {
  const { trx, services, caller } = acting;
  const now = services.now();
  const deployed = await orUnavailable(services.engine.releases.list());
  const before = findCurrent(deployed);
  if (before === build) return { ...CURRENT, build, before, changed: false };
  await needWorkers(trx, build);
  await needPassedCheck(trx, { build, deployed, now });
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
  const deployed = await orUnavailable(services.engine.releases.list());
  const before = findCurrent(deployed);
  if (before !== build) {
    await needWorkers(trx, build);
    await needPassedCheck(trx, { build, deployed, now });
  }
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

function findCurrent(deployed: readonly DeployedRelease[]): string | null {
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
