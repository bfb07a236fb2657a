import { afterEach, describe, expect, test } from '@jest/globals';
import { aCommand, aLedger, CARO, NOTICE_ID, OMAR, RITA, theFourClocks } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const HALF = { ok: true, ledger: aLedger({ applied: 9, failed: 1 }) };

async function partlyInForce(input = {}): Promise<NoticeRun> {
  const run = await startNotice({ input: { clocks: theFourClocks(), ...input } });
  await run.completeAll();
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
    await run.accepted(aCommand('submit'));
    await run.accepted(aCommand('approve'));
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    expect(run.pendingActivities('proveEffect')).toMatchObject([
      { taskQueue: 'enforcement', argument: { noticeId: NOTICE_ID, submission: 1 } },
    ]);
    await run.completeActivity('sendLetter');
    expect(await run.state()).toMatchObject({ stage: 'in_force' });
  });

  test('is not asked for in a notice begun before the third version', async () => {
    const run = await partlyInForce({ schemaVersion: 2 });
    expect(run.scheduled.map(({ type }) => type)).not.toContain('proveEffect');
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
    await run.completeAll();
    expect(await complyOf(run)).toBe('met');
    expect(await run.state()).toMatchObject({ stage: 'in_force', outcome: 'complied', effects: [] });
    expect(run.scheduled.filter(({ type }) => type === 'proveEffect')).toHaveLength(2);
    expect(run.registry.actions.slice(-3)).toEqual(['repair', 'retried', 'clock_met']);
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
    const run = await partlyInForce({ schemaVersion: 2 });
    await run.accepted(aCommand('repair'));
    run.suggestContinueAsNew(9_000);
    await run.accepted(aCommand('annotate'));
    expect(run.continuedWith?.resume).toMatchObject({ schemaVersion: 3, effects: [{ type: 'retry', submission: 1 }] });
  });
});
