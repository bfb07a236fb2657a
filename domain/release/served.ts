/** The kinds of worker that a release needs, by the queue that they take work from. */
export const NEEDED_QUEUES = ['notices', 'enforcement'] as const;

/** A worker that is started again is back well before; then the notices of its release wait for nobody. */
const DESERTED_AFTER_SECONDS = 60;

/** When workers of a release were last heard on a queue. */
export interface HeardOn {
  build: string;
  queue: string;
  heardSecondsAgo: number;
  living: boolean;
}

/** Which builds have every kind of worker now, and which have lacked one for a minute. */
export function servedOf(workers: readonly HeardOn[]) {
  const heard = (build: string, within: (one: HeardOn) => boolean) =>
    NEEDED_QUEUES.every((queue) => workers.some((one) => one.build === build && one.queue === queue && within(one)));
  const builds = new Set(workers.map(({ build }) => build));
  return {
    served: new Set([...builds].filter((build) => heard(build, ({ living }) => living))),
    deserted: (build: string) => !heard(build, ({ heardSecondsAgo }) => heardSecondsAgo < DESERTED_AFTER_SECONDS),
  };
}
