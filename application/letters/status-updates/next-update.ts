import { stopsUpdates, type RequestedCadence, type UpdateStop } from '../../../domain/letters/status-update.js';
import { nextUpdate, type DueStatusUpdate } from '../../../domain/open-clocks/next-update.js';
import { lettersAddress } from '../../../registry/letters/letters.js';
import type { UpdateCandidate } from '../../../registry/letters/status-updates.js';
import { findNoticeLaw } from '../../../rulebook/consequence.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { findCalendar } from '../../clocks/clocks-of-notice.js';

export interface PlannedUpdate extends DueStatusUpdate {
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

export function dueAfter(rulebook: Rulebook, found: UpdateCandidate, since: Date): DueStatusUpdate | null {
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
