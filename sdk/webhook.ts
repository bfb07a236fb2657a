import { Webhook } from 'standardwebhooks';
import { webhookMessage, type WebhookMessage } from '../contract/webhooks.js';

export interface VerifiedWebhook extends WebhookMessage {
  /** The same for every attempt: an id already known is a repeat. */
  id: string;
}

/**
 * Verifies that the desk signed a request to `WEBHOOK_URL` with this secret within the last five minutes, and returns
 * its content; throws otherwise. `body` is the raw text: once parsed and serialized again the signature would not
 * match.
 */
export function verifyWebhook(
  secret: string,
  headers: Record<string, string | undefined>,
  body: string,
): VerifiedWebhook {
  const id = headers['webhook-id'] ?? '';
  const signed = new Webhook(secret).verify(body, {
    'webhook-id': id,
    'webhook-timestamp': headers['webhook-timestamp'] ?? '',
    'webhook-signature': headers['webhook-signature'] ?? '',
  });
  return { ...webhookMessage.parse(signed), id };
}
