import { applyCommand } from '../../domain/command/apply-command.js';
import type { Command, CommandOf } from '../../domain/command/command.js';
import { putTogether, toStartedAnew } from '../../domain/notice/put-together.js';
import { beginEpoch, findRecordedNotice } from '../../registry/notice/recorded-notice.js';
import type { NoticeRow } from '../../registry/notice/notices.js';
import { Refusal } from '../refusal.js';
import type { Services } from '../services.js';
import type { CommandAnswer, Engine } from '../temporal/engine.js';

/** A repair for which the registry starts the notice anew. */
export type RepairFromRegistry = CommandOf<'repair'> & { body: { epoch: number } };

export function isFromRegistry(command: Command): command is RepairFromRegistry {
  return command.name === 'repair' && 'epoch' in command.body && command.body.epoch !== undefined;
}

/**
 * The run that a repair is to be asked of: null for the one that there is; a number where the registry has to start one,
 * because the workflow is gone, its task fails, or it is behind what the registry has promised. Throws Refusal
 * (`unavailable`) where the engine does not say.
 */
export async function epochFor(
  engine: Engine,
  { id, version, workflow_epoch: epoch }: NoticeRow,
  action: 'rebuild' | 'force_close',
): Promise<number | null> {
  const standing = await engine.describe(id).catch(() => null);
  if (standing === null) throw silent();
  if (standing.kind === 'gone' || standing.stuck !== null) return epoch + 1;
  if (action === 'force_close') return null;
  const held = await engine.heldState(id);
  if (held === null) throw silent();
  return held.version < version ? epoch + 1 : null;
}

function silent(): Refusal {
  return new Refusal(
    'unavailable',
    'The engine does not say how the notice stands with it. Ask again when it answers.',
    {
      retryAfterSeconds: 5,
    },
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
  if (standing === null) return { kind: 'unknown', why: 'The engine does not answer.' };
  const replaces = standing.kind === 'running';
  if (replaces && standing.stuck === null) {
    const answer = await engine.send(noticeId, command);
    if (answer.kind !== 'refused') return answer;
    const held = await engine.heldState(noticeId);
    if (held === null) return { kind: 'unknown', why: 'No worker answers.' };
    if ((held.epoch ?? 0) >= epoch) return answer;
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
