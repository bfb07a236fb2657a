import { can } from '../../../domain/people/permission.js';
import { countAppeals } from '../../../registry/appeals/appeals.js';
import { countChanges } from '../../../registry/changes/changes.js';
import { countInbound } from '../../../registry/mail/inbound-views.js';
import { countQueuedReviews } from '../../../registry/targets/second-review-queue.js';
import { countAlertRows } from '../../../registry/ops/alert-views.js';
import { countUnread } from '../../people/for-me.js';
import { toReader, type Caller } from '../../caller.js';
import { countReadableNotices } from './list-notices.js';
import { toWaitingReviews } from '../../waiting-reviews.js';
import type { Services } from '../../services.js';

type Reading = Pick<Services, 'db' | 'now' | 'rulebook' | 'secondReviewPercent'>;
type NoticesFilters = Parameters<typeof countReadableNotices>[2];

/** Counts what waits in the lists that the caller can read, and the notices of each query. A null query has no count. */
export async function countWaiting(services: Reading, caller: Caller, queries: readonly (NoticesFilters | null)[]) {
  const { db } = services;
  const reader = toReader(caller);
  const { roles } = caller;
  const reads = can(roles, 'notice.read_facts');
  const [unread, alerts, mail, appeals, changes, secondReviews] = await Promise.all([
    countUnread(services, caller),
    can(roles, 'alert.read') ? countAlertRows(db, { reader, now: services.now() }) : null,
    can(roles, 'inbound.read') ? countInbound(db, { reader, states: ['held', 'unread'] }) : null,
    can(roles, 'appeal.read') ? countAppeals(db, { reader, filter: { state: 'open' } }) : null,
    can(roles, 'changes.read') ? countChanges(db, { state: 'pending' }) : null,
    can(roles, 'decide') ? countQueuedReviews(db, toWaitingReviews(services, caller)) : null,
  ]);
  const notices = await Promise.all(
    queries.map(async (query) => (query === null || !reads ? null : countReadableNotices(services, caller, query))),
  );
  return { notices, unread, alerts, mail, appeals, changes, secondReviews };
}
