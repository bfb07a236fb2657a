import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import { bundleWorkflows } from '../support/workflow-harness/index.js';
import {
  BUILD,
  forgetRelease,
  listHistories,
  NEXT_BUILD,
  readHistory,
  readText,
  removeEvent,
  renameActivity,
  swapEvents,
  listEventTypes,
  getWorkflowId,
  type RecordedHistory,
} from './histories.js';
import { sealedConverter } from './sealed.js';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'OFF' } } });

const NAMES = listHistories();
/** `record.ts` records these; a recording without one of them was lost or never made. */
const SCENARIOS = [
  'added-targets',
  'answered-question',
  'checked-sender',
  'closed-awaiting-letter',
  'continued-first-run',
  'continued-last-run',
  'corrected-report',
  'emergency',
  'escalation',
  'forced-end',
  'foreign-answers',
  'late-steps',
  'main-way',
  'minimal',
  'moved-clocks',
  'moved-first-run',
  'moved-last-run',
  'order-status',
  'push-back',
  'question',
  'reopened',
  'reopened-clocks',
  'repaired-effect',
  'restoration',
  'restored',
  'returned',
  'sealed-main-way',
  'undeliverable-letters',
  'users-notified',
];

let workflowBundle: { code: string };
beforeAll(async () => {
  workflowBundle = await bundleWorkflows();
});
afterAll(async () => {
  await Runtime.instance().shutdown();
});

async function replay(history: RecordedHistory): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle }, history, getWorkflowId(history));
}

/** An encrypted history opens only under the id of its own workflow. */
async function replaySealed(history: RecordedHistory, noticeId: string): Promise<void> {
  const options = { workflowBundle, dataConverter: sealedConverter() };
  await Worker.runReplayHistory(options, history, makeNoticeWorkflowId(noticeId));
}

const PLAIN = NAMES.filter((name) => !name.startsWith('sealed-'));
const SEALED = NAMES.filter((name) => name.startsWith('sealed-'));

describe('recorded workflow histories', () => {
  test('include every scenario', () => {
    expect(NAMES).toEqual(expect.arrayContaining(SCENARIOS));
  });

  // The core checks the names of activities only in histories with this flag.
  test.each(NAMES)('%s was recorded by an SDK core that checks activity names', (name) => {
    const flags = readHistory(name).events.flatMap(
      ({ workflowTaskCompletedEventAttributes: task }) => task?.sdkMetadata?.coreUsedFlags ?? [],
    );
    expect(flags).toContain(1);
  });

  test.each(PLAIN)('%s replays on the current workflow', async (name) => {
    await expect(replay(readHistory(name))).resolves.toBeUndefined();
  });

  test.each(SEALED)(
    '%s replays sealed on the current workflow, and not as the history of another notice',
    async (name) => {
      await expect(replaySealed(readHistory(name), name)).resolves.toBeUndefined();
      await expect(replaySealed(readHistory(name), 'another')).rejects.toThrow();
    },
  );

  test.each(NAMES)('%s ends with a completed or continued workflow', (name) => {
    expect(listEventTypes(readHistory(name)).at(-1)).toMatch(/^WORKFLOW_EXECUTION_(COMPLETED|CONTINUED_AS_NEW)$/);
  });

  /** The releases that did its tasks, in order. */
  const listBuilds = (name: string) => {
    const all = readHistory(name).events.flatMap(({ workflowTaskCompletedEventAttributes: task }) =>
      task === undefined ? [] : [task.deploymentVersion?.buildId ?? null],
    );
    return [...new Set(all)];
  };

  test.each(NAMES)('%s was recorded as a release', (name) => {
    expect(listBuilds(name)).toEqual([name === 'moved-last-run' ? NEXT_BUILD : BUILD]);
  });

  test.each(NAMES)('%s is one line of JSON', (name) => {
    const text = readText(name);
    expect(text).toBe(`${JSON.stringify(JSON.parse(text))}\n`);
  });

  test.each(NAMES)('%s names neither a path nor a host of the machine that recorded it', (name) => {
    const text = readText(name);
    expect(text).not.toMatch(/file:\/\/|node_modules|"identity":"\d+@/);
    expect(text).not.toContain('    at ');
  });

  test('a moved notice learns of the other release from its workflow task', () => {
    const moves = readHistory('moved-first-run').events.filter(
      ({ workflowTaskStartedEventAttributes: started }) => started?.targetWorkerDeploymentVersionChanged === true,
    );
    expect(moves).toHaveLength(1);
  });

  const countOf = (name: string, activity: string) =>
    readHistory(name).events.filter(
      ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType.name === activity,
    ).length;

  test('steps that are late together page once', () => {
    expect(countOf('late-steps', 'page')).toBe(1);
  });

  test('a repair that changes what was reported is reported', () => {
    expect(countOf('corrected-report', 'sendLetter')).toBe(countOf('main-way', 'sendLetter') + 1);
  });

  test('an effect is read back, after its repair and its restoration too', () => {
    expect([countOf('main-way', 'proveEffect'), countOf('repaired-effect', 'proveEffect')]).toEqual([1, 3]);
  });

  test('a step that somebody else answers is asked for again', () => {
    expect([countOf('foreign-answers', 'enforce'), countOf('main-way', 'enforce')]).toEqual([3, 1]);
  });

  test('a minimal notice has no activity and at most twelve events', () => {
    const types = listEventTypes(readHistory('minimal'));
    expect(types.filter((type) => type.startsWith('ACTIVITY'))).toEqual([]);
    expect(types.length).toBeLessThanOrEqual(12);
  });
});

/** A replay test that cannot fail proves nothing: each of these must fail. */
describe('tampered workflow histories', () => {
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
  ])('%s in %s is detected as a determinism violation', async (_poison, name, poison) => {
    const good = readHistory(name);
    await expect(replay(poison(good))).rejects.toThrow(DeterminismViolationError);
  });
});
