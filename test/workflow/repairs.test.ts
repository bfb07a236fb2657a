import { afterEach, describe, expect, test } from '@jest/globals';
import type { Repair } from '../../domain/commands/command.js';
import { acknowledgementEffect } from '../../domain/letters/letter-effect.js';
import { SCHEMA_VERSION } from '../../domain/notices/notice-state.js';
import { aCommand, aLedger, ASHA, CARO, NOTICE_ID, OMAR, RITA, theFourClocks } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const HALF = { ok: true, ledger: aLedger({ applied: 9, failed: 1 }) };

async function partlyInForce(input = {}): Promise<NoticeRun> {
  const run = await startNotice({ input: { clocks: theFourClocks(), ...input } });
  await run.completeAll();
  await run.accept(aCommand('triage'));
  await run.accept(aCommand('submit'));
  await run.accept(aCommand('approve'));
  await run.completeActivity('enforce', HALF);
  await run.completeAll();
  return run;
}

const findComplyState = async (run: NoticeRun) =>
  (await run.state()).clocks.find(({ kind }) => kind === 'comply')?.state;

describe('proof of an effect', () => {
  test('is requested after enforcement has finished, and keeps nothing open', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve'));
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    expect(run.pendingActivities('proveEffect')).toMatchObject([
      { taskQueue: 'enforcement', argument: { noticeId: NOTICE_ID, submission: 1 } },
    ]);
    await run.completeActivity('sendLetter');
    expect(await run.state()).toMatchObject({ stage: 'in_force' });
  });
});

describe('repair', () => {
  test('retries the failed targets, reads them back and meets the comply clock', async () => {
    const run = await partlyInForce();
    expect(await findComplyState(run)).toBe('running');
    const command = aCommand('repair');
    await run.accept(command);
    expect(run.pendingActivities('enforce')).toMatchObject([
      { argument: { noticeId: NOTICE_ID, submission: 1, repair: command.id } },
    ]);
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    expect(run.pendingActivities('sendLetter')).toMatchObject([
      {
        argument: {
          effect: { letter: 'report_of_effect', key: `${NOTICE_ID}:1:letter:report_of_effect:${command.id}` },
        },
      },
    ]);
    await run.completeAll();
    expect(await findComplyState(run)).toBe('met');
    expect(await run.state()).toMatchObject({ stage: 'in_force', outcome: 'complied', effects: [] });
    expect(run.scheduled.filter(({ type }) => type === 'proveEffect')).toHaveLength(2);
    expect(run.registry.actions.slice(-3)).toEqual(['retried', 'clock_met', 'reported']);
  });

  test('blocks decisions, restorations and close until it has finished', async () => {
    const run = await partlyInForce();
    await run.accept(aCommand('repair'));
    for (const command of [
      aCommand('repair'),
      aCommand('reinstate'),
      aCommand('submit'),
      aCommand('close', { override: true }, { actor: CARO }),
    ]) {
      expect(await run.command(command)).toMatchObject({
        refused: 'illegal_transition',
        cure: expect.stringContaining('repair is in progress'),
      });
    }
    await run.completeActivity('enforce', HALF);
    await run.accept(aCommand('reinstate'));
  });

  test('is rejected while a submission is being enforced', async () => {
    const run = await startNotice();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve'));
    expect(await run.command(aCommand('repair'))).toMatchObject({ refused: 'illegal_transition' });
  });

  test('is allowed only for ops and counsel', async () => {
    const run = await partlyInForce();
    expect(await run.command(aCommand('repair', {}, { actor: RITA }))).toMatchObject({ refused: 'forbidden' });
    await run.accept(aCommand('repair', {}, { actor: OMAR }));
  });

  test('is kept through continue-as-new', async () => {
    const run = await partlyInForce();
    await run.accept(aCommand('repair'));
    run.suggestContinueAsNew(9_000);
    await run.accept(aCommand('annotate'));
    expect(run.continuedWith?.resume).toMatchObject({
      schemaVersion: SCHEMA_VERSION,
      effects: [{ type: 'retry', submission: 1 }],
    });
  });
});

const aRepair = (body: Repair, actor = OMAR) => aCommand('repair', body, { actor });
const resend: Repair = {
  action: 'resend',
  reason: 'The address is right now.',
  letters: [acknowledgementEffect(NOTICE_ID)],
};
const findClockState = async (run: NoticeRun, kind: string) =>
  (await run.state()).clocks.find((clock) => clock.kind === kind)?.state;

describe('undelivered letter', () => {
  test('is sent again under its own key, and meets its clock when it arrives', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.failActivity('sendLetter', '550 no such user');
    const key = `${NOTICE_ID}:acknowledgement`;
    expect((await run.state()).undelivered).toEqual([key]);
    await run.accept(aRepair(resend));
    expect(run.pendingActivities('sendLetter')).toMatchObject([{ effect: { key, letter: 'acknowledgement' } }]);
    expect(await findClockState(run, 'acknowledge')).toBe('running');
    await run.completeActivity('sendLetter');
    expect(await run.state()).toMatchObject({ undelivered: [] });
    expect(await findClockState(run, 'acknowledge')).toBe('met');
  });

  test('is not sent a second time while it is being sent', async () => {
    const run = await startNotice();
    expect(await run.command(aRepair(resend))).toMatchObject({ refused: 'illegal_transition' });
    expect(run.pendingActivities('sendLetter')).toHaveLength(1);
  });
});

describe('stuck notice', () => {
  test('can be reassigned by a repair although another person holds it', async () => {
    const run = await startNotice();
    await run.accept(aCommand('claim', {}, { actor: RITA }));
    await run.accept(aRepair({ action: 'reassign', reason: 'Ill.', to: 'ravi', toName: 'Ravi' }));
    expect((await run.state()).assignee).toBe('ravi');
    expect(run.registry.entries.at(-1)).toMatchObject({
      action: 'repair',
      detail: { action: 'reassign', reason: 'Ill.', from: RITA.id, to: 'ravi' },
    });
  });

  test('can be rewritten to the registry under a version newer than the recorded one', async () => {
    const run = await startNotice({ input: { acknowledge: false, targets: 0 } });
    await run.accept(aCommand('annotate'));
    expect(await run.accept(aRepair({ action: 'rebuild', reason: 'It differs.', recorded: 9 }))).toBe(10);
    expect(run.registry.latest).toMatchObject({ version: 10 });
    expect(run.registry.entries.at(-1)?.detail).toMatchObject({ workflowVersion: 2, registryVersion: 9 });
    expect(await run.accept(aRepair({ action: 'rebuild', reason: 'Once more.', recorded: 4 }))).toBe(11);
  });
});

describe('forced close', () => {
  const forceClose = (by = CARO.id): Repair => ({
    action: 'force_close',
    reason: 'Nothing else ends it.',
    requested: { id: 'wish', by, byName: by, reason: 'Stuck.' },
  });

  test('requires two people', async () => {
    const run = await startNotice();
    expect(await run.command(aRepair(forceClose(OMAR.id)))).toMatchObject({ refused: 'four_eyes' });
    await run.accept(aRepair(forceClose()));
    expect(run.registry.latest?.stage).toBe('closed');
  });

  test('ends a notice with running clocks and undeliverable letters', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.accept(aRepair(forceClose()));
    expect(run.completed).toBe('completed');
    expect(run.registry.latest?.clocks.map(({ state }) => state)).toEqual(Array(4).fill('cancelled'));
    expect(run.registry.entries.at(-1)?.detail).toMatchObject({
      requested: { by: CARO.id },
      dropped: [`${NOTICE_ID}:acknowledgement`, `${NOTICE_ID}:resolve`],
    });
  });

  test('returns a submission that waits for approval first', async () => {
    const run = await startNotice();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aRepair(forceClose()));
    expect(run.registry.actions.slice(-3)).toEqual(['submit', 'repair', 'return']);
    expect(run.registry.latest?.submission).toMatchObject({ state: 'returned', approvals: [] });
  });

  test('is rejected while the platform is being changed', async () => {
    const run = await startNotice();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit'));
    await run.accept(aCommand('approve', {}, { actor: ASHA }));
    expect(await run.command(aRepair(forceClose()))).toMatchObject({
      refused: 'illegal_transition',
      cure: expect.stringContaining('platform'),
    });
  });
});
