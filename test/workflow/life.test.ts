import { afterEach, describe, expect, test } from '@jest/globals';
import {
  aBareNotice,
  aCommand,
  ADIL,
  aFrozen,
  aLedger,
  aRefusal,
  aRestoration,
  CARO,
  HOUR,
  NOTICE_ID,
  RITA,
  T0,
  theFourClocks,
} from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const APPLIED = { ok: true, ledger: aLedger({ applied: 10 }) };

async function toInForce(run: NoticeRun): Promise<void> {
  await run.completeAll();
  await run.accept(aCommand('triage'));
  await run.accept(aCommand('submit'));
  await run.accept(aCommand('approve'));
  await run.completeActivity('enforce', APPLIED);
  await run.completeAll();
}

describe('life of a notice', () => {
  test('runs from receipt to close on the main path', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    expect(run.pendingActivities().map(({ type }) => type)).toEqual(['sendLetter', 'resolveTargets']);
    await run.completeAll();
    expect((await run.state()).clocks[0]).toMatchObject({ state: 'met', metAtMs: T0 });

    await run.advanceTo(T0 + HOUR);
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    expect(await run.command(aCommand('approve'))).toEqual({ ok: true, version: 5 });
    expect(await run.state()).toMatchObject({ stage: 'enforcement', submission: { state: 'approved' } });
    expect(run.pendingActivities()).toMatchObject([
      { type: 'enforce', argument: { noticeId: NOTICE_ID, submission: 1 } },
    ]);

    await run.completeActivity('enforce', APPLIED);
    expect(await run.state()).toMatchObject({ stage: 'reporting', ledger: { applied: 10 } });
    await run.completeActivity('sendLetter');
    await run.completeActivity('proveEffect');
    expect(await run.state()).toMatchObject({ stage: 'in_force', outcome: 'complied', effects: [], unrecorded: [] });

    await run.accept(aCommand('close'));
    expect(run.completed).toBe('completed');
    expect(run.registry.latest).toMatchObject({ stage: 'closed', outcome: 'complied' });
    expect(run.registry.actions).toEqual([
      'clock_met',
      'triage',
      'submit',
      'approve',
      'clock_met',
      'enforced',
      'clock_met',
      'reported',
      'clock_met',
      'close',
    ]);
    expect(run.registry.latest?.clocks.map(({ kind, state }) => [kind, state])).toEqual([
      ['acknowledge', 'met'],
      ['decide', 'met'],
      ['comply', 'met'],
      ['inform', 'met'],
    ]);
  });

  test('costs one timer, one local activity and its completion for a minimal notice', async () => {
    const run = await startNotice({ input: aBareNotice() });
    expect(run.history).toEqual(['startTimer']);
    await run.accept(aCommand('close'));
    expect(run.completed).toBe('completed');
    expect(run.history.filter((kind) => kind !== 'updateResponse')).toEqual([
      'startTimer',
      'scheduleLocalActivity',
      'completeWorkflowExecution',
    ]);
  });

  test('costs the same commands for 100,000 targets as for one', async () => {
    const costs = [];
    for (const targets of [1, 100_000]) {
      const run = await startNotice({ input: { targets, clocks: theFourClocks() } });
      await toInForce(run);
      await run.accept(aCommand('close'));
      costs.push(run.history);
    }
    expect(costs[0]).toEqual(costs[1]);
  });

  test('returns a submission to review, and then accepts the approval of a new one', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('return'));
    expect(await run.state()).toMatchObject({
      stage: 'review',
      submission: { number: 1, state: 'returned', approvals: [] },
    });
    expect(await run.command(aCommand('approve'))).toMatchObject({ refused: 'illegal_transition' });

    await run.accept(aCommand('submit', { frozen: aFrozen({ number: 2, digest: 'sha256:two' }) }));
    expect(await run.command(aCommand('approve', { submission: 2, digest: 'sha256:one' }))).toMatchObject({
      refused: 'digest_mismatch',
    });
    await run.accept(aCommand('approve', { submission: 2, digest: 'sha256:two' }));
    expect(run.pendingActivities('enforce')).toMatchObject([{ argument: { submission: 2 } }]);
  });

  test('requires counsel to push back a whole order, which skips enforcement', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit', { frozen: aRefusal() }));
    await run.accept(aCommand('approve'));
    expect(await run.state()).toMatchObject({ stage: 'approval' });
    expect(await run.command(aCommand('approve', {}, { actor: ADIL }))).toMatchObject({ refused: 'forbidden' });
    await run.accept(aCommand('approve', {}, { actor: CARO }));
    expect(await run.state()).toMatchObject({ stage: 'reporting' });
    expect(run.pendingActivities()).toMatchObject([
      { type: 'sendLetter', effect: { letter: 'push_back', submission: 1 } },
    ]);

    await run.completeActivity('sendLetter');
    expect(await run.state()).toMatchObject({ stage: 'in_force' });
    expect((await run.state()).clocks.find(({ kind }) => kind === 'comply')).toMatchObject({ state: 'met' });
    expect(run.registry.latest).toMatchObject({ stage: 'in_force' });
    expect(run.scheduled.map(({ type }) => type)).not.toContain('enforce');
  });

  test('records in the registry that a push back without a comply clock came into force', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit', { frozen: aRefusal({ approverSlots: ['approver'] }) }));
    await run.accept(aCommand('approve'));
    await run.completeActivity('sendLetter');
    expect(await run.state()).toMatchObject({ stage: 'in_force' });
    expect(run.registry.latest).toMatchObject({ stage: 'in_force' });
  });

  test('restores by two people and keeps the notice in force', async () => {
    const run = await startNotice();
    await toInForce(run);
    await run.accept(aCommand('reinstate'));
    expect(await run.state()).toMatchObject({ stage: 'approval' });
    await run.accept(aCommand('approve', { submission: 2, digest: 'sha256:two' }));
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 0, restored: 10 }) });
    await run.completeActivity('proveEffect');
    expect(await run.state()).toMatchObject({ stage: 'in_force', ledger: { restored: 10 }, effects: [] });
    expect(run.scheduled.filter(({ type }) => type === 'enforce')).toHaveLength(2);
  });

  test('enforces the restoration of a revoked order immediately, by its author alone', async () => {
    const run = await startNotice();
    await toInForce(run);
    await run.accept(
      aCommand('reinstate', { frozen: aRestoration({ approverSlots: [], cause: 'order_revoked' }) }, { actor: RITA }),
    );
    expect(run.pendingActivities()).toMatchObject([{ type: 'enforce', argument: { submission: 2 } }]);
  });

  test('runs the reply clock from a dialogue request until its outcome is recorded', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('request_dialogue'));
    expect(run.pendingActivities()).toMatchObject([
      { effect: { letter: 'dialogue_request', dialogue: { with: 'The Minister' } } },
    ]);
    expect(JSON.stringify(run.pendingActivities()[0]?.effect)).not.toContain('replyClock');
    await run.completeAll();
    await run.accept(aCommand('record_dialogue'));
    expect((await run.state()).clocks).toMatchObject([{ id: 'clock-reply', state: 'met' }]);
  });
});
