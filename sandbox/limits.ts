/**
 * What a hostile file, or a program that works on foreign text, may use: work of the processor and time in ms, memory of the
 * process and heap of its working thread in MiB. Time is the longer one: on a busy machine a sound file waits for its turn,
 * and a mail would be held for it.
 */
export const FENCE = { cpuMs: 30_000, timeMs: 120_000, memoryMb: 640, heapMb: 384 } as const;

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
