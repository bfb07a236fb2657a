const GRACE_MS = 10_000;
const POLL_EVERY_MS = 1_000;

interface Failing {
  getState(): string;
}

/**
 * Ends the process if one of its workers has failed but hangs waiting for activities whose results are lost; meanwhile
 * its queue would have no worker. The supervisor starts a new process.
 */
export function endWhenFailed(
  workers: readonly Failing[],
  { end, everyMs = POLL_EVERY_MS, graceMs = GRACE_MS }: { end: () => void; everyMs?: number; graceMs?: number },
): void {
  const looking = setInterval(() => {
    if (!workers.some((worker) => worker.getState() === 'FAILED')) return;
    clearInterval(looking);
    setTimeout(end, graceMs).unref();
  }, everyMs);
  looking.unref();
}
