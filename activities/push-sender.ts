import { createHash } from 'node:crypto';
import type { Agent } from 'node:https';
import webPush from 'web-push';
import { isPushService } from '../domain/people/push-device.js';
import type { PushDevice } from '../registry/people/push-devices.js';

/** What a browser shows. The service worker (console/public/push-worker.js) reads it. */
export interface PushMessage {
  title: string;
  body: string;
  link: string;
  /** Of the notice: a later message replaces an earlier one that was not shown or read yet. */
  topic: string;
}

/** `gone`: the browser has forgotten the subscription, so its row can go. */
export type PushAnswer = { state: 'sent' } | { state: 'gone' } | { state: 'failed'; error: string };

export type PushSender = (device: PushDevice, message: PushMessage) => Promise<PushAnswer>;

const TIMEOUT_MS = 10_000;
/** An approval that nobody saw for a day has long been escalated. */
const TTL_SECONDS = 86_400;
/** Answers of push services for a subscription that no longer exists (RFC 8030, section 7.3). */
const GONE = [404, 410];

/**
 * Returns a sender of encrypted notifications (RFC 8291) signed with the desk's key (RFC 8292).
 *
 * @param contact mailto: or https: address that a push service may complain to
 * @param agent of tests, whose push service has an own certificate
 */
export function createPushSender({
  key,
  contact,
  agent,
}: {
  /** base64url, as of RFC 8292. */
  key: { publicKey: string; privateKey: string };
  contact: string;
  agent?: Agent;
}): PushSender {
  return async ({ endpoint, p256dh, auth }, { topic, ...shown }) => {
    if (agent === undefined && !isPushService(endpoint)) return { state: 'gone' };
    const tag = createHash('sha256').update(topic).digest('base64url').slice(0, 32);
    try {
      await webPush.sendNotification({ endpoint, keys: { p256dh, auth } }, JSON.stringify({ ...shown, tag }), {
        vapidDetails: { subject: contact, ...key },
        TTL: TTL_SECONDS,
        urgency: 'high',
        topic: tag,
        timeout: TIMEOUT_MS,
        ...(agent === undefined ? {} : { agent }),
      });
      return { state: 'sent' };
    } catch (error) {
      if (error instanceof webPush.WebPushError && GONE.includes(error.statusCode)) return { state: 'gone' };
      return { state: 'failed', error: describe(error) };
    }
  };
}

/** Without the address, which lets its holder send to the browser. */
function describe(error: unknown): string {
  if (error instanceof webPush.WebPushError) return `The push service answered ${error.statusCode}.`;
  return 'The push service could not be reached.';
}
