import { afterEach, describe, expect, test } from '@jest/globals';
import { aBareClock, aBareNotice, aClock, aCommand, DAY, HOUR, MINUTE, T0 } from '../support/builders.js';
import { replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

// Replaying two years means some thousand activations, which takes a while on a busy machine.
afterEach(replayAndDispose, 300_000);

describe('long life of a notice', () => {
  test('costs only one timer a day over two quiet years', async () => {
    const run = await startNotice({ input: aBareNotice() });
    await run.advanceTo(T0 + 730 * DAY);
    expect(run.history).toEqual(Array.from({ length: 731 }, () => 'startTimer'));
    expect(await run.state()).toMatchObject({ version: 1, stage: 'triage' });
  });

  test('fires no level early, late, twice or out of order over two years', async () => {
    // given twelve clocks with due instants spread over two years
    const clocks = Array.from({ length: 12 }, (_, index) => {
      const startsAtMs = T0 + ((index * 7919) % 97) * DAY;
      const dueAtMs = startsAtMs + ((index * 104_729) % 600) * DAY + index * 61_001 + MINUTE;
      return aClock({ id: `clock-${index}`, kind: 'policy', startsAtMs, dueAtMs });
    });
    const run = await startNotice({ input: { ...aBareNotice(), clocks } });
    // when two years pass
    for (let day = 10; day <= 730; day += 10) {
      await run.advanceTo(T0 + day * DAY);
      await run.completeAll();
    }
    // then each level fired at its instant
    const { clocks: after } = await run.state();
    for (const clock of after) {
      expect(clock.state).toBe('missed');
      expect(clock.escalation.map(({ firedAtMs }) => firedAtMs)).toEqual(
        clock.escalation.map(({ atMs }) => Math.max(atMs, T0)),
      );
    }
    const keys = run.scheduled.map(({ effect }) => effect?.key);
    expect(new Set(keys).size).toBe(keys.length);
    const fired = run.registry.entries.filter(({ action }) => action === 'escalation_fired');
    expect(fired.map(({ atMs }) => atMs)).toEqual(fired.map(({ atMs }) => atMs).sort((a, b) => a - b));
  });

  test('keeps the timer while the nearest due time stays the same', async () => {
    const clocks = [aBareClock({ dueAtMs: T0 + 10 * HOUR })];
    const run = await startNotice({ input: { ...aBareNotice(), clocks } });
    for (let index = 0; index < 5; index += 1) {
      await run.advanceBy(MINUTE);
      await run.accept(aCommand('annotate'));
    }
    expect(run.count('startTimer')).toBe(1);
    expect(run.count('cancelTimer')).toBe(0);
    expect(run.timersAtMs).toEqual([T0 + 10 * HOUR]);
  });

  test('keeps a daily wake-up that is already set across commands', async () => {
    const run = await startNotice({ input: aBareNotice() });
    for (let index = 0; index < 5; index += 1) {
      await run.advanceBy(HOUR);
      await run.accept(aCommand('annotate'));
    }
    expect(run.count('startTimer')).toBe(1);
    expect(run.timersAtMs).toEqual([T0 + DAY]);
  });

  test('resets the timer once for a nearer due time', async () => {
    const run = await startNotice({ input: aBareNotice({ authenticity: 'channel_verified' }) });
    const replyClock = aBareClock({ id: 'reply', kind: 'reply', owner: 'authority', dueAtMs: T0 + 2 * HOUR });
    await run.accept(aCommand('request_dialogue', { replyClock }));
    expect(run.count('startTimer')).toBe(2);
    expect(run.count('cancelTimer')).toBe(1);
    expect(run.timersAtMs).toEqual([T0 + 2 * HOUR]);
  });

  test('waits for a due time one millisecond away without spinning', async () => {
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [aBareClock({ dueAtMs: T0 + 1 })] } });
    expect(run.timersAtMs).toEqual([T0 + 1]);
    await run.advanceTo(T0 + 1);
    expect((await run.state()).clocks).toMatchObject([{ state: 'missed' }]);
    expect(run.count('startTimer')).toBe(2);
  });
});
