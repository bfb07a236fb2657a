import { FENCE } from '../fence.js';

/** Ends this process, and nothing else, whatever its threads do. */
export function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

/** Work of all threads of this process. */
export function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Ends this process once it overruns memory, or work since `workedBefore`. Limits of the engine's heap do not count bytes
 * outside it, so the memory of the whole process is looked at.
 */
export function watchLimits(workedBefore: () => number): NodeJS.Timeout {
  return setInterval(() => {
    const isTooLarge = process.memoryUsage.rss() > FENCE.memoryMb * 1024 * 1024;
    if (isTooLarge || workedMs() - workedBefore() > FENCE.cpuMs) endAtOnce();
  }, 20);
}
