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
import type { Command } from '../domain/commands/command.js';
import type { Effect } from '../domain/commands/effect.js';
import { fireDueClocks, wakeAtMs } from '../domain/clocks/fire-clocks.js';
import { makeNoticeWorkflowId } from '../domain/notices/notice.js';
import { isRefusedPayload } from '../domain/notices/refused-payload.js';
import { describeRun, findStartVersion, type WorkflowRun } from '../domain/notices/own-run.js';
import {
  isKnownVersion,
  openNotice,
  toResumed,
  type NoticeInput,
  type NoticeState,
} from '../domain/notices/notice-state.js';
import { toProjection } from '../domain/notices/projection.js';
import { settleEffect } from '../domain/commands/settle-effect.js';
import { createAlarm } from './alarm.js';
import { PendingChanges, decideCommand } from './changes.js';
import { performEffect, recordTransitions } from './effects.js';
import { commandUpdate, nudgeSignal, stateQuery } from './messages.js';
import { valueOrRefuse } from './refusal.js';

/**
 * Past this many events effects in flight are cancelled and restarted in the next run; their keys prevent duplicates.
 */
const LONG_HISTORY = 8_000;

/**
 * Retry interval for a change that the registry cannot store and that no command caused: a migration may have fixed it.
 */
const IMPOSSIBLE_PAUSE = '10 min';

const GO_ON = { initialVersioningBehavior: 'AUTO_UPGRADE' } as const;

/**
 * The workflow of one notice, from receipt to closing. It decides nothing (`domain/` does) and holds one timer, for the
 * nearest action of a clock. It ignores cancellation requests: a notice ends by being closed.
 */
export async function noticeWorkflow(input: NoticeInput): Promise<void> {
  // Not sealed by this desk: the run ends, and the notice's own is restarted from the registry. A run may also not act
  // for another notice than the one in its id.
  if (isRefusedPayload(input) || workflowInfo().workflowId !== makeNoticeWorkflowId(input.noticeId))
    throw ApplicationFailure.nonRetryable('This run was not started by the desk.', 'Forged');
  // Fails the task, not the run: Temporal tries it again until a release that knows the version takes it over.
  if (!isKnownVersion(input)) throw new Error(`This release does not know behaviour version ${input.schemaVersion}.`);
  await CancellationScope.nonCancellable(() => live(input));
}

async function live(input: NoticeInput): Promise<void> {
  const changes = new PendingChanges(input.resume ?? openNotice(input));
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
      if (!isCancellation(error)) throw error; // cancelled: the effect stays queued and restarts in the next run
    } finally {
      inFlight.delete(effect.key);
    }
  };

  // Before the first await: an Update that finds no handler by then is rejected.
  hearCommands(changes, startedAt);
  setHandler(nudgeSignal, (how) => {
    if (how?.callOff === true && isToMove()) acting.cancel();
  });
  // An Update that arrived with the first task is decided before anything else.
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

/**
 * Whether a release other than the one this run is pinned to is current. Updated with each workflow task, so a sleeping
 * notice gets a nudge.
 */
function isToMove(): boolean {
  return workflowInfo().targetWorkerDeploymentVersionChanged;
}

function hearCommands(changes: PendingChanges, startedAt: number): void {
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

function answered({ state }: PendingChanges, { id }: Command): { version: number } | undefined {
  return state.processed.find((one) => one.id === id);
}

function judge({ state }: PendingChanges, command: Command, atMs: number): NoticeState {
  return valueOrRefuse(decideCommand(state, command, atMs), state.version);
}

function take(changes: PendingChanges, command: Command): void {
  const atMs = Date.now();
  changes.take(command, atMs, judge(changes, command, atMs));
}

/** A repair that is no longer valid is rejected when the desk resends it; the run continues without it. */
function takeIfStands(changes: PendingChanges, command: Command): void {
  const atMs = Date.now();
  if (answered(changes, command) !== undefined) return;
  const decided = decideCommand(changes.state, command, atMs);
  if (decided.ok) changes.take(command, atMs, decided.value);
}

function fireClocks(changes: PendingChanges, atMs: number): void {
  changes.make((state) => fireDueClocks(state, atMs));
}

/**
 * Nothing outward happens before a change is recorded, and no command that the desk did not send is recorded. Returns
 * false if the registry cannot store it: ops is alerted, and it is retried later.
 */
async function record(changes: PendingChanges, startedAt: number): Promise<boolean> {
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
  const { runId, originalExecutionRunId, continuedFromExecutionRunId = null } = workflowInfo();
  return { id: runId, originalId: originalExecutionRunId, continuedFrom: continuedFromExecutionRunId, startedAt };
}

function isImpossible(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type === 'Impossible';
}
