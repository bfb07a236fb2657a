import type { CommandOf } from './command.js';
import type { Effect } from './effect.js';
import { advance, type NoticeState } from './notice-state.js';
import type { Stage } from './notice.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { told } from './telling.js';

const REPAIR_IN: readonly Stage[] = ['review', 'reporting', 'in_force'];

export const REPAIRING = 'A repair is under way. Wait until it has finished.';

/** While targets are acted on anew, nothing else is decided about them. */
export function isRepairing({ effects }: NoticeState): boolean {
  return effects.some(({ type }) => type === 'retry' || type === 'skip');
}

/** Acts anew on targets that failed or drifted, or gives failed ones up with a reason. Approvals are checked again before the first call. */
export function repair(state: NoticeState, command: CommandOf<'repair'>, atMs: number): Decided<NoticeState> {
  const { action, submission } = command.body;
  if (!REPAIR_IN.includes(state.stage)) {
    return rejected(
      'illegal_transition',
      `Targets are repaired when their enforcement has finished; this notice is in ${state.stage}.`,
    );
  }
  if (isRepairing(state)) return rejected('illegal_transition', REPAIRING);
  const effect: Effect =
    action === 'skip'
      ? { key: `${state.noticeId}:${submission}:skip:${command.id}`, type: 'skip', repair: command.id }
      : { key: `${state.noticeId}:${submission}:retry:${command.id}`, type: 'retry', submission, repair: command.id };
  return accepted(advance(state, { effects: [...state.effects, effect] }, [told(command, atMs, { ...command.body })]));
}
