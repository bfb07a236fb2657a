/**
 * `@notice-desk/client`: what intake systems and subscribers need to use a desk (docs/integrating/client.md). The command
 * line uses the same client.
 */
import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';
import { noticeCreate } from '../contract/notice-create.js';
import type { noticeView, receivedNotice } from '../contract/notice-view.js';
import { webhookMessage, type WebhookMessage } from '../contract/webhooks.js';
import type { DeskClient } from './http.js';

export { ProblemError, UnreachableError, type Problem } from './errors.js';
export {
  createDeskClient,
  listAll,
  type ClientDeps,
  type Connection,
  type DeskClient,
  type Page,
  type Query,
  type Reply,
  type SentFile,
} from './http.js';
export { verifyReceipt, type ReceiptVerdict } from '../verifier/verify-receipt.js';
export { noticeCreate, webhookMessage, type WebhookMessage };

export type NoticeToSend = z.input<typeof noticeCreate>;
/** A notice as the people who work on it read it. */
export type Notice = z.infer<typeof noticeView>;
export type ReceivedNotice = z.infer<typeof receivedNotice>;

/**
 * Sends a notice and returns only once it is on record. Store `key` with the notice: the same key sent again after a
 * lost answer returns the first notice.
 */
export async function sendNotice(desk: DeskClient, notice: NoticeToSend, key: string): Promise<ReceivedNotice> {
  const { body } = await desk.post<ReceivedNotice>('/v1/notices', notice, key);
  return body;
}

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
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: string,
): VerifiedWebhook {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
  const given = names.map((name) => [name, String(headers[name] ?? '')]);
  const signed = new Webhook(secret).verify(body, Object.fromEntries(given));
  return { ...webhookMessage.parse(signed), id: String(headers['webhook-id']) };
}
