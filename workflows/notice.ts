import {
  allHandlersFinished,
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { applyCommand } from '../domain/command/apply-command.js';
import type { Command } from '../domain/command/command.js';
import { fireDueClocks, wakeAtMs } from '../domain/clock/fire-clocks.js';
import { openNotice, toResumed, type NoticeInput } from '../domain/notice/notice-state.js';
import { recorded, toProjection } from '../domain/notice/projection.js';
import { settleEffect } from '../domain/command/settle-effect.js';
import { createAlarm } from './alarm.js';
import { performEffect, recordTransitions } from './effects.js';
import { commandUpdate, stateQuery } from './messages.js';
import { valueOrRefuse } from './refusal.js';

/** Past this many events effects in flight are called off and begun anew in the next run; their keys keep them single. */
const LONG_HISTORY = 8_000;

/**
 * The life of one notice, receipt to closing. It decides nothing (`domain/` does) and holds one timer, the nearest
 * act of a clock. A request to cancel is not heard: a notice ends by being closed.
 */
export async function noticeWorkflow(input: NoticeInput): Promise<void> {
  await CancellationScope.nonCancellable(() => live(input));
}

async function live(input: NoticeInput): Promise<void> {
  let state = input.resume ?? openNotice(input);
  const inFlight = new Set<string>();
  const acting = new CancellationScope();
  const alarm = createAlarm();

  const decide = (command: Command) => valueOrRefuse(applyCommand(state, command, Date.now()), state.version);
  const answered = (command: Command) => state.processed.find(({ id }) => id === command.id);

  const perform = async (effect: (typeof state.effects)[number]) => {
    try {
      const outcome = await acting.run(() => performEffect(state.noticeId, effect));
      state = settleEffect(state, effect, outcome, Date.now());
    } catch (error) {
      if (!isCancellation(error)) throw error; // called off: the effect stays queued and begins anew in the next run
    } finally {
      inFlight.delete(effect.key);
    }
  };

  // Before the first await: an Update that finds no handler by then is refused.
  setHandler(stateQuery, () => state);
  setHandler(
    commandUpdate,
    (command) => {
      const before = answered(command);
      if (before !== undefined) return { version: before.version };
      state = decide(command);
      return { version: state.version };
    },
    { validator: (command) => void (answered(command) ?? decide(command)) },
  );
  // An Update that came with the first task is decided before anything else.
  await Promise.resolve();
  if (input.reopen !== undefined && answered(input.reopen) === undefined) state = decide(input.reopen);

  for (;;) {
    state = fireDueClocks(state, Date.now());
    while (state.unrecorded.length > 0) {
      const version = state.version;
      await recordTransitions(toProjection(state));
      state = recorded(state, version);
    }
    for (const effect of state.effects) {
      if (inFlight.has(effect.key) || acting.consideredCancelled) continue;
      inFlight.add(effect.key);
      void perform(effect);
    }
    if (state.stage === 'closed' && state.effects.length === 0) {
      await condition(allHandlersFinished);
      if (state.stage === 'closed' && state.unrecorded.length === 0) return;
      continue;
    }
    if (workflowInfo().continueAsNewSuggested || acting.consideredCancelled) {
      if (workflowInfo().historyLength > LONG_HISTORY) acting.cancel();
      if (inFlight.size === 0 && allHandlersFinished()) {
        await continueAsNew<typeof noticeWorkflow>(toResumed(input, state));
      }
    }
    const seen = state;
    await alarm.waitUntil(
      () => state !== seen || (acting.consideredCancelled && inFlight.size === 0),
      wakeAtMs(state, Date.now()),
    );
  }
}
