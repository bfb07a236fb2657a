import type { Logger } from 'pino';
import { nextPage, recoveredPage, type LastPage } from './next-page.js';
import type { PageRoute } from './page-route.js';
import { REGISTRY_SILENT_MS } from './rhythm.js';
import { overPage, registryPage, type PageBody } from './words.js';

/**
 * Pages while the registry does not answer. State is in memory only, since the registry cannot store it: a restarted
 * watchdog pages again.
 */
export function createRegistrySilence(options: { route: PageRoute | null; logger: Logger; now?: () => number }) {
  const { route, logger, now = () => Date.now() } = options;
  let answeredMs = now();
  let last: LastPage | undefined;
  let unsent: { key: string; body: PageBody } | undefined;
  let isPaged = false;

  const send = async () => {
    if (unsent === undefined || route === null) return;
    const { key, body } = unsent;
    try {
      await route.post(key, JSON.stringify(body));
      logger.warn({ page: key }, `paged: ${body.text}`);
      unsent = undefined;
      isPaged = true;
    } catch (error) {
      logger.warn({ err: error, page: key }, 'watchdog page not accepted, retrying');
    }
  };

  return {
    async answered(): Promise<void> {
      answeredMs = now();
      const page = recoveredPage('registry_silent', last);
      if (page !== null) {
        last = undefined;
        // If no page got through, no recovery page is needed.
        unsent = isPaged ? { key: page.key, body: overPage(page, 'registry_silent') } : undefined;
      }
      await send();
      if (last === undefined && unsent === undefined) isPaged = false;
    },
    async unanswered(): Promise<void> {
      const nowMs = now();
      if (nowMs - answeredMs <= REGISTRY_SILENT_MS) return;
      const page = nextPage('registry_silent', { last, reason: 'registry_silent', nowMs });
      if (page !== null) {
        last = { key: page.key, reason: page.reason, createdAt: new Date(nowMs) };
        unsent = { key: page.key, body: registryPage(page, { silentMs: nowMs - answeredMs }) };
      }
      await send();
    },
  };
}
