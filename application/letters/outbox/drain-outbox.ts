import { AUTOMATIC_PAUSES } from '../../../domain/clocks/automatic-pause.js';
import type { Command } from '../../../domain/commands/command.js';
import { SYSTEM } from '../../../domain/people/actor.js';
import { refuseMove } from '../../../registry/clocks/clock-moves.js';
import type { Connection } from '../../../registry/db.js';
import { getNotice } from '../../../registry/notices/notices.js';
import { claimOutbox, markOutboxDone, markOutboxFailed, type OutboxRow } from '../../../registry/ops/outbox.js';
import { raiseAlert, type Alert } from '../../../registry/ops/alerts.js';
import type { Services } from '../../services.js';
import { startEffectClocks, startRatificationClock } from '../../clocks/start-clocks.js';
import { computeCommandId } from '../../command-id.js';
import { resumeAnswered } from '../../clocks/resume-answered.js';
import { pauseByItself } from '../../clocks/pause-by-itself.js';
import { isUuid } from '../../../domain/uuid.js';
import {
  awaitsAnswer,
  hadApproval,
  hadBegun,
  hasAnsweringLink,
  hasReadAnswer,
  hasReplyAt,
} from '../../../registry/clocks/approved-causes.js';

/** Taken from the API's context, whose rulebook is always the current one. */
export type DrainSources = Pick<Services, 'db' | 'engine' | 'rulebook' | 'newId' | 'now' | 'ratifyWithinMinutes'>;

/** Delivers outbox rows to Temporal and returns how many it processed. A row that fails does not affect the others. */
export async function drainOutbox(
  sources: DrainSources,
  { limit, noticeId }: { limit: number; noticeId?: string },
): Promise<number> {
  let processed = 0;
  while (processed < limit && (await drainOne(sources, noticeId))) processed += 1;
  return processed;
}

/** One row per transaction: a workflow that writes its notice's row must not wait for ours. */
async function drainOne(sources: DrainSources, noticeId: string | undefined): Promise<boolean> {
  return sources.db.transaction().execute(async (trx) => {
    const [row] = await claimOutbox(trx, { limit: 1, ...(noticeId === undefined ? {} : { noticeId }) });
    if (row === undefined) return false;
    try {
      await pass(sources, trx, row);
      await markOutboxDone(trx, { id: row.id, started: row.kind === 'start' ? row.notice_id : null });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      await markOutboxFailed(trx, { id: row.id, attempts: row.attempts, error: text });
      if (noticeId !== undefined) return false; // Limited to one notice, the same row would be returned again.
    }
    return true;
  });
}

async function moveClocks(
  sources: DrainSources,
  trx: Connection,
  { notice_id: noticeId, payload }: Extract<OutboxRow, { kind: 'clocks' }>,
): Promise<void> {
  const { rulebook, newId, ratifyWithinMinutes } = sources;
  if (!(await hasApprovedCause(trx, { noticeId, payload, nowMs: sources.now().getTime() }))) {
    await raiseAlert(trx, unapprovedCause(noticeId));
    return;
  }
  const { ratify: submission, fromMs, effectAtMs, sentAtMs, answeredAtMs } = payload;
  if (answeredAtMs !== undefined) {
    await resumeAnswered({ trx, newId }, { noticeId, ...payload, answeredAtMs: Number(answeredAtMs) });
    return;
  }
  const pause = AUTOMATIC_PAUSES.find((one) => payload[one] !== undefined);
  if (pause !== undefined) {
    const letter = { letter: Number(payload[pause]), sentAtMs: Number(sentAtMs) };
    await pauseByItself({ trx, newId }, { noticeId, pause, ...letter });
    return;
  }
  if (submission === undefined) {
    const effect = { effectAtMs: Number(effectAtMs), submission: Number(payload['submission']) };
    await startEffectClocks({ trx, rulebook, newId }, { noticeId, ...effect });
    return;
  }
  const duty = { noticeId, submission: Number(submission), fromMs: Number(fromMs) };
  await startRatificationClock({ trx, newId, ratifyWithinMinutes }, duty);
}

function unapprovedCause(noticeId: string): Alert {
  return {
    key: `${noticeId}:unapproved_cause`,
    kind: 'forged_command',
    noticeId,
    summary:
      'An outbox row would have started or stopped clocks of this notice for an action that was not approved. No clock was changed.',
  };
}

async function pass(sources: DrainSources, trx: Connection, row: OutboxRow): Promise<void> {
  const { engine } = sources;
  if (row.kind === 'start') {
    await engine.start(row.payload);
    return;
  }
  if (row.kind === 'clocks') {
    await moveClocks(sources, trx, row);
    return;
  }
  const { name, body } = row.payload;
  const id = computeCommandId({ caller: SYSTEM.id, key: String(row.id), scope: row.notice_id });
  const command = { id, name, actor: SYSTEM, body } as Command;
  const answer = await engine.send(row.notice_id, command);
  if (answer.kind === 'unknown') throw new Error(answer.why);
  // A closed notice accepts no more acts; the recorded link stays visible. A lost workflow accepts them after it is
  // restored.
  if (answer.kind === 'not_running' && (await getNotice(trx, row.notice_id)).stage !== 'closed')
    throw new Error('The workflow of the notice is missing.');
  // A clock that has ended or moved meanwhile stays as it is; its row records that it was not moved.
  if ('move' in body && answer.kind !== 'accepted') await refuseMove(trx, body.move);
}

const FUTURE_MS = 60_000;

/**
 * Returns whether the act that an outbox row names has happened, by rows that the worker's login cannot write: the
 * worker may insert outbox rows, and these start and stop clocks. The instant, which only the worker knows, has to lie
 * between that act and now.
 */
async function hasApprovedCause(
  trx: Connection,
  { noticeId, payload, nowMs }: { noticeId: string; payload: Record<string, unknown>; nowMs: number },
): Promise<boolean> {
  const { ratify, fromMs, effectAtMs, submission, sentAtMs, answeredAtMs, reply, notice } = payload;
  const instant = [answeredAtMs, sentAtMs, fromMs, effectAtMs].find((one) => one !== undefined);
  const at = new Date(Number(instant));
  const numbers = [reply, ratify, submission].filter((one) => one !== undefined).map(Number);
  if (!(at.getTime() >= 0 && at.getTime() <= nowMs + FUTURE_MS) || !numbers.every(isNumber)) return false;
  if (answeredAtMs !== undefined) {
    if (reply !== undefined) return hasReplyAt(trx, { noticeId, reply: Number(reply), at });
    if (notice === undefined) return hasReadAnswer(trx, { noticeId, at });
    return typeof notice === 'string' && isUuid(notice) && hasAnsweringLink(trx, { noticeId, notice, at });
  }
  if (AUTOMATIC_PAUSES.some((pause) => payload[pause] !== undefined)) return awaitsAnswer(trx, { noticeId, at });
  if (ratify !== undefined) return hadApproval(trx, { noticeId, submission: Number(ratify), at });
  if (submission === undefined) return false;
  return hadBegun(trx, { noticeId, submission: Number(submission), at });
}

/** Range of the registry's integer columns: an unreadable row would stop all others. */
function isNumber(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value < 2 ** 31;
}
