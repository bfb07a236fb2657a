import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';

/** The watchdog's own connection to the pager, independent of the worker's, which may be what failed. */
export interface PageRoute {
  /**
   * Posts a page under its key, which is also its webhook id, and returns the status. Throws if the page was not
   * accepted.
   */
  post(key: string, body: string): Promise<string>;
}

const TIMEOUT_MS = 5_000;

/** Signs pages according to the Standard Webhooks specification, like every page of the desk. */
export function createPageRoute({ url, secret }: { url: string; secret: string }): PageRoute {
  const webhook = new Webhook(secret);
  const dispatcher = new Agent({
    connections: 2,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connectTimeout: TIMEOUT_MS,
  });
  return {
    async post(key, body) {
      const at = new Date();
      const { statusCode, body: answer } = await request(url, {
        dispatcher,
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': key,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          'webhook-signature': webhook.sign(key, at, body),
        },
      });
      await answer.dump();
      if (statusCode >= 200 && statusCode < 300) return String(statusCode);
      throw new Error(`The pager answered ${statusCode}.`);
    },
  };
}
