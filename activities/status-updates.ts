import { ApplicationFailure } from '@temporalio/activity';
import { statusUpdateEffect, stopsUpdates } from '../domain/letters/status-update.js';
import type { Connection, Db } from '../registry/db.js';
import { lettersAddress } from '../registry/letters/letter-context.js';
import { claimMail, markMailFailed, markMailSent } from '../registry/letters/mail-queue.js';
import { findUpdateCandidate, type StatusUpdateRow } from '../registry/letters/status-updates.js';
import { raiseAlert, resolveKinds } from '../registry/ops/alerts.js';
import type { LetterActivities } from './letters.js';
import type { MailTransport } from '../letters/mail-transport.js';

const QUEUE = 'status_update';
const KIND = 'status_update_not_sent';

export interface StatusUpdates {
  db: Db;
  transport: Pick<MailTransport, 'messageIdOf'>;
  letters: (attempt: number) => Pick<LetterActivities, 'sendLetter'>;
}

/**
 * Sends one interim status letter; false if none is due. It re-checks whether it may leave, because the notice may have
 * been answered meanwhile; the row lock makes it leave once, and after a crash with the same text and Message-ID.
 */
export async function sendStatusUpdate({ db, transport, letters }: StatusUpdates): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const update = await claimMail<StatusUpdateRow>(trx, QUEUE);
    if (update === undefined) return false;
    const { key, notice_id: noticeId, attempts } = update;
    if (!(await mayLeave(db, noticeId))) {
      const error = 'The notice has been answered, or its authority can no longer be reached.';
      await markMailFailed(trx, QUEUE, { key, attempts, error, isOver: true });
      return true;
    }
    const failure = await findFailure({ letters, update });
    if (failure === null) {
      await markMailSent(trx, QUEUE, { key, messageId: transport.messageIdOf(key), reply: '' });
      await resolveKinds(trx, { noticeId, kinds: [KIND] });
    } else {
      await markMailFailed(trx, QUEUE, { key, attempts, ...failure });
      if (failure.isOver) await raiseNotSent(trx, noticeId, failure.error);
    }
    return true;
  });
}

async function findFailure({
  letters,
  update,
}: Pick<StatusUpdates, 'letters'> & { update: StatusUpdateRow }): Promise<{ error: string; isOver: boolean } | null> {
  const { notice_id: noticeId, due_at: dueAt, attempts, until_at: until } = update;
  try {
    const effect = statusUpdateEffect(noticeId, dueAt);
    const outcome = await letters(attempts + 1).sendLetter({ noticeId, effect });
    return outcome.ok ? null : { error: outcome.reason, isOver: true };
  } catch (error) {
    if (!(error instanceof ApplicationFailure)) throw error;
    return { error: error.message, isOver: until <= new Date() };
  }
}

async function raiseNotSent(trx: Connection, noticeId: string, why: string): Promise<void> {
  const summary = `A status update did not reach the authority: ${why}`;
  await raiseAlert(trx, { key: `${noticeId}:${KIND}`, kind: KIND, noticeId, summary }, { refresh: true });
}

async function mayLeave(db: Db, noticeId: string): Promise<boolean> {
  const found = await findUpdateCandidate(db, noticeId);
  if (found === undefined) return false;
  const isReachable = found.verification === 'verified' && lettersAddress(found.contacts, new Date()) !== null;
  return stopsUpdates({ ...found, isAnswerOwed: found.requested_at !== null, isReachable }) === null;
}
