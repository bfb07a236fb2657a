import { AUDIT_ENTRY_TARGET, AUDIT_VERIFY_TARGET, measureAuditEntry, measureAuditVerify } from './audit.js';
import { BULK_INTAKE_TARGET, measureBulkIntake } from './bulk-intake.js';
import { CLOCK_COMPUTE_TARGET, measureClockCompute } from './clock-compute.js';
import { CONSOLE_TARGET_MS, measureConsole } from './console.js';
import { DECISION_TARGET, measureDecision, measureRefusal, REFUSAL_TARGET } from './decision.js';
import {
  ENFORCEMENT_OF_100K_TARGET,
  ENFORCEMENT_TARGET,
  measureEnforcement,
  measureEnforcementOf100k,
} from './enforcement.js';
import { EVENTS_TARGET, measureEvents } from './events.js';
import { GROWTH_TARGET, measureGrowth } from './growth.js';
import { INTAKE_TARGET, measureIntake, measureIntakeAtWork } from './intake.js';
import { ISOLATION_TARGET, measureIsolation } from './isolation.js';
import { LEDGER_TARGET, measureLedger } from './ledger.js';
import { MAIL_TARGET, measureMail } from './mail.js';
import { measureMemory, MEMORY_TARGET } from './memory.js';
import { OZONE_BENCHMARK } from '../features/ozone/case.js';
import { measureReplay, REPLAY_TARGET } from './replay.js';
import type { Benchmark } from '../rig/result.js';
import { measureTimerLagOf10k, measureTimerLagOf1k, TIMER_LAG_TARGET } from './timer-lag.js';
import { measureWholeWay, WHOLE_WAY_TARGET } from './whole-way.js';

const LAG = {
  peer: 'a workflow that sleeps, and a local activity that writes a row',
  target: `spread p50 <= ${TIMER_LAG_TARGET.p50}, p99 <= ${TIMER_LAG_TARGET.p99}; burst drain >= ${TIMER_LAG_TARGET.drain}`,
} as const;

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
    name: 'whole-way',
    what: 'CPU time of a notice of 3 targets from receipt to closed, all processes of the desk',
    peer: 'as many bare workflow tasks in a worker of their own',
    target: `CPU <= ${WHOLE_WAY_TARGET}`,
    measure: measureWholeWay,
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
  OZONE_BENCHMARK,
  {
    name: 'enforcement-100k',
    what: 'the same for an order of 100,000 targets',
    peer: 'the same bare loop',
    target: `rate >= ${ENFORCEMENT_OF_100K_TARGET}`,
    measure: measureEnforcementOf100k,
  },
  {
    name: 'bulk-intake',
    what: 'targets a second of one POST /v1/notices with 1,178, 10,000 and 100,000 targets until 201',
    peer: 'COPY of the same rows into a bare table of the same server',
    target: `rate >= ${BULK_INTAKE_TARGET.ratio} at each size; API < ${BULK_INTAKE_TARGET.apiMb} MB, also with three of 100,000 at once`,
    measure: measureBulkIntake,
  },
  {
    name: 'ledger',
    what: 'list, search and counters by HTTP with 10,000, 100,000 and 1,000,000 targets in the registry',
    peer: 'the bare SQL',
    target: `p50 <= ${LEDGER_TARGET.ratio} where not answered in under ${LEDGER_TARGET.soonMs} ms; from 10,000 to 1,000,000 <= ${LEDGER_TARGET.growth} times`,
    measure: measureLedger,
  },
  {
    name: 'growth',
    what: 'CPU of the whole desk, events and memory of orders of 100 to 100,000 targets, receipt to in force',
    peer: 'itself: slope of log CPU over log targets',
    target: `slope <= ${GROWTH_TARGET.slope}; events of 100,000 <= ${GROWTH_TARGET.eventsBeyondPages} times those of 1,178 plus pages, <= ${GROWTH_TARGET.events}; memory <= ${GROWTH_TARGET.memory} times`,
    measure: measureGrowth,
  },
  {
    name: 'isolation',
    what: 'intake and commands of other notices while an order of 100,000 targets is carried out',
    peer: 'the same on an idle desk',
    target: `p99 <= ${ISOLATION_TARGET}`,
    measure: measureIsolation,
  },
  {
    name: 'timer-lag-1k',
    what: 'from a clock’s due to its committed action row, 1,000 notices open; 1,000 due over 20 s, and in one second',
    ...LAG,
    measure: measureTimerLagOf1k,
  },
  {
    name: 'timer-lag-10k',
    what: 'the same with 10,000 notices open',
    ...LAG,
    measure: measureTimerLagOf10k,
  },
  {
    name: 'clock-compute',
    what: 'cases a second of `clock compute` (30,000 lines), on one core',
    peer: 'a bare loop over temporal-polyfill, for the plain lines',
    target: `>= ${CLOCK_COMPUTE_TARGET} cases/s`,
    measure: measureClockCompute,
  },
  {
    name: 'mail',
    what: 'plain mails read a second on one core, by a sandboxed process that is replaced after 50 of them',
    peer: '`simpleParser` of mailparser in one process, without any check',
    target: `>= ${MAIL_TARGET} mails/s`,
    measure: measureMail,
  },
  {
    name: 'audit-verify',
    what: '`audit verify` of an export of 1,000,000 entries',
    peer: '`sha256sum` of the same file',
    target: `rate >= ${AUDIT_VERIFY_TARGET}`,
    measure: measureAuditVerify,
  },
  {
    name: 'audit-entry',
    what: 'one entry of the audit log with its leaf, committed',
    peer: 'the same row into a table without tree',
    target: `what is added <= ${AUDIT_ENTRY_TARGET} of a command`,
    measure: measureAuditEntry,
  },
  {
    name: 'console',
    what: 'from a key press to the picture that shows it, 100,000 targets in the list',
    peer: 'the same press on a page of twenty bare rows',
    target: `p99 <= ${CONSOLE_TARGET_MS} ms`,
    measure: measureConsole,
  },
];
