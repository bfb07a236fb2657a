import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the predicate holds; the last answer is in the error if it never does. */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  holds: (value: T) => boolean,
  withinMs = 180_000,
): Promise<T> {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (Date.now() > until) throw new Error(`It never came to hold. Last: ${JSON.stringify(value).slice(0, 2000)}`);
    await sleep(100);
  }
}
