import { computeServedBuilds } from '../../../domain/releases/served.js';
import { listReleaseWorkers } from '../../../registry/releases/worker-releases.js';
import type { DeployedRelease } from '../../../client/releases.js';
import type { Services } from '../../services.js';

/** 20 a second beside other work, some 70,000 an hour. */
const MAX_PER_PASS = 100;
const MAX_LISTED = 1_000;
/** A notice still on its release after being woken waits for work in progress; it is woken again after this time. */
const AGAIN_AFTER_MS = 60_000;
/**
 * How long a notice may wait for work in progress after its release was replaced: a mail server may be down for a day.
 */
const CALLED_OFF_AFTER_MS = 10 * 60_000;

type Sources = Pick<Services, 'db' | 'engine' | 'now'>;
type Move = (sources: Sources, isStopped: () => boolean) => Promise<void>;

/**
 * Moves open notices to the current release, so that workers of another can stop within minutes: a sleeping notice is
 * woken and moves itself; one of a release without workers, which nothing could wake, is moved as it stands.
 */
export function createMover(): Move {
  const woken = new Map<string, number>();
  return async ({ db, engine: { releases }, now }, isStopped) => {
    const deployed = await releases.list();
    if (!deployed.some(({ isCurrent }) => isCurrent)) return;
    const atMs = now().getTime();
    for (const [id, wokenAtMs] of woken) if (atMs - wokenAtMs >= AGAIN_AFTER_MS) woken.delete(id);
    const { deserted } = computeServedBuilds(await listReleaseWorkers(db));
    for (const release of deployed.filter(holdsNotices)) {
      const ids = (await releases.pinnedTo(release.build, MAX_LISTED)).filter((id) => !woken.has(id));
      const isGone = deserted(release.build);
      for (const id of ids.slice(0, MAX_PER_PASS)) {
        if (isStopped()) return;
        if (isGone) await releases.takeAlong(id);
        await releases.nudge(id, { callOff: replacedForMs(release, atMs) >= CALLED_OFF_AFTER_MS });
        woken.set(id, atMs);
      }
    }
  };
}

function holdsNotices({ isCurrent, isDrained, firstCurrentAt }: DeployedRelease): boolean {
  return !isCurrent && !isDrained && firstCurrentAt !== null;
}

function replacedForMs({ replacedAt }: DeployedRelease, atMs: number): number {
  return replacedAt === null ? 0 : atMs - replacedAt.getTime();
}
