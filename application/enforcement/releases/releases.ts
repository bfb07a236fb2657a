import type { z } from 'zod';
import type { releasesView } from '../../../contract/ops.js';
import { releaseState, type ReleaseState } from '../../../domain/releases/state.js';
import type { Reader } from '../../../registry/reading.js';
import { countReadable } from '../../../registry/notices/secrecy.js';
import { listPromotionRequests, type PromotionRequest } from '../../../registry/releases/promotions.js';
import { listReleaseWorkers, type ReleaseWorkers } from '../../../registry/releases/worker-releases.js';
import { toReader, type Caller } from '../../caller.js';
import type { DeployedRelease } from '../../../client/releases.js';
import { Refusal } from '../../refusal.js';
import type { Services } from '../../services.js';

export interface Release {
  build: string;
  state: ReleaseState;
  /** Open notices on it that the reader can read, by Temporal's list, which lags by seconds. */
  open: number;
  served: string[];
  firstAt: Date | null;
  heardAt: Date | null;
  request: PromotionRequest | null;
}

/** Max open notices counted on a replaced release. */
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
    return { build, open, state: computeState(release, open, now()), ...servedBy(workers, build), request };
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

export async function orUnavailable<Answer>(asking: Promise<Answer>): Promise<Answer> {
  return asking.catch(() => {
    throw new Refusal('unavailable', 'The engine does not respond. Try again later.', { retryAfterSeconds: 5 });
  });
}

function earliest(workers: readonly ReleaseWorkers[]): Date | null {
  const first = Math.min(...workers.map(({ firstAt }) => firstAt.getTime()));
  return Number.isFinite(first) ? new Date(first) : null;
}

function latest(workers: readonly ReleaseWorkers[]): Date | null {
  const last = Math.max(...workers.map(({ heardAt }) => heardAt.getTime()));
  return Number.isFinite(last) ? new Date(last) : null;
}
