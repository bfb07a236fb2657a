import { setTimeout as sleep } from 'node:timers/promises';
import { getNotice, type NoticeRow } from '../../registry/notices/notices.js';
import type { Services } from '../services.js';

/** The platform answers within seconds or is down; enforcement still stops targets that turn out to be protected. */
const WAIT_MS = 10_000;

/**
 * Waits until the platform has resolved the targets of a fresh notice or list, so that a decision sees which ones are
 * protected. Older ones are not waited for: a platform outage blocks no decision.
 */
export async function awaitResolved({ db, now }: Services, row: NoticeRow): Promise<void> {
  const until = (row.targets_added_at ?? row.created_at).getTime() + WAIT_MS;
  let { targets, targets_resolved_at: resolvedAt } = row;
  while (targets > 0 && resolvedAt === null && now().getTime() < until) {
    await sleep(50);
    ({ targets, targets_resolved_at: resolvedAt } = await getNotice(db, row.id));
  }
}
