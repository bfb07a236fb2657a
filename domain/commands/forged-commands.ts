import { advance, type NoticeState, type AuditEvent } from '../notices/notice-state.js';
import { SYSTEM } from '../people/actor.js';
import type { Command } from './command.js';
import { pageOpsEffect } from './effect.js';

const MAX_LISTED_MATCHES = 100;
const HOUR_MS = 3_600_000;

/**
 * Returns the state after removing commands that the desk never sent: each leaves only an audit event, and ops and
 * counsel are paged. `reached`: the version reached with them, since versions never go back.
 */
export function logForged(
  state: NoticeState,
  { forged, reached, atMs }: { forged: readonly Command[]; reached: number; atMs: number },
): NoticeState {
  const [first, ...others] = forged.map((command): AuditEvent => {
    const detail = {
      command: plain(command.name),
      claimed: plain(command.actor.name),
      claimedId: plain(command.actor.id),
    };
    return { atMs, actor: SYSTEM, action: 'command_forged', detail };
  });
  if (first === undefined) return state;
  // At most one page per hour and notice: someone who can forge one command can forge a thousand.
  const page = pageOpsEffect(state.noticeId, 'forged_command', `${Math.floor(atMs / HOUR_MS)}`);
  const effects = state.effects.some(({ key }) => key === page.key) ? state.effects : [...state.effects, page];
  return advance({ ...state, version: Math.max(state.version, reached) }, { effects }, [first, ...others]);
}

/**
 * Returns the state after undoing commands whose content the registry cannot store. Their authors have been notified.
 */
export function logUndone(
  state: NoticeState,
  { undone, reached, atMs }: { undone: readonly Command[]; reached: number; atMs: number },
): NoticeState {
  const [first, ...others] = undone.map(
    ({ name }): AuditEvent => ({ atMs, actor: SYSTEM, action: 'command_undone', detail: { command: plain(name) } }),
  );
  if (first === undefined) return state;
  return advance({ ...state, version: Math.max(state.version, reached) }, {}, [first, ...others]);
}

function plain(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '?')
    .slice(0, MAX_LISTED_MATCHES)
    .replaceAll(/\p{Cs}/gu, '?');
}
