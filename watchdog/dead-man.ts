import type { Logger } from 'pino';
import { request } from 'undici';
import { PING_EVERY_MS } from './rhythm.js';

const TIMEOUT_MS = 5_000;

/**
 * Pings a dead man's switch on another host while the watchdog works and its pages get through; without pings the
 * switch pages. Does nothing without a URL.
 */
export function createDeadMan(options: { url: string | undefined; logger: Logger; now?: () => number }): {
  ping(): Promise<void>;
} {
  const { url, logger, now = () => performance.now() } = options;
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    /** Times out and only logs failures: the switch itself is the alarm. */
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
