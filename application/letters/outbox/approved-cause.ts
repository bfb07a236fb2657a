import { AUTOMATIC_PAUSES } from '../../../domain/clocks/automatic-pause.js';
import { isUuid } from '../../../domain/uuid.js';
import {
  awaitsAnswer,
  hadApproval,
  hadBegun,
  hasAnsweringLink,
  hasReadAnswer,
  hasReplyAt,
} from '../../../registry/clocks/approved-causes.js';
import type { Connection } from '../../../registry/db.js';

const FUTURE_MS = 60_000;

/**
 * Returns whether the act that an outbox row names has happened, by rows that the worker's login cannot write: the
 * worker may insert outbox rows, and these start and stop clocks. The instant, which only the worker knows, has to lie
 * between that act and now.
 */
export async function hasApprovedCause(
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
