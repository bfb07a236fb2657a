import { decideUserNotice } from '../../domain/duties/user-notice.js';
import { reportClock, ratificationClock } from '../../domain/open-clocks/index.js';
import type { OpenedClock } from '../../domain/open-clocks/opened-clock.js';
import { wasInformed } from '../../registry/clocks/clock-views.js';
import type { Connection } from '../../registry/db.js';
import { getNotice, type NoticeRow } from '../../registry/notices/notices.js';
import { insertOutbox } from '../../registry/ops/outbox.js';
import type { Rulebook } from '../../rulebook/rulebook.js';
import { findNoticeLaw } from '../../rulebook/consequence.js';
import { toSecrecy } from '../../registry/notices/row-secrecy.js';
import { clocksOfNotice, TZ_VERSION, type DoneAct } from './clocks-of-notice.js';
import { insertProposedClocks } from './propose-move.js';

interface Starting {
  trx: Connection;
  rulebook: Rulebook;
  newId: () => string;
}

/**
 * Opens the clocks that the law starts from our act (such as keeping removed content for 180 days, or notifying users)
 * and queues the command for the workflow. While users must not be notified, that clock does not run.
 */
export async function startEffectClocks(
  starting: Starting,
  { noticeId, effectAtMs, submission }: { noticeId: string; effectAtMs: number; submission: number },
): Promise<void> {
  const row = await getNotice(starting.trx, noticeId);
  const tells = mayNotify(starting, row, effectAtMs);
  const clocks = clocksFromAct(starting, row, { act: 'effect', atMs: effectAtMs }).filter(
    ({ clock }) => tells || clock.kind !== 'user_notice',
  );
  const informs = clocks.some(({ clock }) => clock.kind === 'inform');
  const again = informs || !(await wasInformed(starting.trx, { noticeId, before: new Date(effectAtMs) }));
  const opened = again ? clocks : [...clocks, reportAgain(starting, row, effectAtMs)];
  await start(
    starting,
    noticeId,
    // The report may be sent before the clock arrives: the clock names the submission it waits for.
    opened.map(({ clock, receipt }) => ({
      clock: clock.kind === 'inform' ? { ...clock, reports: submission } : clock,
      receipt,
    })),
  );
}

export async function startUserNoticeClock(
  starting: Starting,
  { row, atMs }: { row: NoticeRow; atMs: number },
): Promise<void> {
  const clocks = clocksFromAct(starting, row, { act: 'effect', atMs }).filter(
    ({ clock }) => clock.kind === 'user_notice',
  );
  await start(starting, row.id, clocks);
}

/** Opens the clocks that the law counts from the day on which users were notified. */
export async function startClocksFromUserNotice(
  starting: Starting,
  { noticeId, atMs }: { noticeId: string; atMs: number },
): Promise<void> {
  const row = await getNotice(starting.trx, noticeId);
  await start(starting, noticeId, clocksFromAct(starting, row, { act: 'user_notice', atMs }));
}

function reportAgain({ newId }: Starting, row: NoticeRow, startsAtMs: number): OpenedClock {
  const regime = { id: row.regime_id, version: row.regime_version };
  return reportClock({ regime, startsAtMs, tzVersion: TZ_VERSION, newId });
}

function mayNotify({ rulebook }: Starting, row: NoticeRow, atMs: number): boolean {
  const facts = { action: 'withhold' as const, law: findNoticeLaw(rulebook, row), secrecy: toSecrecy(row) };
  return decideUserNotice(facts, atMs).decision === 'now';
}

function clocksFromAct({ rulebook, newId }: Starting, row: NoticeRow, ownAct: DoneAct): OpenedClock[] {
  const regime = findNoticeLaw(rulebook, row);
  if (regime === undefined) return [];
  const facts = {
    kind: row.kind,
    issuedAt: row.issued_at,
    servedAt: row.served_at,
    receivedAt: row.received_at,
    facts: row.facts,
    orderedDeadline: row.ordered_deadline,
    secret: row.secrecy_level !== 'open',
  };
  return clocksOfNotice({ rulebook, newId }, regime, facts, { ownAct }).clocks;
}

async function start({ trx }: Pick<Starting, 'trx'>, noticeId: string, clocks: OpenedClock[]): Promise<void> {
  if (clocks.length === 0) return;
  await insertProposedClocks(trx, noticeId, clocks);
  const body = { clocks: clocks.map(({ clock }) => clock) };
  await insertOutbox(trx, { noticeId, kind: 'command', payload: { name: 'start_clocks', body } });
}

export async function startRatificationClock(
  { trx, newId, ratifyWithinMinutes }: { trx: Connection; newId: () => string; ratifyWithinMinutes: number },
  { noticeId, submission, fromMs }: { noticeId: string; submission: number; fromMs: number },
): Promise<void> {
  const row = await getNotice(trx, noticeId);
  const opened = ratificationClock({
    submission,
    withinMinutes: ratifyWithinMinutes,
    regime: { id: row.regime_id, version: row.regime_version },
    startsAtMs: fromMs,
    tzVersion: TZ_VERSION,
    newId,
  });
  await start({ trx }, noticeId, [opened]);
}
