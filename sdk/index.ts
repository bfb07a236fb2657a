/**
 * `notice-desk/client`: what intake systems and subscribers need to use a desk (docs/integrating/client.md). The command line uses
 * the same client.
 */
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
export { verifyWebhook, type VerifiedWebhook } from './webhook.js';
export { noticeCreate, sendNotice, type NoticeToSend, type ReceivedNotice } from './notices.js';
export { webhookMessage, type WebhookMessage } from '../contract/webhooks.js';
