import type { Rejection } from '../domain/commands/rejection.js';
import { listUnanswered, listUnaccepted, markAccepted, recordRefusal } from '../registry/notices/commands.js';
import type { Services } from '../application/services.js';
import { isBehind, type CommandAnswer } from '../client/engine.js';
import { raiseDivergence, hasDiverged } from '../application/commands/divergence.js';
import { retryCommand, isFromRegistry } from '../application/commands/start-over.js';

export type CommandSources = Pick<Services, 'db' | 'engine' | 'accepted' | 'now'>;

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
      ? await retryCommand(sources, noticeId, command)
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
export async function confirmAccepted({ db, engine, accepted }: CommandSources): Promise<void> {
  await noteAccepted({ db, accepted });
  for (const lost of await listUnaccepted(db, { olderThanSeconds: AFTER_SECONDS, limit: BATCH })) {
    const { noticeId, command } = lost;
    const answer = await engine.send(noticeId, command);
    if (answer.kind === 'unknown') return; // Retried with the commands after it in the next run.
    // A closed notice needs no command any more; a lost workflow is rebuilt with what the registry calls accepted.
    if (answer.kind !== 'accepted' && answer.kind !== 'not_running') await raiseDivergence(db, lost, answer);
    await markAccepted(db, [command.id]);
  }
}

export async function noteAccepted({ db, accepted }: Pick<CommandSources, 'db' | 'accepted'>): Promise<void> {
  const heard = [...accepted];
  await markAccepted(db, heard);
  for (const id of heard) accepted.delete(id);
}
