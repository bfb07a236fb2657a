import { setTimeout as sleep } from 'node:timers/promises';
import { getNotice, type NoticeRow } from '../../registry/notice/notices.js';
import type { Services } from '../services.js';

/** The platform answers within seconds or is away; enforcement stops what turns out to be protected after all. */
const WAIT_MS = 10_000;

/**
 * Lets the platform first say who the targets of a fresh notice or list are: whoever decides at once would not see which
 * are protected. Older ones are not waited for, so an outage of the platform blocks nobody.
 */
export async function awaitResolved({ db, now }: Services, row: NoticeRow): Promise<void> {
  const until = (row.targets_added_at ?? row.created_at).getTime() + WAIT_MS;
  let { targets, targets_resolved_at: resolvedAt } = row;
  while (targets > 0 && resolvedAt === null && now().getTime() < until) {
    await sleep(50);
    ({ targets, targets_resolved_at: resolvedAt } = await getNotice(db, row.id));
  }
}
