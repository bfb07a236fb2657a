import type { LatenessLimits } from './judge.js';

export const WATCHDOG_CHECK_MS = 5_000;
/** Interval of repeated pages while a situation lasts. */
export const REPEAT_MS = 5 * 60_000;
/** A registry without an answer for this long counts as silent. */
export const REGISTRY_SILENT_MS = 30_000;
/** Minimum interval between pings of the dead man's switch. */
export const PING_EVERY_MS = 30_000;

/**
 * An act counts as late after 10 s. Seen late for 20 s with no late act done for 10 s, the engine is silent: the page
 * leaves 30 to 40 s after the due instant. While other late acts get done, a burst is draining, and the page waits
 * until an act was seen late for 35 s (45 to 50 s after its instant), so that nothing stays undone for a minute without
 * a page.
 */
export const ENGINE: LatenessLimits = { lateAfterMs: 10_000, graceMs: 20_000, stillMs: 10_000, limitMs: 35_000 };

/** Mails and pages take longer: a server may be slow, and a burst is sent over one connection at a time. */
export const STEPS: LatenessLimits = { lateAfterMs: 30_000, graceMs: 30_000, stillMs: 30_000, limitMs: 120_000 };
export const STEPS_EVERY_MS = 15_000;
/** Steps that fired longer ago are ignored. */
export const STEPS_BACK_MS = 24 * 3_600_000;

/**
 * A restarted enforcement worker is back within 15 s (heartbeats every 3 s). If one was silent for 30 s while an order
 * has waited 10 s since its last approval, the page leaves 30 to 40 s after the last heartbeat, or 10 to 15 s after the
 * approval.
 */
export const ENFORCEMENT_SILENT = { silentMs: 30_000, waitedMs: 10_000 };

/** Time after the watchdog's start in which an overdue canary may still begin. */
export const CANARY_GRACE_MS = 60_000;

/** Maximum number of late acts followed one by one, more than Temporal gets done in a minute. */
export const FOLLOWED = 20_000;
export const NAMED = 20;
