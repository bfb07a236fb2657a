import type { Rejection } from '../../domain/rejection.js';
import { raiseAttention } from '../../registry/attention.js';
import {
  listUnanswered,
  listUntaken,
  markTaken,
  recordRefusal,
  type RecordedCommand,
} from '../../registry/commands.js';
import type { Db } from '../../registry/db.js';
import type { ApiContext } from '../../api/context.js';
import { isBehind, type CommandAnswer } from '../temporal/engine.js';

export type CommandSources = Pick<ApiContext, 'db' | 'engine' | 'taken'>;

const BATCH = 50;
/** Longer than any call to Temporal may take, so that a command still being sent is left alone. */
const AFTER_SECONDS = 30;
/**
 * A lost task is done again within seconds of a worker's return, and what was lost with it is sent again after half a
 * minute. A workflow that is behind for longer stays so until its next change: its refusals count.
 */
const DIVERGED_AFTER_SECONDS = 90;

/**
 * Sends attempts without an answer again under their own ids; the workflow knows those it has taken. Nothing is locked
 * meanwhile: the workflow itself writes the command's row. A refusal by a workflow that is behind its record is no
 * answer, unless it stays behind.
 */
export async function answerUnanswered({ db, engine }: CommandSources): Promise<void> {
  for (const waiting of await listUnanswered(db, { olderThanSeconds: AFTER_SECONDS, limit: BATCH })) {
    const { noticeId, command, version, started } = waiting;
    if (command.name === 'reopen') continue; // started again by its caller's retry
    const answer = await engine.send(noticeId, command);
    // Its notice came in while the engine was away: the start is owed first, and this after it.
    if (answer.kind === 'not_running' && !started) continue;
    if (isBehind(answer, version) && !(await hasDiverged(db, waiting, answer))) continue;
    const rejection = toRejection(answer);
    if (rejection === null) continue;
    await db.transaction().execute((trx) => recordRefusal(trx, { noticeId, command, rejection, at: new Date() }));
  }
}

/** Whether the workflow that refuses this has been behind its record for too long to catch up; then ops is told. */
export async function hasDiverged(db: Db, waiting: RecordedCommand, answer: CommandAnswer): Promise<boolean> {
  if (waiting.ageSeconds <= DIVERGED_AFTER_SECONDS) return false;
  await tellOfDivergence(db, waiting, answer);
  return true;
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
  const heard = [...taken];
  await markTaken(db, heard);
  for (const id of heard) taken.delete(id);
  for (const lost of await listUntaken(db, { olderThanSeconds: AFTER_SECONDS, limit: BATCH })) {
    const { noticeId, command, stage } = lost;
    const answer = await engine.send(noticeId, command);
    if (answer.kind === 'unknown') return; // asked again, with those that come after it, at the next round
    const isOver = stage === 'closed' && answer.kind === 'not_running';
    if (answer.kind !== 'accepted' && !isOver) await tellOfDivergence(db, lost, answer);
    await markTaken(db, [command.id]);
  }
}

async function tellOfDivergence(
  db: Db,
  { noticeId, command, version }: RecordedCommand,
  answer: CommandAnswer,
): Promise<void> {
  const held = answer.kind === 'refused' ? answer.version : undefined;
  await raiseAttention(db, {
    key: `${noticeId}:divergence`,
    kind: 'divergence',
    noticeId,
    summary: `The registry has version ${version} of this notice and its workflow ${
      held === undefined ? 'does not run' : `version ${held}`
    }: ${command.name.replaceAll('_', ' ')} is on record and cannot be taken any more. Rebuild the registry from the workflow.`,
    detail: { command: command.name, commandId: command.id, registryVersion: version, workflowVersion: held ?? null },
  });
}
