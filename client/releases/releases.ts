import { NEEDED_QUEUES, servedOf } from '../../domain/release/served.js';
import { releaseState, type ReleaseState } from '../../domain/release/state.js';
import type { Connection } from '../../registry/db.js';
import { appendAudit } from '../../registry/notice/audit.js';
import { listReleaseWorkers, type ReleaseWorkers } from '../../registry/release/worker-releases.js';
import { actorOf, type Caller } from '../caller.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { Engine } from '../temporal/engine.js';

/** A release that runs or ran, for people. */
export interface Release {
  build: string;
  state: ReleaseState;
  /** Open notices on it, by the engine's list: seconds late. */
  open: number;
  /** Kinds of worker that take work now. */
  served: string[];
  /** When its first worker took work; null: before the registry knew of releases. */
  firstAt: Date | null;
  /** When any of its workers was last heard. */
  heardAt: Date | null;
}

/** The releases of this desk, the newest first, and how many open notices are on none. Throws `unavailable` while the engine is away. */
export async function listReleases({ db, engine }: Pick<Services, 'db' | 'engine'>): Promise<{
  releases: Release[];
  unversioned: number;
}> {
  const { releases } = engine;
  const [deployed, workers] = [await asked(releases.list()), await listReleaseWorkers(db)];
  const builds = new Set([...workers.map(({ build }) => build), ...deployed.map(({ build }) => build)]);
  const described = [...builds].map(async (build): Promise<Release> => {
    const known = deployed.find((one) => one.build === build);
    const own = workers.filter((one) => one.build === build);
    const open = known === undefined ? 0 : await asked(releases.countOpen(known));
    const wasCurrent = known !== undefined && known.firstCurrentAt !== null;
    return {
      build,
      open,
      state: releaseState({ isCurrent: known?.isCurrent === true, wasCurrent, open }),
      served: own.filter(({ living }) => living).map(({ queue }) => queue),
      firstAt: earliest(own),
      heardAt: latest(own),
    };
  });
  return { releases: await Promise.all(described), unversioned: await asked(releases.countOpen(null)) };
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
