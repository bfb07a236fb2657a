import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  condition,
  isCancellation,
  makeContinueAsNewFunc,
  setCurrentDetails,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Command } from '../domain/command/command.js';
import type { Effect } from '../domain/command/effect.js';
import { fireDueClocks, wakeAtMs } from '../domain/clock/fire-clocks.js';
import { makeNoticeWorkflowId } from '../domain/notice/notice.js';
import { isRefusedPayload } from '../domain/notice/refused-payload.js';
import { describeRun, findStartVersion, type WorkflowRun } from '../domain/notice/own-run.js';
import {
  isKnownVersion,
  openNotice,
  toResumed,
  type NoticeInput,
  type NoticeState,
} from '../domain/notice/notice-state.js';
import { toProjection } from '../domain/notice/projection.js';
import { settleEffect } from '../domain/command/settle-effect.js';
import { createAlarm } from './alarm.js';
import { Changes, decide } from './changes.js';
import { performEffect, recordTransitions } from './effects.js';
import { commandUpdate, nudgeSignal, stateQuery } from './messages.js';
import { valueOrRefuse } from './refusal.js';

/** Past this many events effects in flight are called off and begun anew in the next run; their keys keep them single. */
const LONG_HISTORY = 8_000;

/** What the registry cannot hold, and is nobody's command, is tried again after this long: a migration may have mended it. */
const IMPOSSIBLE_PAUSE = '10 min';

/** A next run goes to the release that is current then, whichever this one is on. */
const GO_ON = { initialVersioningBehavior: 'AUTO_UPGRADE' } as const;

/**
 * The life of one notice, receipt to closing. It decides nothing (`domain/` does) and holds one timer, the nearest
 * act of a clock. A request to cancel is not heard: a notice ends by being closed.
 */
export async function noticeWorkflow(input: NoticeInput): Promise<void> {
  // Not sealed by this desk: the run ends, and the notice's own is put back from the registry.
  // Nor may a run speak for another notice than the one that its id names.
  if (isRefusedPayload(input) || workflowInfo().workflowId !== makeNoticeWorkflowId(input.noticeId))
    throw ApplicationFailure.nonRetryable('This run was not started by the desk.', 'Forged');
  // Fails the task, not the run: Temporal tries it again until a release that knows the version takes it over.
  if (!isKnownVersion(input)) throw new Error(`This release does not know behaviour version ${input.schemaVersion}.`);
  await CancellationScope.nonCancellable(() => live(input));
}

async function live(input: NoticeInput): Promise<void> {
  const changes = new Changes(input.resume ?? openNotice(input));
  const inFlight = new Set<string>();
  const acting = new CancellationScope();
  const alarm = createAlarm();
  const startedAt = findStartVersion(input);

  const perform = async (effect: Effect) => {
    try {
      const outcome = await acting.run(() => performEffect(input.noticeId, effect));
      const atMs = Date.now();
      changes.make((state) => settleEffect(state, effect, outcome, atMs));
    } catch (error) {
      if (!isCancellation(error)) throw error; // called off: the effect stays queued and begins anew in the next run
    } finally {
      inFlight.delete(effect.key);
    }
  };

  // Before the first await: an Update that finds no handler by then is refused.
  hearCommands(changes, startedAt);
  setHandler(nudgeSignal, (how) => {
    if (how?.callOff === true && isToMove()) acting.cancel();
  });
  // An Update that came with the first task is decided before anything else.
  await Promise.resolve();
  if (input.reopen !== undefined && answered(changes, input.reopen) === undefined) take(changes, input.reopen);
  if (input.repair !== undefined) takeIfStands(changes, input.repair);

  for (;;) {
    fireClocks(changes, Date.now());
    while (changes.state.unrecorded.length > 0) {
      if (!(await record(changes, startedAt))) await sleep(IMPOSSIBLE_PAUSE);
    }
    changes.settle();
    const { state } = changes;
    if (input.label !== undefined) setCurrentDetails(`${input.label} · ${state.stage}`);
    for (const effect of state.effects) {
      if (inFlight.has(effect.key) || acting.consideredCancelled) continue;
      inFlight.add(effect.key);
      void perform(effect);
    }
    if (state.stage === 'closed' && state.effects.length === 0) {
      await condition(allHandlersFinished);
      const last = changes.state;
      if (last.stage === 'closed' && last.unrecorded.length === 0) return;
      continue;
    }
    if (workflowInfo().continueAsNewSuggested || isToMove() || acting.consideredCancelled) {
      if (workflowInfo().historyLength > LONG_HISTORY) acting.cancel();
      if (inFlight.size === 0 && allHandlersFinished()) {
        await makeContinueAsNewFunc<typeof noticeWorkflow>(GO_ON)(toResumed(input, state));
      }
    }
    await alarm.waitUntil(
      () => changes.state !== state || ((isToMove() || acting.consideredCancelled) && inFlight.size === 0),
      wakeAtMs(state, Date.now()),
    );
  }
}

/** Whether another release is current than the one this run is pinned to. Known at each task: a notice that sleeps is nudged. */
function isToMove(): boolean {
  return workflowInfo().targetWorkerDeploymentVersionChanged;
}

function hearCommands(changes: Changes, startedAt: number): void {
  setHandler(stateQuery, () => ({ ...changes.state, run: currentRun(startedAt) }));
  setHandler(
    commandUpdate,
    (command) => {
      const before = answered(changes, command);
      if (before !== undefined) return { version: before.version };
      take(changes, command);
      return { version: changes.state.version };
    },
    {
      validator(command) {
        if (isRefusedPayload(command))
          throw ApplicationFailure.nonRetryable('This command was not sent by the desk.', 'Forged');
        if (answered(changes, command) === undefined) judge(changes, command, Date.now());
      },
    },
  );
}

function answered({ state }: Changes, { id }: Command): { version: number } | undefined {
  return state.processed.find((one) => one.id === id);
}

function judge({ state }: Changes, command: Command, atMs: number): NoticeState {
  return valueOrRefuse(decide(state, command, atMs), state.version);
}

function take(changes: Changes, command: Command): void {
  const atMs = Date.now();
  changes.take(command, atMs, judge(changes, command, atMs));
}

/** A repair that no longer stands is refused when the desk sends it again: the run goes on without it. */
function takeIfStands(changes: Changes, command: Command): void {
  const atMs = Date.now();
  if (answered(changes, command) !== undefined) return;
  const decided = decide(changes.state, command, atMs);
  if (decided.ok) changes.take(command, atMs, decided.value);
}

function fireClocks(changes: Changes, atMs: number): void {
  changes.make((state) => fireDueClocks(state, atMs));
}

/**
 * Nothing outward follows from a change before it is on record, and no command gets there that the desk did not send.
 * False: the registry cannot hold it, ops is told, and it is tried again after a while.
 */
async function record(changes: Changes, startedAt: number): Promise<boolean> {
  const sending = changes.send();
  const { commands, dropped } = sending;
  try {
    const answer = await recordTransitions(toProjection(sending.state), {
      commands,
      dropped,
      run: describeRun(currentRun(startedAt), sending.state),
    });
    changes.hear(sending, answer ?? { forged: [], impossible: [] }, Date.now());
    return true;
  } catch (error) {
    if (isImpossible(error)) return false;
    throw error;
  }
}

function currentRun(startedAt: number): WorkflowRun {
  const { runId, originalExecutionRunId } = workflowInfo();
  return { id: runId, originalId: originalExecutionRunId, startedAt };
}

function isImpossible(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === 'Impossible';
}
