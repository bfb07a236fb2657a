import { servedOf } from '../../domain/release/served.js';
import { listReleaseWorkers } from '../../registry/release/worker-releases.js';
import type { DeployedRelease } from '../../temporal/deployment.js';
import type { Services } from '../services.js';

/** Most notices that a round moves: 20 a second beside the other work, some 70,000 an hour. */
const MOST_A_ROUND = 100;
/** Most that a round looks at: those in front may be waiting for what is under way. */
const MOST_LISTED = 1_000;
/** One that has been woken and is still there waits for something; it is woken again after this. */
const AGAIN_AFTER_MS = 60_000;
/** A mail server may be away for a day: so long after its release was replaced a notice waits for what is under way. */
const CALLED_OFF_AFTER_MS = 10 * 60_000;

type Sources = Pick<Services, 'db' | 'engine' | 'now'>;
type Move = (sources: Sources, isStopped: () => boolean) => Promise<void>;

/**
 * Moves open notices to the current release, so that workers of another can go within minutes: a sleeping notice is woken and goes by
 * itself; one of a release whose workers are gone, which nobody could wake, is taken along as it stands.
 */
export function createMover(): Move {
  const woken = new Map<string, number>();
  return async ({ db, engine: { releases }, now }, isStopped) => {
    const deployed = await releases.list();
    if (!deployed.some(({ isCurrent }) => isCurrent)) return;
    const atMs = now().getTime();
    for (const [id, wokenAtMs] of woken) if (atMs - wokenAtMs >= AGAIN_AFTER_MS) woken.delete(id);
    const { deserted } = servedOf(await listReleaseWorkers(db));
    for (const release of deployed.filter(holdsNotices)) {
      const ids = (await releases.pinnedTo(release.build, MOST_LISTED)).filter((id) => !woken.has(id));
      const isGone = deserted(release.build);
      for (const id of ids.slice(0, MOST_A_ROUND)) {
        if (isStopped()) return;
        if (isGone) await releases.takeAlong(id);
        await releases.nudge(id, { callOff: replacedForMs(release, atMs) >= CALLED_OFF_AFTER_MS });
        woken.set(id, atMs);
      }
    }
  };
}

/** One that was never current has no notices, and one that the engine has seen empty stays so. */
function holdsNotices({ isCurrent, isDrained, firstCurrentAt }: DeployedRelease): boolean {
  return !isCurrent && !isDrained && firstCurrentAt !== null;
}

function replacedForMs({ replacedAt }: DeployedRelease, atMs: number): number {
  return replacedAt === null ? 0 : atMs - replacedAt.getTime();
}
