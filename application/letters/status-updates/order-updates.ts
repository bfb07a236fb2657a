import { statusUpdateEffect } from '../../../domain/letters/status-update.js';
import {
  insertStatusUpdate,
  listUpdateCandidates,
  type UpdateCandidate,
} from '../../../registry/letters/status-updates.js';
import type { Services } from '../../services.js';
import { dueAfter, planUpdate } from './next-update.js';

type Sources = Pick<Services, 'db' | 'rulebook' | 'now'>;

const PAGE = 500;
const TRIED_MS = 86_400_000;

/** Orders a status letter for each open notice whose period is over: one per period, however long the desk was down. */
export async function orderUpdates({ db, rulebook, now }: Sources, isStopped: () => boolean): Promise<void> {
  const laws = rulebook.regimes.filter(({ versions }) => versions.some((one) => one.statusUpdates !== undefined));
  const ids = laws.map(({ id }) => id);
  let afterId: string | null = null;
  while (!isStopped()) {
    const page: UpdateCandidate[] = await listUpdateCandidates(db, { laws: ids, afterId, limit: PAGE });
    for (const found of page) await orderUpdate({ db, rulebook, now }, found);
    afterId = page.at(-1)?.id ?? null;
    if (page.length < PAGE) return;
  }
}

async function orderUpdate({ db, rulebook, now }: Sources, found: UpdateCandidate): Promise<void> {
  const at = now();
  const plan = planUpdate(rulebook, found, at);
  if (found.queued || plan === null || plan.stop !== null || plan.dueAtMs > at.getTime()) return;
  const dueAt = new Date(plan.dueAtMs);
  const next = dueAfter(rulebook, found, at);
  await insertStatusUpdate(db, {
    key: statusUpdateEffect(found.id, dueAt).key,
    noticeId: found.id,
    dueAt,
    nextDueAt: next === null ? dueAt : new Date(next.dueAtMs),
    at,
    until: new Date(at.getTime() + TRIED_MS),
  });
}
