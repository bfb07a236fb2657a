import { describe, expect, test } from '@jest/globals';
import { toSteps } from '../../../client/pending-steps.js';

const seconds = (text: string) => ({ seconds: Date.parse(text) / 1_000 }) as never;
const steps = (activity: object, task: object | null = null) =>
  toSteps({ pendingActivities: [activity], pendingWorkflowTask: task });

describe('toSteps', () => {
  test('names attempts, the type of the last error and the next attempt', () => {
    const failure = { message: 'Encoded failure', applicationFailureInfo: { type: 'PlatformUnavailable' } };
    expect(
      steps({
        activityType: { name: 'enforce' },
        state: 1,
        attempt: 5,
        maximumAttempts: 0,
        lastFailure: failure,
        lastStartedTime: seconds('2026-12-01T10:00:00Z'),
        nextAttemptScheduleTime: seconds('2026-12-01T10:01:00Z'),
      }),
    ).toEqual([
      {
        activity: 'enforce',
        attempt: 5,
        maxAttempts: null,
        isRunning: false,
        lastError: 'PlatformUnavailable',
        startedAt: new Date('2026-12-01T10:00:00Z'),
        nextAt: new Date('2026-12-01T10:01:00Z'),
      },
    ]);
  });

  test('has no next attempt while one runs', () => {
    const [step] = steps({ state: 2, attempt: 1, scheduledTime: seconds('2026-12-01T10:00:00Z') });
    expect(step).toMatchObject({ isRunning: true, nextAt: null, lastError: null });
  });

  test.each([
    [{ timeoutFailureInfo: {} }, 'Timeout'],
    [
      { message: 'postgres://user:secret@host', applicationFailureInfo: { type: 'connect to postgres://u:p@h' } },
      'Error',
    ],
    [{ message: 'secret' }, 'Error'],
  ])('never says what an error quotes: %j', (lastFailure, lastError) => {
    const said = steps({ attempt: 2, lastFailure });
    expect(said).toMatchObject([{ lastError }]);
    expect(JSON.stringify(said)).not.toContain('secret');
  });

  test("lists the workflow's own task only if it fails", () => {
    const named = (attempt: number) => toSteps({ pendingActivities: [], pendingWorkflowTask: { attempt } });
    expect(named(1)).toEqual([]);
    expect(named(4)).toMatchObject([{ activity: null, attempt: 4 }]);
  });
});
