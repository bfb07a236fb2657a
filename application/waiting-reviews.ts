import { can } from '../domain/people/permission.js';
import { toReader, type Caller } from './caller.js';
import type { Services } from './services.js';

/**
 * Which second reviews wait for the caller. Those who may confirm golden items can read their agreed decisions, so they
 * are served none.
 */
export const toWaitingReviews = (
  { secondReviewPercent: percent }: Pick<Services, 'secondReviewPercent'>,
  caller: Caller,
) => ({
  reader: toReader(caller),
  percent,
  golden: !can(caller.roles, 'golden.confirm'),
});
