/**
 * Runs `count` pieces of work, `atOnce` of them concurrently, and returns the wall time in ms. The first failure ends
 * it.
 */
export async function runConcurrently({
  count,
  concurrency,
  work,
}: {
  count: number;
  concurrency: number;
  work: (index: number) => Promise<void>;
}): Promise<number> {
  let next = 0;
  const action = async () => {
    while (next < count) {
      next += 1;
      await work(next - 1);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: Math.min(concurrency, count) }, action));
  return performance.now() - from;
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Polls until the answer satisfies `holds`; the error of a timeout contains the last answer. */
export async function until<T>(
  what: string,
  {
    ask,
    holds,
    withinMs = 60_000,
    everyMs = 20,
  }: { ask: () => Promise<T>; holds: (value: T) => boolean; withinMs?: number; everyMs?: number },
): Promise<T> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (performance.now() > giveUpAt)
      throw new Error(`${what}: not within ${withinMs} ms. Last: ${JSON.stringify(value).slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
