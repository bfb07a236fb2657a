import { applyCommand } from '../../domain/commands/apply-command.js';
import type { Command, CommandOf } from '../../domain/commands/command.js';
import type { Rejection } from '../../domain/commands/rejection.js';
import type { NoticeState } from '../../domain/notices/notice-state.js';
import { putTogether, toRestarted, type RecordedNotice } from '../../domain/notices/put-together.js';
import { hasOpenAlert } from '../../registry/ops/open-alerts.js';
import { findForeignRun } from '../../registry/notices/own-run.js';
import { beginEpoch, findEpochOnRecord, findRecordedNotice } from '../../registry/notices/recorded-notice.js';
import type { NoticeRow } from '../../registry/notices/notices.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { CommandAnswer } from '../../client/engine.js';
import type { RunStatus } from '../../client/describe.js';

export type RepairFromRegistry = CommandOf<'repair'> & { body: { epoch: number } };

export function isFromRegistry(command: Command): command is RepairFromRegistry {
  return command.name === 'repair' && 'epoch' in command.body && command.body.epoch !== undefined;
}

/**
 * Returns the run that a repair addresses: null for the present run; a number if the registry has to start one, because
 * the workflow is gone, foreign, unresponsive while workers run, failing its task, or behind the registry. Throws
 * `unavailable` if Temporal does not say.
 */
export async function epochFor(
  { db, engine }: Pick<Services, 'db' | 'engine'>,
  { id, version, workflow_epoch: epoch }: NoticeRow,
  action: 'rebuild' | 'force_close',
): Promise<number | null> {
  const runStatus = await engine.describe(id).catch(() => null);
  if (runStatus === null) throw silent();
  if (runStatus.kind === 'gone' || mustReplace(runStatus)) return epoch + 1;
  const isStuck = await hasOpenAlert(db, { noticeId: id, kinds: ['workflow_stuck'] });
  if (action === 'force_close' && !isStuck) return null;
  const held = await engine.heldState(id);
  if (held === null && !isStuck) throw unanswered();
  const isBehind = held === null || held.version < version || (await findForeignRun(db, held)) !== null;
  return isBehind ? epoch + 1 : null;
}

function mustReplace({ stuck, foreign }: Extract<RunStatus, { kind: 'running' }>): boolean {
  return stuck !== null || foreign !== null;
}

function silent(): Refusal {
  return new Refusal(
    'unavailable',
    'The engine does not report the state of this notice. Try again when it responds.',
    { retryAfterSeconds: 5 },
  );
}

/**
 * The workflow may only be busy: the reconciler decides whether it is at fault, and only then does a repair replace it.
 */
function unanswered(): Refusal {
  return new Refusal(
    'unavailable',
    'The workflow of this notice is running but does not respond. If this persists while workers are running, the reconciler raises the alert workflow_stuck at its second check; from then on this repair replaces the workflow.',
    { retryAfterSeconds: 60 },
  );
}

/**
 * Sends a repair to the run of that number, starting the run from the registry if needed. Idempotent: a second call has
 * no further effect, and a call after a crash continues.
 */
export async function retryCommand(
  { db, engine, now }: Pick<Services, 'db' | 'engine' | 'now'>,
  noticeId: string,
  command: RepairFromRegistry,
): Promise<CommandAnswer> {
  const { epoch } = command.body;
  const runStatus = await engine.describe(noticeId).catch(() => null);
  if (runStatus === null) return { kind: 'unknown', why: 'The engine does not respond.' };
  const replaces = runStatus.kind === 'running';
  if (replaces && !mustReplace(runStatus)) {
    const held = await engine.heldState(noticeId);
    // The run of this number may have started already and be slow to answer.
    if (held === null && (await findEpochOnRecord(db, noticeId)) >= epoch)
      return { kind: 'unknown', why: 'No worker responds.' };
    if (held !== null && (held.epoch ?? 0) >= epoch) return engine.send(noticeId, command);
  }
  const recorded = await db.transaction().execute(async (trx) => {
    await beginEpoch(trx, { noticeId, epoch });
    return findRecordedNotice(trx, noticeId);
  });
  if (recorded === undefined || recorded.stage === 'closed') return { kind: 'not_running' };
  const found = readState(recorded);
  if (found === null) return { kind: 'refused', rejection: INCOMPLETE };
  const state = { ...found, epoch };
  const decided = applyCommand(state, command, now().getTime());
  if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
  const label = recorded.label === null ? {} : { label: recorded.label };
  try {
    await engine.startOver(toRestarted(state, { epoch, repair: command, ...label }), { replaces });
    return { kind: 'accepted', version: decided.value.version };
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}

const INCOMPLETE: Rejection = {
  code: 'illegal_transition',
  cure: 'The registry does not hold the whole state of this notice, so no workflow can start from it. Restore a backup of the registry.',
};

/** The notice's state; null where its rows make none, so that one such notice keeps no other from being rebuilt. */
function readState(recorded: RecordedNotice): NoticeState | null {
  try {
    return putTogether(recorded);
  } catch {
    return null;
  }
}
