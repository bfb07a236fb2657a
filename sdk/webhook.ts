import { Webhook } from 'standardwebhooks';
import { webhookMessage, type WebhookMessage } from '../contract/webhooks.js';

export interface VerifiedWebhook extends WebhookMessage {
  /** The same at each try: what is known already is a repeat. */
  id: string;
}

/**
 * What a request to `WEBHOOK_URL` says, if the desk has signed it with this secret within the last five minutes; throws
 * otherwise. `body` is the text as it came: parsed and written anew it would not be what was signed.
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
