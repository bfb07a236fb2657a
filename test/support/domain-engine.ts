import { ApplicationFailure } from '@temporalio/common';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../activities/record.js';
import type { Engine } from '../../client/engine.js';
import type { PendingStep } from '../../client/pending-steps.js';
import type { ForeignStart } from '../../client/describe.js';
import { applyCommand } from '../../domain/commands/apply-command.js';
import type { EffectOutcome } from '../../domain/commands/effect.js';
import type { Command } from '../../domain/commands/command.js';
import { fireDueClocks } from '../../domain/clocks/fire-clocks.js';
import { openNotice, type NoticeState } from '../../domain/notices/notice-state.js';
import { describeRun, findStartVersion, type WorkflowRun } from '../../domain/notices/own-run.js';
import { recorded, toProjection } from '../../domain/notices/projection.js';
import { settleEffect } from '../../domain/commands/settle-effect.js';
import type { Db } from '../../registry/db.js';
import type { DeployedRelease } from '../../client/releases.js';
import { noReleases } from './simulators/no-releases.js';

export interface DomainEngine extends Engine {
  /** The database is known only after the API has been built with this engine. */
  attach(db: Db): void;
  stateOf(noticeId: string): NoticeState;
  settle(noticeId: string, type: string, outcome: EffectOutcome): Promise<void>;
  lose(noticeId: string): void;
  /** Makes the notice's workflow task fail from now on, until it is started over. */
  jam(noticeId: string): void;
  unjam(noticeId: string): void;
  /** Makes a notice's workflow unreachable, until `unsilence`. */
  silence(noticeId: string): void;
  unsilence(noticeId: string): void;
  /** Replaces the notice's workflow by one that the desk did not start, until it is started over. */
  squat(noticeId: string, foreign: ForeignStart): void;
  /**
   * Makes the workflow answer no query and no command although Temporal reports it as running, until it is started
   * over.
   */
  deafen(noticeId: string): void;
  undeafen(noticeId: string): void;
  /** Sets what the workflow waits for. */
  waitFor(noticeId: string, steps: PendingStep[]): void;
  reset(state: NoticeState): void;
  restore(state: NoticeState): void;
  passTo(noticeId: string, atMs: number): Promise<void>;
}

const CURRENT_RELEASE: DeployedRelease = {
  build: 'current',
  isCurrent: true,
  isDrained: false,
  firstCurrentAt: new Date('2026-03-01T00:00:00Z'),
  replacedAt: null,
};
const EARLIER_RELEASE: DeployedRelease = {
  ...CURRENT_RELEASE,
  build: 'earlier',
  isCurrent: false,
  firstCurrentAt: new Date('2026-02-01T00:00:00Z'),
  replacedAt: CURRENT_RELEASE.firstCurrentAt,
};

/** A fake of Temporal: the domain's own decisions, recorded in the registry, without a server and without effects. */
export function createDomainEngine(nowMs: () => number = Date.now): DomainEngine {
  const states = new Map<string, NoticeState>();
  const jammed = new Set<string>();
  const silent = new Set<string>();
  const squatted = new Map<string, ForeignStart>();
  const deaf = new Set<string>();
  const waiting = new Map<string, PendingStep[]>();
  const runs = new Map<string, WorkflowRun>();
  const startRun = (noticeId: string, startedAt: number) => {
    const id = uuidv7();
    runs.set(noticeId, { id, originalId: id, continuedFrom: null, startedAt });
  };
  const hears = (noticeId: string) => !squatted.has(noticeId) && !deaf.has(noticeId);
  let db: Db | undefined;

  async function record(state: NoticeState, commands: readonly Command[] = []): Promise<void> {
    if (db === undefined) throw new Error('attach the database first');
    if (state.unrecorded.length > 0) {
      const activities = createRecordActivities({ db });
      const run = runs.get(state.noticeId);
      const answer = await activities.recordTransitions(toProjection(state), {
        commands,
        dropped: [],
        ...(run === undefined ? {} : { run: describeRun(run, state) }),
      });
      if (answer !== undefined) throw new Error('a command was sent that is not on record');
    }
    states.set(state.noticeId, recorded(state, state.version));
  }
  const getState = (noticeId: string) => {
    const state = states.get(noticeId);
    if (state === undefined) throw new Error(`no workflow of ${noticeId}`);
    return state;
  };

  return {
    attach: (given) => {
      db = given;
    },
    stateOf: getState,
    async start(input) {
      if (states.has(input.noticeId)) return 'already';
      states.set(input.noticeId, openNotice(input));
      startRun(input.noticeId, findStartVersion(input));
      return 'started';
    },
    async startAgain(input) {
      if (states.has(input.noticeId)) return 'already';
      if (input.resume === undefined || input.reopen === undefined)
        throw new Error('a notice is reopened from its state');
      startRun(input.noticeId, findStartVersion(input));
      const decided = applyCommand(input.resume, input.reopen, nowMs());
      if (!decided.ok) throw new Error(decided.rejection.cure);
      await record(decided.value, [input.reopen]);
      return 'started';
    },
    async startOver(input, { replaces }) {
      if (states.has(input.noticeId) && !replaces) return 'already';
      if (input.resume === undefined) throw new Error('a notice is started over from its state');
      for (const fault of [jammed, squatted, deaf]) fault.delete(input.noticeId);
      startRun(input.noticeId, findStartVersion(input));
      states.set(input.noticeId, input.resume);
      if (input.repair !== undefined) {
        const decided = applyCommand(input.resume, input.repair, nowMs());
        if (decided.ok) await record(decided.value, [input.repair]);
      }
      return 'started';
    },
    lose(noticeId) {
      states.delete(noticeId);
    },
    restore(state) {
      states.set(state.noticeId, state);
    },
    squat(noticeId, foreign) {
      squatted.set(noticeId, foreign);
    },
    deafen(noticeId) {
      deaf.add(noticeId);
    },
    undeafen(noticeId) {
      deaf.delete(noticeId);
    },
    waitFor(noticeId, steps) {
      waiting.set(noticeId, steps);
    },
    reset(state) {
      const { id = uuidv7(), originalId = id, startedAt = 1 } = runs.get(state.noticeId) ?? {};
      states.set(state.noticeId, state);
      runs.set(state.noticeId, { id: uuidv7(), originalId, continuedFrom: null, startedAt });
    },
    jam(noticeId) {
      jammed.add(noticeId);
    },
    unjam(noticeId) {
      jammed.delete(noticeId);
    },
    silence(noticeId) {
      silent.add(noticeId);
    },
    unsilence(noticeId) {
      silent.delete(noticeId);
    },
    async describe(noticeId) {
      if (silent.has(noticeId)) throw new Error('no answer');
      if (jammed.has(noticeId)) return { kind: 'running', stuck: { attempts: 7, seconds: 90 }, foreign: null };
      if (states.has(noticeId)) return { kind: 'running', stuck: null, foreign: squatted.get(noticeId) ?? null };
      return { kind: 'gone', how: 'terminated' };
    },
    async pendingSteps(noticeId) {
      if (silent.has(noticeId)) throw new Error('no answer');
      return waiting.get(noticeId) ?? [];
    },
    async heldState(noticeId) {
      const [state, run] = [states.get(noticeId), runs.get(noticeId)];
      if (state === undefined || run === undefined || !hears(noticeId)) return null;
      return { ...state, run };
    },
    async *listRunning() {
      yield [...states.keys()];
    },
    async send(noticeId, command) {
      const state = states.get(noticeId);
      if (state === undefined) return { kind: 'not_running' };
      if (!hears(noticeId)) return { kind: 'unknown', why: 'no worker answers' };
      const known = state.processed.find(({ id }) => id === command.id);
      if (known !== undefined) return { kind: 'accepted', version: known.version };
      const decided = applyCommand(state, command, nowMs());
      if (!decided.ok) return { kind: 'refused', rejection: decided.rejection, version: state.version };
      try {
        await record(decided.value, [command]);
      } catch (error) {
        if (!(error instanceof ApplicationFailure) || error.type !== 'ForeignRun') throw error;
        states.delete(noticeId);
        return { kind: 'not_running' };
      }
      return { kind: 'accepted', version: decided.value.version };
    },
    async settle(noticeId, type, outcome) {
      const state = getState(noticeId);
      const effect = state.effects.find((one) => one.type === type);
      if (effect === undefined) throw new Error(`no effect ${type} is waiting`);
      await record(settleEffect(state, effect, outcome, nowMs()));
    },
    async passTo(noticeId, atMs) {
      await record(fireDueClocks(getState(noticeId), atMs));
    },
    listFailing: async (limit) => [...jammed].slice(0, limit),
    queues: async () => [{ name: 'notices', backlog: states.size, oldestSeconds: 1 }],
    releases: {
      ...noReleases,
      list: async () => [EARLIER_RELEASE, CURRENT_RELEASE],
      pinnedTo: async (build) =>
        build === EARLIER_RELEASE.build
          ? [...states.values()].filter(({ stage }) => stage !== 'closed').map(({ noticeId }) => noticeId)
          : [],
    },
    ping: async () => undefined,
    close: async () => undefined,
  };
}
