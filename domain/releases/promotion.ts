import { rolesWith } from '../people/permission.js';

export const PROMOTERS = rolesWith('release.promote');

/** An unconfirmed request expires after a day: by then the workers it was made for may have changed. */
export const PROMOTION_WAITS_MS = 24 * 3_600_000;
