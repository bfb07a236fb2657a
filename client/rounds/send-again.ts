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
 * Resends attempts without an answer under their own ids; the workflow recognizes those it has accepted. Holds no lock
 * meanwhile, because the workflow writes the command's row. A refusal by a workflow behind its record is no answer,
 * unless it stays behind.
 */
export async function answerUnanswered(sources: Pick<CommandSources, 'db' | 'engine' | 'now'>): Promise<void> {
  const { db, engine } = sources;
  for (const waiting of await listUnanswered(db, { olderThanSeconds: AFTER_SECONDS, limit: BATCH })) {
    const { noticeId, command, version, stage } = waiting;
    if (command.name === 'reopen') continue; // Its caller's retry restarts the workflow.
    const answer = isFromRegistry(command)
      ? await askAnew(sources, noticeId, command)
      : await engine.send(noticeId, command);
    // Either the notice arrived while Temporal was down and its start comes first, or its workflow is gone and an alert
    // is raised.
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
 * Ensures that Temporal holds the commands that the registry calls accepted. If the worker died after writing a command
 * and the server before its task completed, neither workflow nor caller knows of it; unconfirmed commands are therefore
 * resent in order. Raises an alert for those that can no longer be accepted.
 */
export async function confirmTaken({ db, engine, taken }: CommandSources): Promise<void> {
  await noteTaken({ db, taken });
  for (const lost of await listUntaken(db, { olderThanSeconds: AFTER_SECONDS, limit: BATCH })) {
    const { noticeId, command } = lost;
    const answer = await engine.send(noticeId, command);
    if (answer.kind === 'unknown') return; // Retried with the commands after it in the next run.
    // A closed notice needs no command any more; a lost workflow is rebuilt with what the registry calls accepted.
    if (answer.kind !== 'accepted' && answer.kind !== 'not_running') await tellOfDivergence(db, lost, answer);
    await markTaken(db, [command.id]);
  }
}

export async function noteTaken({ db, taken }: Pick<CommandSources, 'db' | 'taken'>): Promise<void> {
  const heard = [...taken];
  await markTaken(db, heard);
  for (const id of heard) taken.delete(id);
}
