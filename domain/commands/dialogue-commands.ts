import type { CommandOf } from './command.js';
import { dialogueEffect } from '../letters/letter-effect.js';
import { meetClocks } from '../clocks/meet-clocks.js';
import { advance, type NoticeState } from '../notices/notice-state.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { isVerified } from '../notices/sender.js';
import { commandEvent } from '../notices/audit-event.js';

/** Sends a requested letter: it leaves immediately, and where it asks for an answer the authority's reply gets a clock. */
export function requestDialogue(
  state: NoticeState,
  command: CommandOf<'request_dialogue'>,
  atMs: number,
): Decided<NoticeState> {
  if (!isVerified(state.authenticity)) {
    return rejected(
      'illegal_transition',
      `No letters are sent on a notice that is ${state.authenticity}. Verify the sender with verify-sender.`,
    );
  }
  const { replyClock, ...dialogue } = command.body;
  const number = state.dialogues + 1;
  return accepted(
    advance(
      state,
      {
        dialogues: number,
        clocks: replyClock === undefined ? state.clocks : [...state.clocks, replyClock],
        effects: [...state.effects, dialogueEffect(state.noticeId, number, dialogue)],
      },
      [
        commandEvent(command, atMs, {
          ...dialogue,
          ...(replyClock === undefined ? {} : { replyClock: replyClock.id }),
        }),
      ],
    ),
  );
}

export function recordDialogue(
  state: NoticeState,
  command: CommandOf<'record_dialogue'>,
  atMs: number,
): Decided<NoticeState> {
  if (state.dialogues === 0) return rejected('illegal_transition', 'No dialogue was requested on this notice.');
  const { clocks, events } = meetClocks(state, 'reply', atMs, 'authority');
  return accepted(advance(state, { clocks }, [commandEvent(command, atMs, { ...command.body }), ...events]));
}

export function hearReply(state: NoticeState, atMs: number): Decided<NoticeState> {
  const { clocks, events } = meetClocks(state, 'reply', atMs, 'authority');
  const [first, ...rest] = events;
  if (first === undefined) return rejected('illegal_transition', 'No clock is waiting for a reply from the authority.');
  return accepted(advance(state, { clocks }, [first, ...rest]));
}
