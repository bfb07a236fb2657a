import { afterEach, describe, expect, test } from '@jest/globals';
import {
  aBareNotice,
  aCommand,
  ADIL,
  aFrozen,
  aLedger,
  aPerson,
  ASHA,
  AUDREY,
  CARO,
  RITA,
  T0,
} from '../support/builders.js';
import { replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

describe('commands to a running notice', () => {
  test('give the same answer when repeated, and change the state once', async () => {
    const run = await startNotice({ input: aBareNotice() });
    const command = aCommand('annotate');
    const first = await run.command(command);
    await run.accept(aCommand('annotate'));
    expect(await run.command(command)).toEqual(first);
    expect((await run.state()).version).toBe(3);
    expect(run.registry.actions).toEqual(['annotate', 'annotate']);
  });

  test('give the same answer when repeated, even if they would be rejected now', async () => {
    const run = await startNotice();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit', { frozen: aFrozen({ approverSlots: ['approver', 'counsel'] }) }));
    const approval = aCommand('approve');
    const first = await run.command(approval);
    expect(first).toEqual({ ok: true, version: 4 });
    expect(await run.command(approval)).toEqual(first);
    expect(await run.command(aCommand('approve'))).toMatchObject({ refused: 'four_eyes' });
    expect((await run.state()).submission?.approvals).toHaveLength(1);
  });

  test('leave no trace when rejected', async () => {
    const run = await startNotice();
    await run.completeAll();
    const before = await run.state();
    const commands = run.history.length;
    expect(await run.command(aCommand('approve'))).toMatchObject({ ok: false, refused: 'illegal_transition' });
    expect(await run.state()).toEqual(before);
    expect(run.history).toHaveLength(commands);
  });

  test('may reuse a rejected id once the cause is gone', async () => {
    const run = await startNotice();
    const approval = aCommand('approve');
    expect(await run.command(approval)).toMatchObject({ refused: 'illegal_transition' });
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    expect(await run.command(approval)).toMatchObject({ ok: true });
  });

  test('carry the code of the reason for each rejection', async () => {
    const run = await startNotice();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    const refusals = [
      [aCommand('approve', {}, { actor: aPerson('rita', ['counsel']) }), 'four_eyes'],
      [aCommand('approve', {}, { actor: AUDREY }), 'forbidden'],
      [aCommand('annotate', {}, { expectedVersion: 1 }), 'version_conflict'],
      [aCommand('submit'), 'illegal_transition'],
      [aCommand('approve', { digest: 'sha256:other' }), 'digest_mismatch'],
      [aCommand('confirm_deadline', { clock: 'none' }), 'not_found'],
    ] as const;
    for (const [command, code] of refusals) {
      expect(await run.command(command)).toMatchObject({
        ok: false,
        refused: code,
        cure: expect.stringMatching(/\.$/),
      });
    }
    expect((await run.state()).version).toBe(3);
  });

  test('name the version by which a rejection was decided', async () => {
    const run = await startNotice();
    expect(await run.command(aCommand('approve'))).toMatchObject({ ok: false, atVersion: 1 });
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    expect(await run.command(aCommand('submit'))).toMatchObject({ ok: false, atVersion: 3 });
  });

  test('fill the last approver slot with only the first of two approvals in one task', async () => {
    const run = await startNotice();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    const [first, second] = await run.commands([
      aCommand('approve', {}, { actor: ASHA }),
      aCommand('approve', {}, { actor: ADIL }),
    ]);
    expect(first).toEqual({ ok: true, version: 4 });
    expect(second).toMatchObject({ refused: 'illegal_transition' });
    expect(run.pendingActivities('enforce')).toHaveLength(1);
  });

  test('are decided immediately during enforcement, and do not disturb it', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve'));
    await run.accept(aCommand('annotate', {}, { actor: RITA }));
    expect(await run.command(aCommand('close', { override: true }, { actor: CARO }))).toMatchObject({
      refused: 'illegal_transition',
    });
    expect(await run.command(aCommand('submit', { frozen: aFrozen({ number: 2 }) }))).toMatchObject({
      refused: 'illegal_transition',
    });
    expect(run.pendingActivities('enforce')).toHaveLength(1);
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    expect(run.registry.actions).toEqual(['triage', 'submit', 'approve', 'annotate', 'enforced']);
  });

  test('are decided before any effect if they arrive with the start', async () => {
    const run = await startNotice({ input: { acknowledge: false }, firstCommands: [aCommand('close')] });
    expect(run.firstAnswers).toEqual([{ ok: true, version: 2 }]);
    expect(run.completed).toBe('completed');
    expect(run.scheduled).toEqual([]);
    expect(run.count('startTimer')).toBe(0);
  });

  test('start an effect only after the decision is recorded', async () => {
    const run = await startNotice({ nowMs: T0 });
    await run.completeAll();
    run.registry.hold();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve'));
    expect(run.pendingActivities()).toEqual([]);
    await run.letRegistryGo();
    expect(run.pendingActivities().map(({ type }) => type)).toEqual(['enforce']);
    expect(run.registry.actions).toEqual(['triage', 'submit', 'approve']);
  });
});
