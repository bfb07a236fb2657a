import { rolesWith } from '../people/permission.js';

/** Who may ask to make a release current. */
export const PROMOTERS = rolesWith('release.promote');

/** A request that nobody confirms within a day is over: the workers that it was made for may be others by then. */
export const PROMOTION_WAITS_MS = 24 * 3_600_000;
