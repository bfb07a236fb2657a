import { afterEach, describe, expect, test } from '@jest/globals';
import {
  aBareNotice,
  aClock,
  aCommand,
  aLedger,
  aRefusal,
  ASHA,
  CARO,
  HOUR,
  T0,
  theFourClocks,
} from '../support/builders.js';
import { replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

describe('continue-as-new', () => {
  test('keeps clocks, fired levels and processed ids in the next run', async () => {
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [aClock()] } });
    const command = aCommand('annotate');
    const answer = await run.command(command);
    await run.advanceTo(T0 + 5 * HOUR);
    await run.completeAll();
    const before = await run.state();
    run.suggestContinueAsNew();
    await run.accept(aCommand('annotate'));
    expect(run.completed).toBe('continued_as_new');

    const next = await run.next();
    expect((await next.state()).clocks).toEqual(before.clocks);
    expect(await next.command(command)).toEqual(answer);
    expect(next.timersAtMs).toEqual([T0 + 7.5 * HOUR]);
    await next.advanceTo(T0 + 7.5 * HOUR);
    expect(next.scheduled).toMatchObject([{ effect: { type: 'mail_staff', levels: [2] } }]);
  });

  test('waits for effects under way', async () => {
    const run = await startNotice();
    run.suggestContinueAsNew();
    await run.accept(aCommand('triage'));
    expect(run.completed).toBeNull();
    await run.completeActivity('sendLetter');
    expect(run.completed).toBeNull();
    await run.completeActivity('resolveTargets');
    expect(run.completed).toBe('continued_as_new');
    expect(run.continuedWith?.resume).toMatchObject({ version: 2, stage: 'review', effects: [], unrecorded: [] });
  });

  test('cancels effects under way after a long history, and restarts them under the same key', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve'));
    const [before] = run.pendingActivities('enforce');
    run.suggestContinueAsNew(8_001);
    await run.accept(aCommand('annotate'));
    expect(run.completed).toBe('continued_as_new');
    expect(run.continuedWith?.resume?.effects).toMatchObject([{ type: 'enforce', submission: 1 }]);

    const next = await run.next();
    expect(next.pendingActivities('enforce')).toMatchObject([{ argument: before?.argument }]);
    await next.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    await next.completeAll();
    expect(await next.state()).toMatchObject({ stage: 'in_force', outcome: 'complied' });
    expect(next.registry.actions).toEqual(['triage', 'submit', 'approve', 'annotate', 'enforced', 'reported']);
  });

  test('cancels several effects under way together after a long history', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit', { frozen: aRefusal({ letters: ['push_back', 'user_notice'] }) }));
    await run.accept(aCommand('approve'));
    await run.accept(aCommand('approve', {}, { actor: CARO }));
    expect(run.pendingActivities()).toHaveLength(4);
    run.suggestContinueAsNew(20_000);
    await run.advanceTo(T0 + 2 * HOUR);
    expect(run.completed).toBe('continued_as_new');
    const next = await run.next();
    // The level that fired in the same task was cancelled before its mail left.
    expect(next.pendingActivities().map(({ type }) => type)).toEqual([
      'sendLetter',
      'resolveTargets',
      'sendLetter',
      'sendLetter',
      'mailStaff',
    ]);
  });

  test('keeps the approvals given before', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit', { frozen: aRefusal() }));
    run.suggestContinueAsNew();
    await run.accept(aCommand('approve', {}, { actor: ASHA }));
    const next = await run.next([aCommand('approve', {}, { actor: CARO })]);
    expect(next.firstAnswers).toEqual([{ ok: true, version: 5 }]);
    expect(next.pendingActivities('sendLetter')).toHaveLength(1);
  });

  test('happens at the next wake-up of a quiet notice', async () => {
    const run = await startNotice({ input: aBareNotice() });
    run.suggestContinueAsNew();
    await run.advanceTo(T0 + 24 * HOUR);
    expect(run.completed).toBe('continued_as_new');
  });

  test('loses and repeats nothing over a hundred runs', async () => {
    let run = await startNotice({ input: { ...aBareNotice(), clocks: theFourClocks() } });
    for (let index = 0; index < 100; index += 1) {
      run.suggestContinueAsNew();
      await run.advanceBy(HOUR);
      await run.completeAll();
      if (run.completed === null) await run.accept(aCommand('annotate'));
      run = await run.next();
    }
    const keys = run.registry.entries.flatMap(({ action, detail }) =>
      action === 'clock_missed' ? [detail.clock] : [],
    );
    expect(keys).toEqual(['clock-acknowledge', 'clock-decide', 'clock-comply', 'clock-inform']);
    const fired = run.registry.entries.flatMap(({ action, detail }) =>
      action === 'escalation_fired' ? detail.levels.map((level) => `${detail.clock}:${level}`) : [],
    );
    expect(new Set(fired).size).toBe(16);
    expect(fired).toHaveLength(16);
  });
});

/** The SDK core's number for it. */
const AUTO_UPGRADE = 1;

describe('change of the current release', () => {
  test('moves a sleeping notice when it is nudged, with its clocks', async () => {
    const run = await startNotice({ input: { ...aBareNotice(), clocks: [aClock()] } });
    await run.nudge({ callOff: false });
    expect(run.completed).toBeNull();
    run.changeRelease();
    await run.nudge({ callOff: false });
    expect(run.completed).toBe('continued_as_new');
    expect(run.continuedOn).toBe(AUTO_UPGRADE);
    const next = await run.next();
    expect(next.timersAtMs).toEqual(run.timersAtMs);
  });

  test('moves a notice at its next command without a nudge, and answers the command', async () => {
    const run = await startNotice({ input: aBareNotice() });
    run.changeRelease();
    expect(await run.accept(aCommand('annotate'))).toBe(2);
    expect(run.completed).toBe('continued_as_new');
  });

  test('waits for effects under way, and then moves the notice', async () => {
    const run = await startNotice();
    run.changeRelease();
    await run.accept(aCommand('triage'));
    await run.nudge({ callOff: false });
    expect(run.completed).toBeNull();
    await run.completeActivity('sendLetter');
    await run.completeActivity('resolveTargets');
    expect(run.completed).toBe('continued_as_new');
    expect(run.continuedWith?.resume).toMatchObject({ effects: [], unrecorded: [] });
  });

  test('cancels effects that do not end if the nudge says so, and restarts them on the new release', async () => {
    const run = await startNotice();
    run.changeRelease();
    await run.nudge({ callOff: true });
    expect(run.completed).toBe('continued_as_new');
    const next = await run.next();
    expect(next.pendingActivities().map(({ type }) => type)).toEqual(['sendLetter', 'resolveTargets']);
  });

  test('cancels nothing on a stray nudge while this release is current', async () => {
    const run = await startNotice();
    await run.nudge({ callOff: true });
    expect(run.completed).toBeNull();
    expect(run.pendingActivities()).toHaveLength(2);
  });
});
