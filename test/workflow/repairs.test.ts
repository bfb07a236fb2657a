import { afterEach, describe, expect, test } from '@jest/globals';
import type { Repair } from '../../domain/command/command.js';
import { acknowledgementEffect } from '../../domain/letter/letter-effect.js';
import { SCHEMA_VERSION } from '../../domain/notice/notice-state.js';
import { aCommand, aLedger, ASHA, CARO, NOTICE_ID, OMAR, RITA, theFourClocks } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const HALF = { ok: true, ledger: aLedger({ applied: 9, failed: 1 }) };

async function partlyInForce(input = {}): Promise<NoticeRun> {
  const run = await startNotice({ input: { clocks: theFourClocks(), ...input } });
  await run.completeAll();
  await run.accepted(aCommand('triage'));
  await run.accepted(aCommand('submit'));
  await run.accepted(aCommand('approve'));
  await run.completeActivity('enforce', HALF);
  await run.completeAll();
  return run;
}

const complyOf = async (run: NoticeRun) => (await run.state()).clocks.find(({ kind }) => kind === 'comply')?.state;

describe('the proof of an effect', () => {
  test('is asked for once enforcement has finished, and holds nothing open', async () => {
    const run = await startNotice();
    await run.completeAll();
    await run.accepted(aCommand('triage'));
    await run.accepted(aCommand('submit'));
    await run.accepted(aCommand('approve'));
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    expect(run.pendingActivities('proveEffect')).toMatchObject([
      { taskQueue: 'enforcement', argument: { noticeId: NOTICE_ID, submission: 1 } },
    ]);
    await run.completeActivity('sendLetter');
    expect(await run.state()).toMatchObject({ stage: 'in_force' });
  });
});

describe('a repair', () => {
  test('acts anew on what failed, reads it back and meets comply', async () => {
    const run = await partlyInForce();
    expect(await complyOf(run)).toBe('running');
    const command = aCommand('repair');
    await run.accepted(command);
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
    expect(await complyOf(run)).toBe('met');
    expect(await run.state()).toMatchObject({ stage: 'in_force', outcome: 'complied', effects: [] });
    expect(run.scheduled.filter(({ type }) => type === 'proveEffect')).toHaveLength(2);
    expect(run.registry.actions.slice(-3)).toEqual(['retried', 'clock_met', 'reported']);
  });

  test('holds up decisions, restorations and the closing until it has finished', async () => {
    const run = await partlyInForce();
    await run.accepted(aCommand('repair'));
    for (const command of [
      aCommand('repair'),
      aCommand('reinstate'),
      aCommand('submit'),
      aCommand('close', { override: true }, { actor: CARO }),
    ]) {
      expect(await run.command(command)).toMatchObject({
        refused: 'illegal_transition',
        cure: expect.stringContaining('repair is under way'),
      });
    }
    await run.completeActivity('enforce', HALF);
    await run.accepted(aCommand('reinstate'));
  });

  test('waits for its turn: while a submission is enforced there is nothing to repair', async () => {
    const run = await startNotice();
    await run.accepted(aCommand('triage'));
    await run.accepted(aCommand('submit'));
    await run.accepted(aCommand('approve'));
    expect(await run.command(aCommand('repair'))).toMatchObject({ refused: 'illegal_transition' });
  });

  test('is for ops and counsel', async () => {
    const run = await partlyInForce();
    expect(await run.command(aCommand('repair', {}, { actor: RITA }))).toMatchObject({ refused: 'forbidden' });
    await run.accepted(aCommand('repair', {}, { actor: OMAR }));
  });

  test('is carried over by continue-as-new', async () => {
    const run = await partlyInForce();
    await run.accepted(aCommand('repair'));
    run.suggestContinueAsNew(9_000);
    await run.accepted(aCommand('annotate'));
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
const stateOf = async (run: NoticeRun, kind: string) =>
  (await run.state()).clocks.find((clock) => clock.kind === kind)?.state;

describe('a letter that did not arrive', () => {
  test('is sent again under its own key, and meets its clock when it arrives', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.failActivity('sendLetter', '550 no such user');
    const key = `${NOTICE_ID}:acknowledgement`;
    expect((await run.state()).undelivered).toEqual([key]);
    await run.accepted(aRepair(resend));
    expect(run.pendingActivities('sendLetter')).toMatchObject([{ effect: { key, letter: 'acknowledgement' } }]);
    expect(await stateOf(run, 'acknowledge')).toBe('running');
    await run.completeActivity('sendLetter');
    expect(await run.state()).toMatchObject({ undelivered: [] });
    expect(await stateOf(run, 'acknowledge')).toBe('met');
  });

  test('is not sent beside itself while it is on its way', async () => {
    const run = await startNotice();
    expect(await run.command(aRepair(resend))).toMatchObject({ refused: 'illegal_transition' });
    expect(run.pendingActivities('sendLetter')).toHaveLength(1);
  });
});

describe('a stuck notice', () => {
  test('is given to another person although somebody holds it', async () => {
    const run = await startNotice();
    await run.accepted(aCommand('claim', {}, { actor: RITA }));
    await run.accepted(aRepair({ action: 'reassign', reason: 'Ill.', to: 'ravi', toName: 'Ravi' }));
    expect((await run.state()).assignee).toBe('ravi');
    expect(run.registry.entries.at(-1)).toMatchObject({
      action: 'repair',
      detail: { action: 'reassign', reason: 'Ill.', from: RITA.id, to: 'ravi' },
    });
  });

  test('has its registry written anew under a version that is newer than what stands there', async () => {
    const run = await startNotice({ input: { acknowledge: false, targets: 0 } });
    await run.accepted(aCommand('annotate'));
    expect(await run.accepted(aRepair({ action: 'rebuild', reason: 'It differs.', recorded: 9 }))).toBe(10);
    expect(run.registry.latest).toMatchObject({ version: 10 });
    expect(run.registry.entries.at(-1)?.detail).toMatchObject({ workflowVersion: 2, registryVersion: 9 });
    expect(await run.accepted(aRepair({ action: 'rebuild', reason: 'Once more.', recorded: 4 }))).toBe(11);
  });
});

describe('closing by force', () => {
  const asked = (by = CARO.id): Repair => ({
    action: 'force_close',
    reason: 'Nothing else ends it.',
    asked: { id: 'wish', by, byName: by, reason: 'Stuck.' },
  });

  test('takes two people', async () => {
    const run = await startNotice();
    expect(await run.command(aRepair(asked(OMAR.id)))).toMatchObject({ refused: 'four_eyes' });
    await run.accepted(aRepair(asked()));
    expect(run.registry.latest?.stage).toBe('closed');
  });

  test('ends a notice whose clocks run and whose letters nobody takes', async () => {
    const run = await startNotice({ input: { clocks: theFourClocks() } });
    await run.accepted(aRepair(asked()));
    expect(run.completed).toBe('completed');
    expect(run.registry.latest?.clocks.map(({ state }) => state)).toEqual(Array(4).fill('cancelled'));
    expect(run.registry.entries.at(-1)?.detail).toMatchObject({
      asked: { by: CARO.id },
      dropped: [`${NOTICE_ID}:acknowledgement`, `${NOTICE_ID}:resolve`],
    });
  });

  test('sends a submission that waits for a yes back first', async () => {
    const run = await startNotice();
    await run.accepted(aCommand('triage'));
    await run.accepted(aCommand('submit'));
    await run.accepted(aRepair(asked()));
    expect(run.registry.actions.slice(-3)).toEqual(['submit', 'repair', 'return']);
    expect(run.registry.latest?.submission).toMatchObject({ state: 'returned', approvals: [] });
  });

  test('waits for the platform: nothing is closed over acts under way', async () => {
    const run = await startNotice();
    await run.accepted(aCommand('triage'));
    await run.accepted(aCommand('submit'));
    await run.accepted(aCommand('approve', {}, { actor: ASHA }));
    expect(await run.command(aRepair(asked()))).toMatchObject({
      refused: 'illegal_transition',
      cure: expect.stringContaining('platform'),
    });
  });
});
