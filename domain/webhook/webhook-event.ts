/** How far an event for the subscriber is; `dead`: given up, until a person has it sent again. */
export const WEBHOOK_STATES = ['pending', 'delivered', 'dead'] as const;
export type WebhookState = (typeof WEBHOOK_STATES)[number];

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/**
 * Waits between the first tries. Standard Webhooks lets them grow to 14 hours; here nothing overtakes an event of the same
 * notice, so that a subscriber that is there again is told within the half hour.
 */
const FIRST_WAITS_MS = [5 * SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE] as const;
const LATER_WAIT_MS = 30 * MINUTE;
/** A day of tries. */
export const WEBHOOK_TRIES = FIRST_WAITS_MS.length + 48;
/** A subscriber that asks for more time is given so much and no more. */
const LONGEST_ASKED_MS = 60 * MINUTE;

/** How long to wait after so many tries; null: it is given up. `askedMs`: what the subscriber has asked for. */
export function waitAfter(tries: number, askedMs: number | null = null): number | null {
  if (tries >= WEBHOOK_TRIES) return null;
  const wait = FIRST_WAITS_MS[tries - 1] ?? LATER_WAIT_MS;
  return Math.max(wait, Math.min(askedMs ?? 0, LONGEST_ASKED_MS));
}

/** Who is told what happens, and the secret that signs it (Standard Webhooks). */
export interface Subscriber {
  url: string;
  secret: string;
}
