/** How notices come to a new release: old and new run side by side until people promote, or the new one replaces the old at once. */
export const WORKER_VERSIONINGS = ['pinned', 'auto-upgrade'] as const;
export type WorkerVersioning = (typeof WORKER_VERSIONINGS)[number];

/** What a release is to do about being the current one, to which new and moving notices go. */
export type Turn = 'is_current' | 'becomes_current' | 'waits_for_workers' | 'waits_for_people';

/** How the releases of a desk stand, as one of them sees it. */
export interface Standing {
  own: string;
  versioning: WorkerVersioning;
  /** Null: none has ever been. */
  current: string | null;
  /** Builds of which every kind of worker takes work. */
  served: ReadonlySet<string>;
  /** Builds of which some kind of worker has not been heard for so long that nobody waits for it any more. */
  deserted: (build: string) => boolean;
}

/**
 * Where the old can be replaced only, the new release becomes current as soon as its workers are there. Where both run side by side
 * people promote it, unless there is nothing to promote it over: no release before it, or one whose workers are gone.
 */
export function turnOf({ own, versioning, current, served, deserted }: Standing): Turn {
  if (current === own) return 'is_current';
  const isDue = versioning === 'auto-upgrade' || current === null || deserted(current);
  if (!isDue) return 'waits_for_people';
  return served.has(own) ? 'becomes_current' : 'waits_for_workers';
}
