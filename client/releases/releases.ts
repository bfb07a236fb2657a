import { NEEDED_QUEUES, servedOf } from '../../domain/release/served.js';
import { releaseState, type ReleaseState } from '../../domain/release/state.js';
import type { Connection } from '../../registry/db.js';
import type { Reader } from '../../registry/reading.js';
import { countReadable } from '../../registry/notice/secrecy.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { listReleaseWorkers, type ReleaseWorkers } from '../../registry/release/worker-releases.js';
import type { DeployedRelease } from '../../temporal/deployment.js';
import { actorOf, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { Engine } from '../temporal/engine.js';

/** A release that runs or ran, for people. */
export interface Release {
  build: string;
  state: ReleaseState;
  /** Open notices on it that the reader may read, by the engine's list: seconds late. */
  open: number;
  /** Kinds of worker that take work now. */
  served: string[];
  /** When its first worker took work; null: before the registry knew of releases. */
  firstAt: Date | null;
  /** When any of its workers was last heard. */
  heardAt: Date | null;
}

/** More open notices than this on a replaced release are not counted. */
const MAX_COUNTED = 50_000;
/** Twice as many are listed: secret notices in the list then change no count, since they are fewer than the others. */
const MAX_LISTED = 2 * MAX_COUNTED;

/**
 * The releases of this desk, the newest first, and how many open notices are on none. Only notices that the reader may read are counted;
 * what is on no other release goes on with the current one. Throws `unavailable` while the engine is away.
 */
export async function listReleases(
  { db, engine, now }: Pick<Services, 'db' | 'engine' | 'now'>,
  reader: Reader,
): Promise<{ releases: Release[]; unversioned: number }> {
  const [deployed, workers] = [await asked(engine.releases.list()), await listReleaseWorkers(db)];
  const countOn = async (build: string | null) => {
    const ids = await asked(engine.releases.pinnedTo(build, MAX_LISTED));
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
    return { build, open, state: stateOf(release, open, now()), ...servedBy(workers, build) };
  };
  return { releases: builds.map(describe), unversioned };
}

function stateOf(release: DeployedRelease | undefined, open: number, now: Date): ReleaseState {
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

interface Promoting {
  trx: Connection;
  engine: Engine;
  caller: Caller;
  now: Date;
}

/**
 * Makes a release the current one: notices begin on it, and open ones move to it. The same brings an earlier one back while its workers
 * still run. Refused where no worker of some kind takes work for it, since what went there would wait.
 */
export async function promoteRelease(
  { trx, engine, caller, now }: Promoting,
  { build, reason }: { build: string; reason: string },
): Promise<{ build: string; before: string | null; changed: boolean }> {
  const deployed = await asked(engine.releases.list());
  const before = deployed.find(({ isCurrent }) => isCurrent)?.build ?? null;
  if (before === build) return { build, before, changed: false };
  const workers = await listReleaseWorkers(trx);
  if (!servedOf(workers).served.has(build)) throw notServed(build, workers);
  await appendAudit(trx, [
    { at: now, noticeId: null, actor: actorOf(caller), action: 'release_promoted', detail: { build, before, reason } },
  ]);
  if (!(await asked(engine.releases.promote(build))))
    throw new Refusal('unavailable', `Temporal has not heard of all workers of ${build} yet. Ask again in a moment.`, {
      retryAfterSeconds: 5,
    });
  return { build, before, changed: true };
}

function notServed(build: string, workers: readonly ReleaseWorkers[]): Refusal {
  const lacking = NEEDED_QUEUES.filter(
    (queue) => !workers.some((one) => one.build === build && one.queue === queue && one.living),
  );
  return new Refusal(
    'illegal_transition',
    `No worker of release ${build} takes work for ${lacking.join(' and ')}: what went there would wait. Start its workers first, or choose another (GET /v1/ops/releases).`,
  );
}

async function asked<Answer>(asking: Promise<Answer>): Promise<Answer> {
  return asking.catch(() => {
    throw new Refusal('unavailable', 'The engine does not answer. Ask again when it does.', { retryAfterSeconds: 5 });
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
