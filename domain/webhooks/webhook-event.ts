/** Delivery status of a webhook event; `dead`: given up until a person resends it. */
export const WEBHOOK_STATES = ['pending', 'delivered', 'dead'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

/** `unconfirmed`: no second person has confirmed its first address. */
export const SUBSCRIBER_STATES = ['unconfirmed', 'active', 'paused'] as const;
export type SubscriberState = (typeof SUBSCRIBER_STATES)[number];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * Waits between the first attempts. Standard Webhooks allows waits of up to 14 hours; here later events of a notice
 * wait for earlier ones, so a recovered subscriber must be reached within half an hour.
 */
const FIRST_WAITS_MS = [5 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE] as const;
const LATER_WAIT_MS = 30 * MINUTE;
/** About a day of attempts. */
export const WEBHOOK_TRIES = FIRST_WAITS_MS.length + 48;
const MAX_REQUESTED_MS = 60 * MINUTE;

/** Returns the wait after this many attempts; null: given up. `requestedMs`: the delay that the subscriber requested. */
export function waitAfter(tries: number, requestedMs: number | null = null): number | null {
  if (tries >= WEBHOOK_TRIES) return null;
  const wait = FIRST_WAITS_MS[tries - 1] ?? LATER_WAIT_MS;
  return Math.max(wait, Math.min(requestedMs ?? 0, MAX_REQUESTED_MS));
}

/** The subscriber of the settings, and the secret that signs its events (Standard Webhooks). */
export interface Subscriber {
  url: string;
  secret: string;
}

/** Which events a subscriber receives. An empty list fits all. */
export interface EventFilter {
  /** `notice.submit`, or all of a group: `notice.*`. */
  types: string[];
  /** Kinds of alerts; limits alerts only. */
  alerts: string[];
  laws: string[];
  /** Countries of the authorities. */
  countries: string[];
}
