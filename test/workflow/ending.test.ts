import { afterEach, describe, expect, test } from '@jest/globals';
import { PAGE_REPEAT_MS } from '../../domain/clocks/clock.js';
import type { CommandOf } from '../../domain/commands/command.js';
import { aBareNotice, aClock, aCommand, aNotice, CARO, DAY, HOUR, RITA, T0 } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const OVERDUE = { ...aBareNotice(), clocks: [aClock({ escalation: [] })] };

async function closedState(run: NoticeRun) {
  const latest = run.registry.latest;
  if (latest === undefined) throw new Error('Nothing was recorded.');
  return { ...latest, unrecorded: [], effects: [], processed: [] };
}

describe('end of a notice', () => {
  test('rejects close while own clocks run unmet, unless counsel overrides it', async () => {
    const run = await startNotice({ input: OVERDUE });
    expect(await run.command(aCommand('close'))).toMatchObject({
      refused: 'illegal_transition',
      cure: expect.stringContaining('comply'),
    });
    expect(await run.command(aCommand('close', { override: true }, { actor: RITA }))).toMatchObject({
      refused: 'forbidden',
    });
    await run.accept(aCommand('close', { override: true }, { actor: CARO }));
    expect(run.completed).toBe('completed');
    expect(run.registry.latest).toMatchObject({ stage: 'closed', clocks: [{ state: 'cancelled' }] });
    expect(run.registry.entries.at(-1)).toMatchObject({
      action: 'close',
      actor: { id: 'caro' },
      detail: { override: true, unmet: ['clock-comply'] },
    });
  });

  test('rejects close while a missed clock is unmet', async () => {
    const run = await startNotice({ input: OVERDUE });
    await run.advanceTo(T0 + DAY);
    expect(await run.command(aCommand('close'))).toMatchObject({ refused: 'illegal_transition' });
  });

  test('completes a closed notice only after the letters under way', async () => {
    const run = await startNotice({ input: { targets: 0 } });
    await run.accept(aCommand('close'));
    expect(run.completed).toBeNull();
    await run.completeActivity('sendLetter');
    expect(run.completed).toBe('completed');
  });

  test('completes a closed notice without waiting for a platform that does not answer', async () => {
    const run = await startNotice({ input: { acknowledge: false } });
    expect(run.pendingActivities('resolveTargets')).toHaveLength(1);
    await run.accept(aCommand('close'));
    expect(run.completed).toBe('completed');
  });

  test('sends no page about a closed notice that still waits for a letter', async () => {
    const run = await startNotice({ input: { targets: 0, clocks: [aClock()] } });
    await run.accept(aCommand('close', { override: true }, { actor: CARO }));
    await run.advanceBy(2 * DAY);
    expect(run.scheduled).toHaveLength(1);
    await run.completeActivity('sendLetter');
    expect(run.completed).toBe('completed');
  });

  test('lets a closed notice with a missed clock sleep while it waits for a letter', async () => {
    const run = await startNotice({ input: { targets: 0, clocks: [aClock()] } });
    await run.advanceTo(T0 + 10 * HOUR);
    await run.accept(aCommand('close', { override: true }, { actor: CARO }));
    await run.advanceBy(PAGE_REPEAT_MS + 1_000);
    expect(run.timersAtMs.filter((atMs) => atMs < run.nowMs + HOUR)).toEqual([]);
    await run.completeActivity('sendLetter');
    expect(run.completed).toBe('completed');
  });

  test('keeps a notice open if it is reopened before its last letter is sent', async () => {
    const run = await startNotice({ input: { targets: 0 } });
    await run.accept(aCommand('close'));
    await run.accept(aCommand('reopen'));
    await run.completeActivity('sendLetter');
    expect(run.completed).toBeNull();
    expect(await run.state()).toMatchObject({ stage: 'review' });
  });

  test('reopens a closed notice by a start that brings the command', async () => {
    const input = { ...aBareNotice(), clocks: [aClock()] };
    const run = await startNotice({ input });
    await run.accept(aCommand('close', { override: true }, { actor: CARO }));
    const resume = await closedState(run);
    const again = await startNotice({
      input: { ...input, resume },
      nowMs: T0 + 30 * DAY,
      firstCommands: [aCommand('reopen')],
      registry: run.registry,
    });
    expect(again.firstAnswers).toEqual([{ ok: true, version: 3 }]);
    expect(again.completed).toBeNull();
    // its clock runs again, and long past its due instant it is missed immediately: one mail and one page cover it all
    expect(await again.state()).toMatchObject({ stage: 'review', clocks: [{ state: 'missed' }] });
    expect(again.scheduled.map(({ type }) => type)).toEqual(['mailStaff', 'page']);
    await again.accept(aCommand('close', { override: true }, { actor: CARO }));
    await again.completeAll();
    expect(again.completed).toBe('completed');
    expect(again.registry.actions).toEqual(['close', 'reopen', 'escalation_fired', 'clock_missed', 'close']);
  });

  test('reopens a closed notice by a start whose input holds the command, which a repeat does not change', async () => {
    const run = await startNotice({ input: OVERDUE });
    await run.accept(aCommand('close', { override: true }, { actor: CARO }));
    const reopen = aCommand('reopen') as CommandOf<'reopen'>;
    const input = aNotice({ ...OVERDUE, resume: await closedState(run), reopen });
    const again = await startNotice({ input, registry: run.registry });
    expect(await again.state()).toMatchObject({ version: 3, stage: 'review' });
    expect(await again.command(reopen)).toEqual({ ok: true, version: 3 });

    again.suggestContinueAsNew();
    await again.accept(aCommand('annotate'));
    expect(again.continuedWith).not.toHaveProperty('reopen');
    const last = await again.next();
    await last.accept(aCommand('close', { override: true }, { actor: CARO }));
    expect(last.completed).toBe('completed');
    expect(last.registry.actions).toEqual(['close', 'reopen', 'annotate', 'close']);
  });

  test('completes a closed notice immediately if it is started without a command', async () => {
    const run = await startNotice({ input: aBareNotice() });
    await run.accept(aCommand('close'));
    const again = await startNotice({ input: aBareNotice({ resume: await closedState(run) }), registry: run.registry });
    expect(again.completed).toBe('completed');
    expect(again.history).toEqual(['completeWorkflowExecution']);
  });

  test('ignores a request to cancel the workflow', async () => {
    const run = await startNotice({ input: { clocks: [aClock()] } });
    const waiting = run.pendingActivities().length;
    const timers = run.timersAtMs;
    await run.cancel();
    expect(run.completed).toBeNull();
    expect(run.pendingActivities()).toHaveLength(waiting);
    expect(run.timersAtMs).toEqual(timers);
    expect(run.count('requestCancelActivity')).toBe(0);
    expect(run.count('cancelTimer')).toBe(0);
    await run.completeAll();
    await run.advanceTo(T0 + 5 * HOUR);
    expect(run.pendingActivities('mailStaff')).toHaveLength(1);
    await run.accept(aCommand('close', { override: true }, { actor: CARO }));
    await run.completeAll();
    expect(run.completed).toBe('completed');
  });
});
