/**
 * `pinned`: releases run side by side until people promote one; `auto-upgrade`: the new release replaces the old one
 * immediately.
 */
export const WORKER_VERSIONINGS = ['pinned', 'auto-upgrade'] as const;
export type WorkerVersioning = (typeof WORKER_VERSIONINGS)[number];

/** What a release does about becoming current; new and moving notices go to the current release. */
export type Turn = 'is_current' | 'becomes_current' | 'waits_for_workers' | 'waits_for_people';

export interface ReleaseStatus {
  own: string;
  versioning: WorkerVersioning;
  current: string | null;
  served: ReadonlySet<string>;
  /** Builds without some kind of worker for so long that no one waits for it. */
  deserted: (build: string) => boolean;
}

/**
 * Decides a release's next step. With `auto-upgrade` it becomes current once its workers run. With `pinned` people
 * promote it, unless there is nothing to replace: no previous release, or one whose workers are gone.
 */
export function decideReleaseTurn({ own, versioning, current, served, deserted }: ReleaseStatus): Turn {
  if (current === own) return 'is_current';
  const isDue = versioning === 'auto-upgrade' || current === null || deserted(current);
  if (!isDue) return 'waits_for_people';
  return served.has(own) ? 'becomes_current' : 'waits_for_workers';
}
