import type { Patience } from './judge.js';

/** How often the watchdog looks. */
export const LOOK_EVERY_MS = 5_000;
/** While a situation lasts its page is repeated. */
export const REPEAT_MS = 5 * 60_000;
/** A registry that has not answered for this long is silent. */
export const REGISTRY_SILENT_MS = 30_000;
/** A dead man's switch is told at most this often that the watchdog lives. */
export const PING_EVERY_MS = 30_000;

/**
 * An act that is 10 s late counts. Seen late for 20 s, and nothing late done for 10 s, the engine is silent: the page
 * leaves 30 to 40 s after the missed instant. While others that were late get done, a burst is draining, and the page waits until
 * some act has been seen late for 35 s (45 to 50 s after its instant): nothing stays undone for a minute untold.
 */
export const ENGINE: Patience = { lateAfterMs: 10_000, graceMs: 20_000, stillMs: 10_000, limitMs: 35_000 };

/** Mails and pages take longer: a server may answer slowly, and a burst goes out one connection after the other. */
export const STEPS: Patience = { lateAfterMs: 30_000, graceMs: 30_000, stillMs: 30_000, limitMs: 120_000 };
/** Steps are asked about less often than clocks: nothing of theirs is promised to the second. */
export const STEPS_EVERY_MS = 15_000;
/** Steps fired longer ago than this are past. */
export const STEPS_BACK_MS = 24 * 3_600_000;

/**
 * An enforcement worker that is restarted is back within 15 s (heartbeats every 3 s). One that has been silent for 30 s, while an order
 * has waited for 10 s since its last approval, is paged 30 to 40 s after it was last heard, or 10 to 15 s after the approval.
 */
export const ENFORCEMENT_SILENT = { silentMs: 30_000, waitedMs: 10_000 };

/** After the watchdog's start a canary that was due before has so long to be sent. */
export const CANARY_GRACE_MS = 60_000;

/** So many late acts are followed one by one: more than an engine gets done in a minute. */
export const FOLLOWED = 20_000;
/** So many are named in a page; the rest is counted. */
export const NAMED = 20;
