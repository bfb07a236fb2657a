/** The kinds of worker that a release needs, by task queue. */
export const NEEDED_QUEUES = ['notices', 'enforcement'] as const;

/** A restarted worker is back well before this; after it, no one waits for the release's workers. */
const DESERTED_AFTER_SECONDS = 60;

export interface HeardOn {
  build: string;
  queue: string;
  heardSecondsAgo: number;
  living: boolean;
}

/** Returns the builds that have every kind of worker now, and those that have lacked one for a minute. */
export function computeServedBuilds(workers: readonly HeardOn[]) {
  const heard = (build: string, within: (one: HeardOn) => boolean) =>
    NEEDED_QUEUES.every((queue) => workers.some((one) => one.build === build && one.queue === queue && within(one)));
  const builds = new Set(workers.map(({ build }) => build));
  return {
    served: new Set([...builds].filter((build) => heard(build, ({ living }) => living))),
    deserted: (build: string) => !heard(build, ({ heardSecondsAgo }) => heardSecondsAgo < DESERTED_AFTER_SECONDS),
  };
}
