import type { Logger } from '@temporalio/worker';
import { SYSTEM } from '../domain/people/actor.js';
import { computeServedBuilds } from '../domain/releases/served.js';
import { decideReleaseTurn, type Turn, type WorkerVersioning } from '../domain/releases/turn.js';
import type { Db } from '../registry/db.js';
import { appendAudit } from '../registry/notices/audit.js';
import { listReleaseWorkers, lockReleases } from '../registry/releases/worker-releases.js';
import { type Deployments, listDeployed, makeCurrent } from '../client/releases.js';
import { logFailedJob, runUntilStopped } from './run-until-stopped.js';

const SOON_MS = 250;
const SELDOM_MS = 15_000;

const REASONS: Record<WorkerVersioning | 'first', string> = {
  first: 'No release was current.',
  'auto-upgrade': 'It has replaced the previous release.',
  pinned: 'The workers of the previous release are gone.',
};

interface Tending {
  deployments: Deployments;
  db: Db;
  build: string;
  versioning: WorkerVersioning;
  logger: Logger;
}

/**
 * Makes this release current when it is due, so that tasks go to a release with running workers. `settled` resolves
 * once it is current or must wait for people.
 */
export function promoteRelease({ deployments, db, build, versioning, logger }: Tending): {
  settled: Promise<void>;
  stop: () => Promise<void>;
} {
  let settle: () => void = () => undefined;
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const currentOne = async () => (await listDeployed(deployments)).find(({ isCurrent }) => isCurrent)?.build ?? null;
  const decideTurn = async (): Promise<Turn> => {
    const known = { own: build, versioning, current: await currentOne() };
    const turn = decideReleaseTurn({ ...known, ...computeServedBuilds(await listReleaseWorkers(db)) });
    return turn === 'becomes_current' ? become() : turn;
  };
  // Several workers of a release may do this concurrently; one does it and logs it.
  const become = () =>
    db.transaction().execute(async (trx): Promise<Turn> => {
      await lockReleases(trx);
      const before = await currentOne();
      if (before === build) return 'is_current';
      const detail = { build, before, reason: REASONS[before === null ? 'first' : versioning] };
      if (!(await makeCurrent(deployments, build))) return 'waits_for_workers';
      await appendAudit(trx, [{ at: new Date(), noticeId: null, actor: SYSTEM, action: 'release_promoted', detail }]);
      logger.info('this release is now current', detail);
      return 'is_current';
    });
  const { stop } = runUntilStopped(async ({ isStopped, rest }) => {
    while (!isStopped()) {
      const turn = await decideTurn().catch((error: unknown) => {
        logFailedJob(logger, 'promote_release', error);
        return 'waits_for_workers' as const;
      });
      if (turn !== 'waits_for_workers') settle();
      if (!isStopped()) await rest(turn === 'waits_for_workers' ? SOON_MS : SELDOM_MS);
    }
  });
  return { settled, stop };
}
