import { raiseAlert } from '../../registry/ops/alerts.js';
import type { RecordedCommand } from '../../registry/notices/commands.js';
import type { Db } from '../../registry/db.js';
import type { CommandAnswer } from '../../client/engine.js';

/**
 * A worker redoes a lost task within seconds of its return, and what was lost with it is resent after 30 seconds. A
 * workflow still behind after this time stays so until its next change, and its refusals count.
 */
const DIVERGED_AFTER_SECONDS = 90;

/**
 * Returns whether the workflow that refuses this has been behind its record for too long to catch up; raises an alert
 * then.
 */
export async function hasDiverged(db: Db, waiting: RecordedCommand, answer: CommandAnswer): Promise<boolean> {
  if (waiting.ageSeconds <= DIVERGED_AFTER_SECONDS) return false;
  await raiseDivergence(db, waiting, answer);
  return true;
}

export async function raiseDivergence(
  db: Db,
  { noticeId, command, version }: RecordedCommand,
  answer: CommandAnswer,
): Promise<void> {
  const held = answer.kind === 'refused' ? answer.version : undefined;
  await raiseAlert(db, {
    key: `${noticeId}:divergence`,
    kind: 'divergence',
    noticeId,
    summary: `The registry has version ${version} of this notice, but its workflow ${
      held === undefined ? 'is not running' : `has version ${held}`
    }: ${command.name.replaceAll('_', ' ')} is recorded but can no longer be processed. Rebuild the registry from the workflow.`,
    detail: { command: command.name, commandId: command.id, registryVersion: version, workflowVersion: held ?? null },
  });
}
