import { pauseAlone, PAUSES_COUNTED_MS } from '../../../domain/people/stopping-alone.js';
import { SHARED_ACTS } from '../../../domain/people/shared-acts.js';
import { SYSTEM } from '../../../domain/people/actor.js';
import type { Connection, Db } from '../../../registry/db.js';
import {
  confirmPauseRow,
  endPause,
  endPausesOver,
  insertPause,
  lockPause,
  pausedAlone,
} from '../../../registry/enforcement/pauses.js';
import { findRestoration, PAUSE_OF_ALL } from '../../../registry/enforcement/restored.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { raiseAlert, resolveAlert } from '../../../registry/ops/alerts.js';
import { toActor, type Caller } from '../../caller.js';
import { invalid, Refusal } from '../../refusal.js';
import { CURES } from '../../../domain/commands/cures.js';

export interface Pausing {
  trx: Connection;
  caller: Caller;
  noticeId: string | null;
  now: Date;
}

export interface PauseState {
  paused: boolean;
  changed: boolean;
  until: Date | null;
  requestedUntil: Date | null;
}

const RUNNING = { paused: false, until: null, requestedUntil: null };

const alertKey = (noticeId: string | null) => (noticeId === null ? PAUSE_OF_ALL : `${noticeId}:enforcement_paused`);

/**
 * Pauses acts on the platform after the page in flight. One person may pause for an hour; anything longer needs a
 * second person and else ends by itself. Deadlines keep running.
 */
export async function pauseEnforcement(
  pausing: Pausing,
  { id, reason, until }: { id: string; reason: string; until: Date | null },
): Promise<PauseState> {
  const { trx, caller, noticeId, now } = pausing;
  await endPausesDone(trx, now);
  const pause = await stateOfPause(trx, noticeId);
  if (pause !== undefined) return pause;
  if (until !== null && until <= now) throw invalid('/until', CURES.futureTime);
  const by = { id: caller.person.id, name: caller.person.name };
  const since = new Date(now.getTime() - PAUSES_COUNTED_MS);
  const usedMs = await pausedAlone(trx, { noticeId, byId: by.id, since, now });
  const given = pauseAlone({ nowMs: now.getTime(), untilMs: until?.getTime() ?? null, usedMs });
  if (given === null) {
    throw new Refusal(
      'four_eyes',
      'You have already paused this alone for an hour within the last day. Another person must pause it now.',
    );
  }
  const times = {
    until: new Date(given.untilMs),
    requestedUntil: given.requestedMs === null ? null : new Date(given.requestedMs),
  };
  const row = { id, notice_id: noticeId, reason, by_id: by.id, by_name: by.name };
  if (!(await insertPause(trx, { ...row, until: times.until, requested_until: times.requestedUntil })))
    return (await stateOfPause(trx, noticeId)) ?? { ...RUNNING, changed: false };
  await raise(pausing, { ...times, by, reason, confirmedBy: null });
  await appendAudit(trx, [
    { at: now, noticeId, actor: toActor(caller), action: 'enforcement_paused', detail: { reason, ...toDetail(times) } },
  ]);
  return { paused: true, changed: true, ...times };
}

async function stateOfPause(trx: Connection, noticeId: string | null): Promise<PauseState | undefined> {
  const pause = await lockPause(trx, noticeId);
  return pause && { paused: true, changed: false, until: pause.until, requestedUntil: pause.requestedUntil };
}

/** Confirms, as a second person, a pause of more than an hour: it then lasts as long as first requested. */
export async function confirmPause(pausing: Pausing): Promise<PauseState> {
  const { trx, caller, noticeId, now } = pausing;
  await endPausesDone(trx, now);
  const pause = await lockPause(trx, noticeId);
  if (pause === undefined) throw new Refusal('illegal_transition', 'There is no such pause of enforcement.');
  const { requestedUntil: until, byId } = pause;
  if (byId === caller.person.id) throw new Refusal('four_eyes', SHARED_ACTS.pause_enforcement.refusal);
  if (until === null)
    throw new Refusal('illegal_transition', 'The pause expires by itself, and no longer pause was requested.');
  const by = { id: caller.person.id, name: caller.person.name };
  await confirmPauseRow(trx, { id: pause.id, by, at: now });
  const times = { until, requestedUntil: null };
  await raise(pausing, { ...times, by: { id: byId, name: pause.by }, reason: pause.reason, confirmedBy: by.name });
  await appendAudit(trx, [
    { at: now, noticeId, actor: toActor(caller), action: 'enforcement_pause_confirmed', detail: toDetail(times) },
  ]);
  return { paused: true, changed: true, ...times };
}

/** Resumes enforcement where it stopped. One person suffices, because resuming delays nothing. */
export async function resumeEnforcement(
  { trx, caller, noticeId, now }: Pausing,
  { reason }: { reason: string },
): Promise<PauseState> {
  await endPausesDone(trx, now);
  if (noticeId === null) await refuseBeforeComparison(trx);
  if (!(await endPause(trx, { noticeId, reason, byId: caller.person.id }))) return { ...RUNNING, changed: false };
  await resolveAlert(trx, { key: alertKey(noticeId) });
  await appendAudit(trx, [
    { at: now, noticeId, actor: toActor(caller), action: 'enforcement_resumed', detail: { reason } },
  ]);
  return { ...RUNNING, changed: true };
}

/** After a restore nothing is sent until the platform's state has been compared with the registry. */
async function refuseBeforeComparison(trx: Connection): Promise<void> {
  const restoration = await findRestoration(trx);
  if (restoration === undefined || restoration.comparedAt !== null) return;
  throw new Refusal(
    'illegal_transition',
    'The desk was restored from a backup and is still being compared with the platform. Resume it when that is done.',
  );
}

/** Reports pauses that have expired; enforcement resumes by itself whether or not this job runs. */
export async function raiseEndedPauses(db: Db, now: Date): Promise<void> {
  await db.transaction().execute((trx) => endPausesDone(trx, now));
}

async function endPausesDone(trx: Connection, now: Date): Promise<void> {
  for (const { noticeId, until } of await endPausesOver(trx, now)) {
    await resolveAlert(trx, { key: alertKey(noticeId) });
    const detail = { until: until.toISOString() };
    await appendAudit(trx, [{ at: now, noticeId, actor: SYSTEM, action: 'enforcement_pause_over', detail }]);
  }
}

interface Raised {
  by: { id: string; name: string };
  reason: string;
  until: Date;
  requestedUntil: Date | null;
  confirmedBy: string | null;
}

async function raise({ trx, noticeId }: Pausing, { by, reason, confirmedBy, ...times }: Raised): Promise<void> {
  const scope = noticeId === null ? 'of all notices' : 'of this notice';
  const { until, requestedUntil } = toDetail(times);
  const request =
    requestedUntil === undefined ? '' : ` Requested until ${requestedUntil}: another person must confirm.`;
  const agreed = confirmedBy === null ? '' : ` ${confirmedBy} has confirmed.`;
  await raiseAlert(
    trx,
    {
      key: alertKey(noticeId),
      kind: 'enforcement_paused',
      noticeId,
      // Everyone sees a global pause, so its reason must not reveal a notice; only readers of a notice see a pause of
      // that notice.
      summary: `${by.name} paused enforcement ${scope} until ${until}.${request}${agreed} Deadlines keep running.`,
      detail: { by: by.id, ...toDetail(times), ...(noticeId === null ? {} : { reason }) },
    },
    { refresh: true },
  );
}

function toDetail({ until, requestedUntil }: { until: Date; requestedUntil: Date | null }): {
  until: string;
  requestedUntil?: string;
} {
  return {
    until: until.toISOString(),
    ...(requestedUntil === null ? {} : { requestedUntil: requestedUntil.toISOString() }),
  };
}
