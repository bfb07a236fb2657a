import type { coresdk } from '@temporalio/proto';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import type { Command } from '../../../domain/commands/command.js';
import type { Effect } from '../../../domain/commands/effect.js';
import type { NoticeInput, NoticeState } from '../../../domain/notices/notice-state.js';
import { makeNoticeWorkflowId } from '../../../domain/notices/notice.js';
import type { NoticeProjection } from '../../../domain/notices/projection.js';
import type { RejectionCode } from '../../../domain/commands/rejection.js';
import type { RecordedCommands } from '../../../activities/record.js';
import type { UnsealedAnswer } from '../../../activities/refused-payloads.js';
import type { StepTicket } from '../../../domain/notices/step-answer.js';
import {
  CANCELLED,
  completedWith,
  failed,
  findKind,
  findTicket,
  formatCommand,
  fromPayload,
  sealed,
  toActivation,
  toMs,
  toPayloads,
  toTimestamp,
  WorkflowActivation,
  type Fed,
  type Job,
  type Resolution,
  type WorkflowCommand,
} from './activations.js';
import { FakeRegistry } from './fake-registry.js';
import { createSandboxedNotice } from './sandbox.js';

export type HarnessCommandAnswer =
  | { ok: true; version: number }
  | { ok: false; refused: RejectionCode; cure: string; atVersion: number };

export interface PendingActivity {
  seq: number;
  type: string;
  taskQueue: string;
  effect: Effect | null;
  argument: unknown;
  ticket: StepTicket;
  isLocal: boolean;
}

type WaitingLocally = { ticket: StepTicket } & (
  | { projection: NoticeProjection; commands: readonly Command[] }
  | { unsealed: UnsealedAnswer }
);

const TASK_EVENTS = 3;

export interface StartOptions {
  input: NoticeInput;
  nowMs: number;
  registry?: FakeRegistry;
  firstCommands?: Command[];
}

/** A notice workflow in the real sandbox, without a server: time is a number, activities wait to be answered. */
export class NoticeRun {
  readonly registry: FakeRegistry;
  readonly history: string[] = [];
  readonly scheduled: PendingActivity[] = [];
  readonly firstAnswers: HarnessCommandAnswer[] = [];
  completed: 'completed' | 'failed' | 'cancelled' | 'continued_as_new' | null = null;
  continuedWith: NoticeInput | null = null;
  /** Versioning behaviour of the next run, as the server gets it. */
  continuedOn: number | null = null;
  historyLength = TASK_EVENTS;
  private now: number;
  private readonly fed: Fed[] = [];
  private readonly timers = new Map<number, number>();
  private readonly waiting = new Map<number, PendingActivity>();
  private readonly waitingLocally = new Map<number, WaitingLocally>();
  private readonly answers = new Map<string, HarnessCommandAnswer>();
  private continueAsNewSuggested = false;
  private targetWorkerDeploymentVersionChanged = false;
  private queries = 0;
  private updates = 0;

  private readonly workflow: Workflow;
  private readonly runId: string;
  private readonly options: StartOptions;

  private constructor(workflow: Workflow, runId: string, options: StartOptions) {
    this.workflow = workflow;
    this.runId = runId;
    this.options = options;
    this.registry = options.registry ?? new FakeRegistry();
    this.now = options.nowMs;
  }

  static async start(options: StartOptions): Promise<NoticeRun> {
    const workflowId = makeNoticeWorkflowId(options.input.noticeId);
    runs += 1;
    const runId = `run-${process.pid}-${runs}`;
    const workflow = await createSandboxedNotice(runId, workflowId, options.nowMs);
    const run = new NoticeRun(workflow, runId, options);
    const updates = (options.firstCommands ?? []).map((command) => ({ command, job: run.toUpdateJob(command) }));
    await run.feed([run.toInitializeJob(), ...updates.map(({ job }) => job)]);
    for (const { job } of updates) run.firstAnswers.push(run.answerTo(job.doUpdate?.protocolInstanceId ?? ''));
    return run;
  }

  get nowMs(): number {
    return this.now;
  }

  get timersAtMs(): number[] {
    return [...this.timers.values()].sort((a, b) => a - b);
  }

  count(kind: string): number {
    return this.history.filter((one) => one === kind).length;
  }

  async command(command: Command): Promise<HarnessCommandAnswer> {
    const job = this.toUpdateJob(command);
    await this.feed([job]);
    return this.answerTo(job.doUpdate?.protocolInstanceId ?? '');
  }

  async commands(commands: readonly Command[]): Promise<HarnessCommandAnswer[]> {
    const jobs = commands.map((command) => this.toUpdateJob(command));
    await this.feed(jobs);
    return jobs.map((job) => this.answerTo(job.doUpdate?.protocolInstanceId ?? ''));
  }

  async accept(command: Command): Promise<number> {
    const answer = await this.command(command);
    if (!answer.ok) throw new Error(`${command.name} was refused: ${answer.refused}. ${answer.cure}`);
    return answer.version;
  }

  /** Advances time; timers fire in order, each at its own instant. */
  async advanceTo(ms: number): Promise<void> {
    for (;;) {
      const due = [...this.timers].filter(([, atMs]) => atMs <= ms).sort(([, a], [, b]) => a - b)[0];
      if (due === undefined || this.completed !== null) break;
      const [seq, atMs] = due;
      this.timers.delete(seq);
      this.now = Math.max(this.now, atMs);
      await this.feed([{ fireTimer: { seq } }]);
    }
    this.now = Math.max(this.now, ms);
  }

  async advanceBy(ms: number): Promise<void> {
    await this.advanceTo(this.now + ms);
  }

  /** Advances time without a worker: timers that came due meanwhile fire late, all in one task. */
  async wakeLateAt(ms: number): Promise<void> {
    const due = [...this.timers].filter(([, atMs]) => atMs <= ms).sort(([, a], [, b]) => a - b);
    this.now = Math.max(this.now, ms);
    for (const [seq] of due) this.timers.delete(seq);
    if (due.length > 0) await this.feed(due.map(([seq]) => ({ fireTimer: { seq } })));
  }

  /** Sends a command and the timers due at an instant in one task; the server's core delivers Updates before timers. */
  async commandWithTimerAt(ms: number, command: Command): Promise<HarnessCommandAnswer> {
    const due = [...this.timers].filter(([, atMs]) => atMs <= ms);
    this.now = Math.max(this.now, ms);
    for (const [seq] of due) this.timers.delete(seq);
    const job = this.toUpdateJob(command);
    await this.feed([job, ...due.map(([seq]) => ({ fireTimer: { seq } }))]);
    return this.answerTo(job.doUpdate?.protocolInstanceId ?? '');
  }

  pendingActivities(type?: string): PendingActivity[] {
    return [...this.waiting.values()].filter((one) => type === undefined || one.type === type);
  }

  async completeActivity(type: string, result: unknown = { ok: true }): Promise<void> {
    await this.resolve(type, ({ ticket }) => completedWith(sealed(ticket, { outcome: result })));
  }

  async completeActivityWith(type: string, result: unknown): Promise<void> {
    await this.resolve(type, () => completedWith(result));
  }

  async failActivity(type: string, reason: string): Promise<void> {
    const failure = { type: 'GaveUp', message: reason };
    await this.resolve(type, ({ ticket }) => completedWith(sealed(ticket, { failure })));
  }

  async failActivityUnsealed(type: string, reason: string): Promise<void> {
    await this.resolve(type, () => failed(type, { type: 'GaveUp', message: reason }));
  }

  /** Answers every waiting activity by type, and those that follow; types without an answer keep waiting. */
  async completeAll(results: Record<string, unknown> = {}): Promise<void> {
    for (;;) {
      const next = this.pendingActivities().find(({ type }) => type in results || type in ALWAYS_FINE);
      if (next === undefined || this.completed !== null) return;
      await this.completeActivity(next.type, results[next.type] ?? ALWAYS_FINE[next.type]);
    }
  }

  async cancel(): Promise<void> {
    await this.feed([{ cancelWorkflow: { reason: 'asked from outside' } }]);
  }

  /** Makes the server suggest continue-as-new from the next task on, and triggers a task by a no-op wake-up. */
  suggestContinueAsNew(historyLength: number = 4_096): void {
    this.continueAsNewSuggested = true;
    this.historyLength = historyLength;
  }

  changeRelease(): void {
    this.targetWorkerDeploymentVersionChanged = true;
  }

  /** Sends the signal that wakes a notice sleeping on a release that is not current. */
  async nudge(how: { callOff: boolean }): Promise<void> {
    await this.feed([{ signalWorkflow: { signalName: 'nudge', input: toPayloads(how) } }]);
  }

  async next(firstCommands: Command[] = []): Promise<NoticeRun> {
    if (this.continuedWith === null) throw new Error('This run has not continued as new.');
    return await startRun({ input: this.continuedWith, nowMs: this.now, registry: this.registry, firstCommands });
  }

  async state(): Promise<NoticeState> {
    this.queries += 1;
    const queryId = `query-${this.queries}`;
    const { commands } = await this.activate([{ queryWorkflow: { queryId, queryType: 'state', arguments: [] } }]);
    const answer = commands[0]?.respondToQuery;
    if (answer?.succeeded?.response == null) throw new Error(`The state query failed: ${JSON.stringify(answer)}`);
    return fromPayload(answer.succeeded.response) as NoticeState;
  }

  async letRegistryGo(): Promise<void> {
    this.registry.letGo();
    await this.resolveLocally();
  }

  /** Replays every activation in a new sandbox, like a worker that has never seen the notice. */
  async replay(): Promise<void> {
    const workflowId = makeNoticeWorkflowId(this.options.input.noticeId);
    const again = await createSandboxedNotice(this.runId, workflowId, this.options.nowMs);
    try {
      const flags = new Set<number>();
      for (const [index, { jobs, commands, ...rest }] of this.fed.entries()) {
        for (const flag of rest.flags) flags.add(flag);
        const completion = await again.activate(toActivation(this.runId, jobs, { ...rest, flags: [...flags] }, true));
        const given = completion.successful?.commands?.map(formatCommand) ?? [
          JSON.stringify(completion.failed?.failure?.message),
        ];
        if (given.join('\n') !== commands.join('\n')) {
          throw new Error(
            `Activation ${index} gives other commands when played again:\n${given.join('\n')}\n  not\n${commands.join('\n')}`,
          );
        }
      }
    } finally {
      await again.dispose();
    }
  }

  async dispose(): Promise<void> {
    await this.workflow.dispose();
  }

  private toInitializeJob(): Job {
    const { input, nowMs } = this.options;
    return {
      initializeWorkflow: {
        workflowType: 'noticeWorkflow',
        workflowId: makeNoticeWorkflowId(input.noticeId),
        arguments: toPayloads(input),
        attempt: 1,
        startTime: WorkflowActivation.fromObject({ timestamp: toTimestamp(nowMs) }).timestamp ?? null,
      },
    };
  }

  private toUpdateJob(command: Command): Job {
    this.updates += 1;
    const protocolInstanceId = `update-${this.updates}`;
    return {
      doUpdate: { id: command.id, protocolInstanceId, name: 'command', input: toPayloads(command), runValidator: true },
    };
  }

  private answerTo(protocolInstanceId: string): HarnessCommandAnswer {
    const answer = this.answers.get(protocolInstanceId);
    if (answer === undefined) throw new Error('The Update has no answer yet.');
    return answer;
  }

  private async resolve(type: string, answer: (activity: PendingActivity) => Resolution): Promise<void> {
    const activity = this.pendingActivities(type)[0];
    if (activity === undefined) {
      const waiting = this.pendingActivities().map((one) => one.type);
      throw new Error(`No ${type} is waiting; waiting: ${waiting.join(', ') || 'nothing'}.`);
    }
    this.waiting.delete(activity.seq);
    await this.feed([{ resolveActivity: { seq: activity.seq, result: answer(activity), isLocal: activity.isLocal } }]);
  }

  private async feed(jobs: Job[]): Promise<void> {
    if (this.completed !== null) throw new Error(`The notice has ended (${this.completed}).`);
    const { commands, fed } = await this.activate(jobs);
    const cancelled: number[] = [];
    const refused = new Set<string>();
    for (const command of commands) {
      const refusedId = this.readAnswer(command);
      if (refusedId !== null) refused.add(refusedId);
      else this.history.push(findKind(command));
      this.readCommand(command, cancelled);
    }
    this.keepForReplay(fed, refused);
    if (this.completed !== null) return;
    if (cancelled.length > 0) {
      await this.feed(
        cancelled.map((seq) => ({
          resolveActivity: { seq, result: { cancelled: { failure: CANCELLED } }, isLocal: false },
        })),
      );
    }
    if (this.completed === null) await this.resolveLocally();
  }

  /** A rejected Update leaves no event: a replaying worker never sees it, nor runs its validator again. */
  private keepForReplay(fed: Fed, refused: ReadonlySet<string>): void {
    const jobs = fed.jobs
      .filter(({ doUpdate }) => doUpdate == null || !refused.has(doUpdate.protocolInstanceId ?? ''))
      .map((job) => (job.doUpdate == null ? job : { doUpdate: { ...job.doUpdate, runValidator: false } }));
    if (jobs.length > 0) this.fed.push({ ...fed, jobs });
    else if (fed.commands.length > 0) throw new Error(`A refused command left a trace: ${fed.commands.join(', ')}`);
  }

  private async activate(jobs: Job[]): Promise<{ commands: WorkflowCommand[]; fed: Fed }> {
    const { historyLength, continueAsNewSuggested, targetWorkerDeploymentVersionChanged, now: nowMs } = this;
    this.historyLength += TASK_EVENTS;
    const rest = { nowMs, historyLength, continueAsNewSuggested, targetWorkerDeploymentVersionChanged };
    const completion = await this.workflow.activate(toActivation(this.runId, jobs, { ...rest, flags: [] }, false));
    if (completion.failed != null) {
      const { failure } = completion.failed;
      throw new Error(`The workflow task failed: ${failure?.message ?? ''}\n${failure?.stackTrace ?? ''}`);
    }
    const commands = completion.successful?.commands ?? [];
    const lasting = commands.filter(({ updateResponse }) => updateResponse?.rejected == null);
    const flags = [...(completion.successful?.usedInternalFlags ?? [])];
    return { commands, fed: { ...rest, jobs, commands: lasting.map(formatCommand), flags } };
  }

  private readAnswer({ updateResponse }: WorkflowCommand): string | null {
    if (updateResponse == null) return null;
    const id = updateResponse.protocolInstanceId ?? '';
    if (updateResponse.completed != null) {
      this.answers.set(id, { ok: true, ...(fromPayload(updateResponse.completed) as { version: number }) });
    }
    if (updateResponse.rejected == null) return null;
    const { message, applicationFailureInfo } = updateResponse.rejected;
    const { version: atVersion } = fromPayload(applicationFailureInfo?.details?.payloads?.[1]) as { version: number };
    const refused = applicationFailureInfo?.type as RejectionCode;
    this.answers.set(id, { ok: false, refused, cure: message ?? '', atVersion });
    return id;
  }

  private readCommand(command: WorkflowCommand, cancelled: number[]): void {
    const { startTimer, cancelTimer, scheduleActivity, scheduleLocalActivity, requestCancelActivity } = command;
    if (startTimer != null) this.timers.set(startTimer.seq ?? 0, this.now + toMs(startTimer.startToFireTimeout));
    if (cancelTimer != null) this.timers.delete(cancelTimer.seq ?? 0);
    if (scheduleActivity != null) {
      const argument = fromPayload(scheduleActivity.arguments?.[0]) as { effect?: Effect };
      const ticket = findTicket(scheduleActivity.arguments);
      const activity = {
        ticket,
        isLocal: false,
        seq: scheduleActivity.seq ?? 0,
        type: scheduleActivity.activityType ?? '',
        taskQueue: scheduleActivity.taskQueue ?? '',
        effect: argument.effect ?? null,
        argument,
      };
      this.waiting.set(activity.seq, activity);
      this.scheduled.push(activity);
    }
    if (scheduleLocalActivity != null) {
      this.keepLocal(scheduleLocalActivity);
    }
    if (requestCancelActivity != null && this.waiting.delete(requestCancelActivity.seq ?? 0)) {
      cancelled.push(requestCancelActivity.seq ?? 0);
    }
    if (command.completeWorkflowExecution != null) this.completed = 'completed';
    if (command.failWorkflowExecution != null) this.completed = 'failed';
    if (command.cancelWorkflowExecution != null) this.completed = 'cancelled';
    if (command.continueAsNewWorkflowExecution != null) {
      this.completed = 'continued_as_new';
      this.continuedWith = fromPayload(command.continueAsNewWorkflowExecution.arguments?.[0]) as NoticeInput;
      this.continuedOn = command.continueAsNewWorkflowExecution.initialVersioningBehavior ?? null;
    }
  }

  private keepLocal({ seq, activityType, arguments: sent }: coresdk.workflow_commands.IScheduleLocalActivity): void {
    const [first, behind] = (sent ?? []).map(fromPayload);
    const ticket = findTicket(sent);
    if (activityType === 'reportUnsealed') {
      this.waitingLocally.set(seq ?? 0, { unsealed: first as UnsealedAnswer, ticket });
      return;
    }
    if (activityType === 'skipTargets') {
      const activity = { seq: seq ?? 0, type: activityType, taskQueue: '', effect: null, argument: first };
      this.waiting.set(activity.seq, { ...activity, ticket, isLocal: true });
      return;
    }
    const { commands, dropped } = behind as RecordedCommands;
    this.waitingLocally.set(seq ?? 0, { projection: first as NoticeProjection, commands, ticket });
    this.registry.dropped.push(...dropped.map(({ id }) => id));
  }

  private async resolveLocally(): Promise<void> {
    for (const [seq, sent] of this.waitingLocally) {
      if (this.registry.held) return;
      this.waitingLocally.delete(seq);
      const result =
        'unsealed' in sent ? this.reportIn(sent) : this.recordIn(sent.projection, sent.commands, sent.ticket);
      await this.feed([{ resolveActivity: { seq, result, isLocal: true } }]);
    }
  }

  private reportIn({ unsealed, ticket }: Extract<WaitingLocally, { unsealed: UnsealedAnswer }>): Resolution {
    this.registry.unsealed.push(unsealed);
    return completedWith(sealed(ticket, { outcome: undefined }));
  }

  private recordIn(projection: NoticeProjection, commands: readonly Command[], ticket: StepTicket): Resolution {
    const { registry } = this;
    const forged = registry.forgedAnswers.shift();
    if (forged !== undefined)
      return forged === 'failure'
        ? failed('recordTransitions', { type: 'Superseded', message: 'Superseded' })
        : completedWith(forged.result);
    if (registry.failsAs !== null)
      return completedWith(sealed(ticket, { failure: { type: registry.failsAs, message: registry.failsAs } }));
    const answered = (value: unknown) => completedWith(sealed(ticket, { outcome: value }));
    const places = (ids: ReadonlySet<string>) =>
      commands.flatMap(({ id }, position) => (ids.has(id) ? [position] : []));
    const forgedPlaces = places(registry.forged);
    const impossible = places(registry.impossible);
    if (forgedPlaces.length > 0) return answered({ forged: forgedPlaces, impossible: [] });
    if (impossible.length > 0) return answered({ forged: [], impossible });
    registry.record(projection);
    return answered(undefined);
  }
}

let runs = 0;

const ALWAYS_FINE: Record<string, unknown> = {
  sendLetter: { ok: true },
  mailStaff: { ok: true },
  page: { ok: true },
  pageOps: { ok: true },
  resolveTargets: { ok: true },
  proveEffect: { ok: true },
};

const live = new Set<NoticeRun>();

async function startRun(options: StartOptions): Promise<NoticeRun> {
  const run = await NoticeRun.start(options);
  live.add(run);
  return run;
}

export { startRun };

/** Replays every run of the test and disposes of the sandboxes; for `afterEach`. */
export async function replayAndDispose(): Promise<void> {
  const ended = [...live];
  live.clear();
  try {
    for (const run of ended) await run.replay();
  } finally {
    for (const run of ended) await run.dispose();
  }
}
