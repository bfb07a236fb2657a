/**
 * Limits for a hostile file, or a program that processes foreign text: CPU time and elapsed time in ms, process memory
 * and the worker thread's heap in MiB. Elapsed time is longer, because on a busy machine a valid file waits for CPU,
 * and a mail would be held for it.
 */
export const FENCE = { cpuMs: 30_000, timeMs: 120_000, memoryMb: 640, heapMb: 384 } as const;

/** Kills only this process, immediately, whatever its threads are doing. */
export function exitImmediately(): void {
  process.kill(process.pid, 'SIGKILL');
}

export function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * Ends this process once it exceeds memory, or CPU time since `workedBefore`. V8's heap limits ignore bytes outside the
 * heap, so the resident memory of the process is checked.
 */
export function watchLimits(workedBefore: () => number): NodeJS.Timeout {
  return setInterval(() => {
    const isTooLarge = process.memoryUsage.rss() > FENCE.memoryMb * 1024 * 1024;
    if (isTooLarge || workedMs() - workedBefore() > FENCE.cpuMs) exitImmediately();
  }, 20);
}
