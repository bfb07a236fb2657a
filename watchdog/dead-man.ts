import type { Logger } from 'pino';
import { request } from 'undici';
import { PING_EVERY_MS } from './rhythm.js';

const TIMEOUT_MS = 5_000;

/**
 * Tells a dead man's switch on another host that the watchdog looks and that its pages get through; the switch pages
 * when it hears nothing. Without a URL nothing is told.
 */
export function createDeadMan({
  url,
  logger,
  now = () => performance.now(),
}: {
  url: string | undefined;
  logger: Logger;
  now?: () => number;
}): { ping(): Promise<void> } {
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    /** Waits for nobody who does not answer, and fails in silence: the switch itself is the alarm. */
    async ping() {
      if (url === undefined || now() - lastMs < PING_EVERY_MS) return;
      lastMs = now();
      try {
        const { body } = await request(url, { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
        await body.dump();
      } catch (error) {
        logger.warn({ err: error }, 'ping of the dead man’s switch failed');
      }
    },
  };
}
