import type { Rejection } from '../../domain/command/rejection.js';
import { listUnanswered, listUntaken, markTaken, recordRefusal } from '../../registry/notice/commands.js';
import type { Services } from '../services.js';
import { isBehind, type CommandAnswer } from '../temporal/engine.js';
import { tellOfDivergence, hasDiverged } from '../commands/divergence.js';
import { askAnew, isFromRegistry } from '../commands/start-over.js';

export type CommandSources = Pick<Services, 'db' | 'engine' | 'taken' | 'now'>;

const BATCH = 50;
/** Longer than any call to Temporal may take, so that a command still being sent is left alone. */
const AFTER_SECONDS = 30;
/**
 * Sends attempts without an answer again under their own ids; the workflow knows those it has taken. Nothing is locked
 * meanwhile: the workflow itself writes the command's row. A refusal by a workflow that is behind its record is no
 * answer, unless it stays behind.
 */
export async function answerUnanswered(sources: Pick<CommandSources, 'db' | 'engine' | 'now'>): Promise<void> {
  const { db, engine } = sources;
  for (const waiting of await listUnanswered(db, { olderThanSeconds: AFTER_SECONDS, limit: BATCH })) {
    const { noticeId, command, version, stage } = waiting;
    if (command.name === 'reopen') continue; // started again by its caller's retry
    const answer = isFromRegistry(command)
      ? await askAnew(sources, noticeId, command)
      : await engine.send(noticeId, command);
    // Its notice came in while the engine was away, and the start is owed first; or its workflow is gone, and ops is told.
    if (answer.kind === 'not_running' && stage !== 'closed') continue;
    if (isBehind(answer, version) && !(await hasDiverged(db, waiting, answer))) continue;
    const rejection = toRejection(answer);
    if (rejection === null) continue;
    await db.transaction().execute((trx) => recordRefusal(trx, { noticeId, command, rejection, at: new Date() }));
  }
}

function toRejection(answer: CommandAnswer): Rejection | null {
  if (answer.kind === 'refused') return answer.rejection;
  return answer.kind === 'not_running' ? { code: 'illegal_transition', cure: 'The notice is closed.' } : null;
}

/**
 * Sees to it that Temporal holds what the registry calls accepted. Where an answer has come, it does. Without one, the
 * worker may have died after it had written the command and the server before it took the task: then neither the
 * workflow nor its caller knows of it any more. It is sent again, in its order; one that Temporal holds is only answered
 * again. What cannot be taken any more is told to ops.
 */
export async function confirmTaken({ db, engine, taken }: CommandSources): Promise<void> {
  await noteTaken({ db, taken });
  for (const lost of await listUntaken(db, { olderThanSeconds: AFTER_SECONDS, limit: BATCH })) {
    const { noticeId, command } = lost;
    const answer = await engine.send(noticeId, command);
    if (answer.kind === 'unknown') return; // asked again, with those that come after it, at the next round
    // Of a closed notice nothing is left to be taken; a gone one is rebuilt with what the registry calls accepted.
    if (answer.kind !== 'accepted' && answer.kind !== 'not_running') await tellOfDivergence(db, lost, answer);
    await markTaken(db, [command.id]);
  }
}

/** Writes down which commands the engine has said it holds. */
export async function noteTaken({ db, taken }: Pick<CommandSources, 'db' | 'taken'>): Promise<void> {
  const heard = [...taken];
  await markTaken(db, heard);
  for (const id of heard) taken.delete(id);
}
