/** So long a worker that has failed may still take to end by itself. */
const GRACE_MS = 10_000;
const LOOK_EVERY_MS = 1_000;

/** What is asked of a worker of the SDK. */
interface Failing {
  getState(): string;
}

/**
 * Ends the process when one of its workers has failed and does not end by itself: it waits for activities that nobody
 * hears of any more, and while it does, its queue has no worker. Whoever started the process starts another one.
 */
export function endWhenFailed(
  workers: readonly Failing[],
  { end, everyMs = LOOK_EVERY_MS, graceMs = GRACE_MS }: { end: () => void; everyMs?: number; graceMs?: number },
): void {
  const looking = setInterval(() => {
    if (!workers.some((worker) => worker.getState() === 'FAILED')) return;
    clearInterval(looking);
    setTimeout(end, graceMs).unref();
  }, everyMs);
  looking.unref();
}
