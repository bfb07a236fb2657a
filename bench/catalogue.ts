import { DECISION_TARGET, measureDecision, measureRefusal, REFUSAL_TARGET } from './decision.js';
import { ENFORCEMENT_TARGET, measureEnforcement } from './enforcement.js';
import { EVENTS_TARGET, measureEvents } from './events.js';
import { INTAKE_TARGET, measureIntake, measureIntakeAtWork } from './intake.js';
import { measureMemory, MEMORY_TARGET } from './memory.js';
import type { BenchOptions } from './options.js';
import { measureReplay, REPLAY_TARGET } from './replay.js';
import type { Measured } from './result.js';

export interface Benchmark {
  name: string;
  /** What is measured, and what it is set against. */
  what: string;
  peer: string;
  target: string;
  measure: (options: BenchOptions) => Promise<Measured>;
}

export const BENCHMARKS: readonly Benchmark[] = [
  {
    name: 'intake',
    what: 'POST /v1/notices (3 targets) until 201, 16 at a time, no worker running',
    peer: 'workflow.start of an empty workflow, no pollers, 16 at a time',
    target: `rate >= ${INTAKE_TARGET}`,
    measure: measureIntake,
  },
  {
    name: 'intake-at-work',
    what: 'the same with the whole desk working on what comes in',
    peer: 'workflow.start of an empty workflow that a worker runs',
    target: `rate >= ${INTAKE_TARGET}`,
    measure: measureIntakeAtWork,
  },
  {
    name: 'decision',
    what: 'a command by HTTP, on record when it answers, one at a time, warm',
    peer: 'executeUpdate of a waiting workflow',
    target: `p50 <= ${DECISION_TARGET}`,
    measure: measureDecision,
  },
  {
    name: 'refusal',
    what: 'a command refused for its stale version',
    peer: 'a command that is accepted',
    target: `p50 <= ${REFUSAL_TARGET}, 0 events`,
    measure: measureRefusal,
  },
  {
    name: 'events',
    what: 'events and state transitions of a minimal notice; events of the whole main way',
    peer: 'the empty workflow',
    target: `events <= ${EVENTS_TARGET.events}, transitions <= ${EVENTS_TARGET.transitions}, main way <= ${EVENTS_TARGET.mainWayEvents} events`,
    measure: measureEvents,
  },
  {
    name: 'replay',
    what: 'CPU time of replaying a closed minimal notice',
    peer: 'the empty workflow',
    target: `CPU <= ${REPLAY_TARGET}`,
    measure: measureReplay,
  },
  {
    name: 'memory',
    what: 'JS heap of a cached open notice',
    peer: 'a workflow with one condition and one timer',
    target: `heap <= ${MEMORY_TARGET}`,
    measure: measureMemory,
  },
  {
    name: 'enforcement',
    what: 'targets a second of an approved order, outcome rows included',
    peer: 'a bare loop posting the same operations in the same batches',
    target: `rate >= ${ENFORCEMENT_TARGET}`,
    measure: measureEnforcement,
  },
];
