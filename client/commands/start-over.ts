import { applyCommand } from '../../domain/command/apply-command.js';
import type { Command, CommandOf } from '../../domain/command/command.js';
import { putTogether, toStartedAnew } from '../../domain/notice/put-together.js';
import { hasOpenAlert } from '../../registry/ops/open-attention.js';
import { findForeignRun } from '../../registry/notice/own-run.js';
import { beginEpoch, findEpochOnRecord, findRecordedNotice } from '../../registry/notice/recorded-notice.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { CommandAnswer } from '../temporal/engine.js';
import type { Standing } from '../temporal/standings.js';

/** A repair for which the registry starts the notice anew. */
export type RepairFromRegistry = CommandOf<'repair'> & { body: { epoch: number } };

export function isFromRegistry(command: Command): command is RepairFromRegistry {
  return command.name === 'repair' && 'epoch' in command.body && command.body.epoch !== undefined;
}

/**
 * The run that a repair is to be asked of: null for the one that there is; a number where the registry has to start one,
 * because the workflow is gone, is not the notice's own, does not answer while workers are there, its task fails, or it is
 * behind what the registry has promised. Throws Refusal (`unavailable`) where the engine does not say.
 */
export async function epochFor(
  { db, engine }: Pick<Services, 'db' | 'engine'>,
  { id, version, workflow_epoch: epoch }: NoticeRow,
  action: 'rebuild' | 'force_close',
): Promise<number | null> {
  const standing = await engine.describe(id).catch(() => null);
  if (standing === null) throw silent();
  if (standing.kind === 'gone' || mustReplace(standing)) return epoch + 1;
  const isStuck = await hasOpenAlert(db, { noticeId: id, kinds: ['workflow_stuck'] });
  if (action === 'force_close' && !isStuck) return null;
  const held = await engine.heldState(id);
  if (held === null && !isStuck) throw unanswered();
  const isBehind = held === null || held.version < version || (await findForeignRun(db, held)) !== null;
  return isBehind ? epoch + 1 : null;
}

/** Whether a workflow that runs can only be ended. */
function mustReplace({ stuck, foreign }: Extract<Standing, { kind: 'running' }>): boolean {
  return stuck !== null || foreign !== null;
}

function silent(): Refusal {
  return new Refusal(
    'unavailable',
    'The engine does not report the state of this notice. Try again when it responds.',
    { retryAfterSeconds: 5 },
  );
}

/** It may only be busy: the reconciler says when it is at fault, and from then on a repair replaces it. */
function unanswered(): Refusal {
  return new Refusal(
    'unavailable',
    'The workflow of this notice is running but does not respond. If this persists while workers are running, the reconciler raises the alert workflow_stuck at its second check; from then on this repair replaces the workflow.',
    { retryAfterSeconds: 60 },
  );
}

/**
 * Asks the notice's run of that number for a repair, and starts the run from the registry where there is none yet. Asked
 * twice it is done once; asked again after a crash it goes on.
 */
export async function askAnew(
  { db, engine, now }: Pick<Services, 'db' | 'engine' | 'now'>,
  noticeId: string,
  command: RepairFromRegistry,
): Promise<CommandAnswer> {
  const { epoch } = command.body;
  const standing = await engine.describe(noticeId).catch(() => null);
  if (standing === null) return { kind: 'unknown', why: 'The engine does not respond.' };
  const replaces = standing.kind === 'running';
  if (replaces && !mustReplace(standing)) {
    const held = await engine.heldState(noticeId);
    // The run of this number may have been started already and be slow to answer.
    if (held === null && (await findEpochOnRecord(db, noticeId)) >= epoch)
      return { kind: 'unknown', why: 'No worker responds.' };
    if (held !== null && (held.epoch ?? 0) >= epoch) return engine.send(noticeId, command);
  }
  const recorded = await db.transaction().execute(async (trx) => {
    await beginEpoch(trx, { noticeId, epoch });
    return findRecordedNotice(trx, noticeId);
  });
  if (recorded === undefined || recorded.stage === 'closed') return { kind: 'not_running' };
  const state = { ...putTogether(recorded), epoch };
  const decided = applyCommand(state, command, now().getTime());
  if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
  const label = recorded.label === null ? {} : { label: recorded.label };
  try {
    await engine.startOver(toStartedAnew(state, { epoch, repair: command, ...label }), { replaces });
    return { kind: 'accepted', version: decided.value.version };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}
