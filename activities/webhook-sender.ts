import { fetch, type Dispatcher } from 'undici';
import { createPublicAgent, isPrivateHost, PrivateAddress } from '../letters/public-network.js';

/** Posts to an address of a person; returns why it failed, without the address, or null. */
export type WebhookSender = (url: string, body: { text: string }) => Promise<string | null>;

const TIMEOUT_MS = 10_000;

/** @param dispatcher of tests, which listen on this machine */
export function createWebhookSender(dispatcher?: Dispatcher): WebhookSender {
  const agent = dispatcher ?? createPublicAgent(TIMEOUT_MS);
  return async (url, body) => {
    try {
      if (dispatcher === undefined && isPrivateHost(new URL(url))) throw new PrivateAddress();
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        dispatcher: agent,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await answer.body?.cancel();
      return answer.ok ? null : `It answered ${answer.status}.`;
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      return cause instanceof PrivateAddress ? cause.message : 'It could not be reached.';
    }
  };
}
