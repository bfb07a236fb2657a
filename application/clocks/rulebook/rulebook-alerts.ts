import type { AlertKind } from '../../../domain/alert.js';
import type { Db } from '../../../registry/db.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import { readReviewRecords, type ReviewRecords } from '../../../registry/rulebook/law-reviews.js';
import { RULEBOOK_CHANGED } from '../../../registry/rulebook/rulebook-editions.js';
import { countSettledRevisions } from '../../../registry/rulebook/rulebook-revisions.js';
import { toReviewedFacts } from '../../../rulebook/reviewed-law.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { findAffected, isOpenNotice, pickKnown } from './affected-clocks.js';
import { CALENDAR_ENDS, endingCalendars } from './ending-calendars.js';
import { raiseChanged } from './raise-changed.js';
import { standAt } from './law-reviews.js';

export interface WatchedRulebook {
  rulebook: Rulebook;
  edition: number | null;
  compare: boolean;
  settled: number;
  ends: string | null;
  due: string | null;
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

/**
 * Alerts which open clocks the rulebook would move, after it has changed and after an approved revision has been
 * applied.
 */
export async function compareClocks(db: Db, held: WatchedRulebook): Promise<void> {
  const settled = await countSettledRevisions(db);
  if (!held.compare && settled === held.settled) return;
  const { rulebook, edition } = held;
  // The alert is visible to all, so it does not count restricted notices; their clocks move with the rest.
  const { clocks, notices, unknown } = pickKnown(await findAffected(db, rulebook), isOpenNotice);
  if (clocks.length === 0) await resolveAlert(db, { key: RULEBOOK_CHANGED });
  else {
    const why = [...new Set(clocks.flatMap((clock) => clock.why))].slice(0, 5);
    const many = `${count(clocks.length, 'open clock')} of ${count(notices, 'notice')}`;
    const summary = `The rulebook has changed: ${many} would move. Nothing moves until two people have approved; see notice-desk rulebook revision.`;
    await raiseChanged(db, summary, { clocks: clocks.length, notices, why, unknown: unknown.clocks, edition });
  }
  Object.assign(held, { compare: false, settled });
}

export async function raiseEndingCalendars(db: Db, held: WatchedRulebook, nowMs: number): Promise<void> {
  const ending = endingCalendars(held.rulebook, nowMs);
  const list = ending.map(({ id, lastYear }) => `${id} ends with ${lastYear}`).join(', ');
  const summary = `Calendars that end soon: ${list}.`;
  if (list !== held.ends)
    await raiseOrResolve(db, { kind: CALENDAR_ENDS, summary: list === '' ? null : summary, detail: { ending } });
  held.ends = list;
}

export async function raiseDueReviews(db: Db, held: WatchedRulebook, nowMs: number): Promise<void> {
  const due = dueReviews(held.rulebook, await readReviewRecords(db), nowMs);
  const list = due.map(({ id, until }) => `${id} since ${until}`).join(', ');
  const summary = `Law reviews expired: ${list}.`;
  if (list !== held.due)
    await raiseOrResolve(db, { kind: LAW_REVIEW_DUE, summary: list === '' ? null : summary, detail: { due } });
  held.due = list;
}

async function raiseOrResolve(
  db: Db,
  { kind, summary, detail }: { kind: AlertKind; summary: string | null; detail: Record<string, unknown> },
): Promise<void> {
  if (summary === null) return resolveAlert(db, { key: kind });
  return raiseAlert(db, { key: kind, kind, noticeId: null, summary, detail }, { refresh: true });
}

const LAW_REVIEW_DUE = 'law_review_due' as const;

function dueReviews(
  { listRegimes }: Pick<Rulebook, 'listRegimes'>,
  records: ReviewRecords,
  nowMs: number,
): { id: string; version: string; until: string }[] {
  return listRegimes({ atMs: nowMs }).flatMap((law) => {
    const parts = [undefined, ...toReviewedFacts(law).values()];
    const stands = parts.map((reviewed) => standAt(law, records, { atMs: nowMs, reviewed }));
    const until = stands.find(({ state }) => state === 'expired')?.until;
    return until == null ? [] : [{ id: law.id, version: law.version, until }];
  });
}
