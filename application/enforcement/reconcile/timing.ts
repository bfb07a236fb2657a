import { setTimeout as sleep } from 'node:timers/promises';

const STEP_MS = 250;

export async function waitUnlessStopped(ms: number, isStopped: () => boolean): Promise<void> {
  const untilMs = performance.now() + ms;
  for (;;) {
    const left = untilMs - performance.now();
    if (left <= 0 || isStopped()) return;
    await sleep(Math.min(left, STEP_MS));
  }
}

export function createTurnstile(aSecond: number, isStopped: () => boolean): () => Promise<void> {
  let nextMs = performance.now();
  return async () => {
    const waitMs = nextMs - performance.now();
    nextMs = Math.max(nextMs, performance.now()) + 1000 / aSecond;
    if (waitMs > 0) await waitUnlessStopped(waitMs, isStopped);
  };
}
