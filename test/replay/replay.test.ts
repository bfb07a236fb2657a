import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { makeNoticeWorkflowId } from '../../domain/notice/notice.js';
import { bundleWorkflows } from '../support/workflow-harness/index.js';
import {
  forgetRelease,
  listHistories,
  readHistory,
  removeEvent,
  renameActivity,
  swapEvents,
  typesOf,
  workflowIdOf,
  type RecordedHistory,
} from './histories.js';
import { sealedConverter } from './sealed.js';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'OFF' } } });

const NAMES = listHistories();
/** A recording without these was lost or never made; `record.ts` says how to make it. */
const SCENARIOS = [
  'main-way',
  'push-back',
  'returned',
  'escalation',
  'restoration',
  'minimal',
  'moved-clocks',
  'late-steps-first-version',
  'late-steps',
  'reopened-clocks',
  'repaired-effect',
  'corrected-report',
  'users-told',
  'emergency',
  'added-targets',
  'question',
  'question-without-report',
  'answered-question',
  'order-status',
  'restored',
  'sealed-main-way',
  'checked-sender',
  'closed-awaiting-letter-sixth-version',
  'closed-awaiting-letter',
  'moved-first-run',
  'moved-last-run',
  'of-before',
  'sealed-steps',
  'unsealed-answers',
];

let workflowBundle: { code: string };
beforeAll(async () => {
  workflowBundle = await bundleWorkflows();
});
afterAll(async () => {
  await Runtime.instance().shutdown();
});

async function replay(history: RecordedHistory): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle }, history, workflowIdOf(history));
}

/** A sealed history opens under the id of its own workflow alone. */
async function replaySealed(history: RecordedHistory, noticeId: string): Promise<void> {
  const options = { workflowBundle, dataConverter: sealedConverter() };
  await Worker.runReplayHistory(options, history, makeNoticeWorkflowId(noticeId));
}

const PLAIN = NAMES.filter((name) => !name.startsWith('sealed-'));
const SEALED = NAMES.filter((name) => name.startsWith('sealed-'));

describe('recorded histories', () => {
  test('every scenario has been recorded', () => {
    expect(NAMES).toEqual(expect.arrayContaining(SCENARIOS));
  });

  // The core checks the names of activities only in histories that carry this flag.
  test.each(NAMES)('%s was recorded by a core that checks activity names', (name) => {
    const flags = readHistory(name).events.flatMap(
      ({ workflowTaskCompletedEventAttributes: task }) => task?.sdkMetadata?.coreUsedFlags ?? [],
    );
    expect(flags).toContain(1);
  });

  test.each(PLAIN)('%s replays on the workflow of today', async (name) => {
    await expect(replay(readHistory(name))).resolves.toBeUndefined();
  });

  test.each(SEALED)('%s replays on the workflow of today, and not as the history of another notice', async (name) => {
    await expect(replaySealed(readHistory(name), name)).resolves.toBeUndefined();
    await expect(replaySealed(readHistory(name), 'another')).rejects.toThrow();
  });

  test.each(NAMES)('%s ends as a notice ends', (name) => {
    expect(typesOf(readHistory(name)).at(-1)).toMatch(/^WORKFLOW_EXECUTION_(COMPLETED|CONTINUED_AS_NEW)$/);
  });

  /** The releases that did its tasks, in order; null: of before releases had names. */
  const buildsOf = (name: string) => {
    const all = readHistory(name).events.flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
      task === undefined ? [] : [task.deploymentVersion?.buildId ?? null],
    );
    return [...new Set(all)];
  };

  test('a notice of before releases had names goes on under the first that has one', () => {
    expect(buildsOf('of-before')).toEqual([null, '0.1.0-first']);
    expect(typesOf(readHistory('of-before')).at(-1)).toBe('WORKFLOW_EXECUTION_COMPLETED');
  });

  test('a notice that moved was told of the other release by its task, and went on there', () => {
    const told = readHistory('moved-first-run').events.filter(
      ({ workflowTaskStartedEventAttributes: started }) => started?.targetWorkerDeploymentVersionChanged === true,
    );
    expect(told).toHaveLength(1);
    expect([...buildsOf('moved-first-run'), ...buildsOf('moved-last-run')]).toEqual(['0.1.0-old', '0.1.0-new']);
  });

  test('steps that were late together paged each for itself in the first version, and once since', () => {
    const pages = (name: string) =>
      readHistory(name).events.filter(
        ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType.name === 'page',
      ).length;
    expect([pages('late-steps-first-version'), pages('late-steps')]).toEqual([2, 1]);
  });

  test('a repair that changes what was reported is reported since the fourth version', () => {
    const letters = (name: string) =>
      readHistory(name).events.filter(
        ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType.name === 'sendLetter',
      ).length;
    expect(letters('corrected-report')).toBe(letters('repaired-effect') + 1);
  });

  test('an effect is read back since the third version, after its repair and its restoration too', () => {
    const proofs = (name: string) =>
      readHistory(name).events.filter(
        ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType.name === 'proveEffect',
      ).length;
    expect([proofs('main-way'), proofs('repaired-effect')]).toEqual([0, 3]);
  });

  test('a step that somebody else answers is asked for again since the ninth version', () => {
    const asked = (name: string) =>
      readHistory(name).events.filter(
        ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType.name === 'enforce',
      ).length;
    expect([asked('unsealed-answers'), asked('sealed-steps')]).toEqual([3, 1]);
  });

  test('a minimal notice costs no more than eight events and a timer', () => {
    const types = typesOf(readHistory('minimal'));
    expect(types.filter((type) => type.startsWith('ACTIVITY'))).toEqual([]);
    expect(types.length).toBeLessThanOrEqual(12);
  });
});

/** A replay test that cannot fail proves nothing: each of these has to. */
describe('poisoned histories', () => {
  test.each([
    ['a renamed activity', 'main-way', (good: RecordedHistory) => renameActivity(good, 'enforce', 'enforceEverything')],
    ['a renamed proof', 'repaired-effect', (good: RecordedHistory) => renameActivity(good, 'proveEffect', 'proveIt')],
    ['a renamed letter', 'push-back', (good: RecordedHistory) => renameActivity(good, 'sendLetter', 'sendPostcard')],
    [
      'events in another order',
      'main-way',
      (good: RecordedHistory) => swapEvents(good, 'ACTIVITY_TASK_SCHEDULED', 'TIMER_STARTED'),
    ],
    ['a timer that is missing', 'main-way', (good: RecordedHistory) => removeEvent(good, 'TIMER_STARTED')],
    ['a timer that is missing', 'escalation', (good: RecordedHistory) => removeEvent(good, 'TIMER_STARTED')],
    ['no word of another release', 'moved-first-run', forgetRelease],
    ['a record that is missing', 'escalation', (good: RecordedHistory) => removeEvent(good, 'MARKER_RECORDED')],
  ])('%s in %s is found out', async (_poison, name, poison) => {
    const good = readHistory(name);
    await expect(replay(poison(good))).rejects.toThrow(DeterminismViolationError);
  });
});
