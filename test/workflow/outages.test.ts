import { afterEach, describe, expect, test } from '@jest/globals';
import { aClock, aCommand, aLedger, aRefusal, CARO, DAY, HOUR, T0, theFourClocks } from '../support/builders.js';
import { replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

describe('outages', () => {
  test('do not delay enforcement if the mail server is down', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve'));
    expect(run.pendingActivities('sendLetter')).toHaveLength(1);
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    await run.failActivity('sendLetter', 'The mail server does not answer.');
    expect(await run.state()).toMatchObject({
      stage: 'reporting',
      undelivered: [expect.stringMatching(/:acknowledgement$/)],
    });
    expect(run.completed).toBeNull();
  });

  test('leave the clock of an undeliverable letter open and the notice running', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit', { frozen: aRefusal() }));
    await run.accept(aCommand('approve'));
    await run.accept(aCommand('approve', {}, { actor: CARO }));
    await run.failActivity('sendLetter', 'The mail server does not answer.');
    const state = await run.state();
    expect(state.clocks.find(({ kind }) => kind === 'comply')).toMatchObject({ state: 'running' });
    expect(state.undelivered).toHaveLength(1);
    expect(state.effects).toEqual([]);
    await run.advanceTo(T0 + 3 * DAY);
    expect(run.registry.actions).toContain('clock_missed');
  });

  test('do not stop escalation if the pager is down', async () => {
    const run = await startNotice({ input: { targets: 0, acknowledge: false, clocks: [aClock()] } });
    await run.advanceTo(T0 + 9 * HOUR);
    await run.failActivity('page', 'No answer.');
    await run.advanceTo(T0 + 10 * HOUR);
    expect(run.scheduled.filter(({ effect }) => effect?.type === 'page' && effect.level === 4)).toHaveLength(1);
  });

  test('return a submission with void approvals if its enforcement is refused', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve'));
    await run.failActivity('enforce', 'The approvals do not match the digest.');
    expect(await run.state()).toMatchObject({
      stage: 'review',
      submission: { state: 'returned', approvals: [] },
      ledger: { applied: 0 },
      effects: [],
    });
    expect(run.registry.entries.at(-1)).toMatchObject({
      action: 'enforcement_refused',
      detail: { submission: 1, reason: 'The approvals do not match the digest.' },
    });
  });

  test('let commands be answered while the registry is down, and recorded in order afterwards', async () => {
    const run = await startNotice({ input: { targets: 0, acknowledge: false } });
    run.registry.hold();
    for (const version of [2, 3, 4]) expect(await run.command(aCommand('annotate'))).toEqual({ ok: true, version });
    expect(run.registry.projections).toHaveLength(0);
    await run.letRegistryGo();
    expect(run.registry.projections.map(({ version }) => version)).toEqual([2, 4]);
    expect(run.registry.entries.map(({ version }) => version)).toEqual([2, 3, 4]);
    expect((await run.state()).unrecorded).toEqual([]);
  });
});
