import {
  statusUpdateEffect,
  stopsUpdates,
  type RequestedCadence,
  type UpdateStop,
} from '../../../domain/letters/status-update.js';
import {
  insertStatusUpdate,
  listUpdateCandidates,
  type UpdateCandidate,
} from '../../../registry/letters/status-updates.js';
import type { Services } from '../../services.js';
import { nextUpdate, type DueStatusUpdate } from '../../../domain/open-clocks/next-update.js';
import { lettersAddress } from '../../../registry/letters/letter-context.js';
import { findNoticeLaw } from '../../../rulebook/consequence.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { findCalendar } from '../../clocks/clocks-of-notice.js';

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
    notice_id: found.id,
    due_at: dueAt,
    next_due_at: next === null ? dueAt : new Date(next.dueAtMs),
    created_at: at,
    until_at: new Date(at.getTime() + TRIED_MS),
  });
}

interface PlannedUpdate extends DueStatusUpdate {
  stop: UpdateStop | null;
}

/**
 * Returns the next status update of an open notice, by its authority's and its law's cadence; null: neither requires
 * one.
 */
export function planUpdate(rulebook: Rulebook, found: UpdateCandidate, now: Date): PlannedUpdate | null {
  const next = dueAfter(rulebook, found, found.since);
  if (next === null) return null;
  const isReachable = found.verification === 'verified' && lettersAddress(found.contacts, now) !== null;
  return { ...next, stop: stopsUpdates({ ...found, isAnswerOwed: found.requested_at !== null, isReachable }) };
}

function dueAfter(rulebook: Rulebook, found: UpdateCandidate, since: Date): DueStatusUpdate | null {
  const law = findNoticeLaw(rulebook, found);
  const countedIn = { zone: law?.zone ?? 'UTC', calendar: law === undefined ? null : findCalendar(rulebook, law) };
  return nextUpdate(listCadences(found, law?.statusUpdates), { ...countedIn, sinceMs: since.getTime() });
}

function listCadences(
  { cadence, authority }: UpdateCandidate,
  rule: NonNullable<ReturnType<typeof findNoticeLaw>>['statusUpdates'],
): RequestedCadence[] {
  return [
    ...(cadence === null ? [] : [{ ...cadence, asks: 'authority' as const, source: `${authority}, directory` }]),
    ...(rule === undefined ? [] : [{ ...rule.every, asks: 'law' as const, source: rule.source }]),
  ];
}
