import { afterEach, describe, expect, test } from '@jest/globals';
import { wakeAtMs } from '../../domain/clocks/fire-clocks.js';
import { putTogether, toRestarted } from '../../domain/notices/put-together.js';
import type { Repair } from '../../domain/commands/command.js';
import { asRecorded } from '../support/as-recorded.js';
import { aCommand, aFrozen, aLedger, HOUR, OMAR, theFourClocks } from '../support/builders.js';
import { replayAndDispose, startNotice, type NoticeRun } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

async function restarted(gone: NoticeRun, action: 'rebuild' | 'force_close' = 'rebuild'): Promise<NoticeRun> {
  const state = putTogether(asRecorded(await gone.state()));
  const closeRequest = { id: 'requested', by: 'caro', byName: 'Caro', reason: 'Gone.' };
  const common = { reason: 'The engine has lost it.', epoch: 1 };
  const body: Repair =
    action === 'rebuild'
      ? { action, ...common, recorded: state.version }
      : { action, ...common, requested: closeRequest };
  const repair = aCommand('repair', body, { actor: OMAR });
  if (repair.name !== 'repair') throw new Error('a repair is asked for');
  return startNotice({
    input: toRestarted(state, { epoch: 1, repair }),
    nowMs: gone.nowMs,
    registry: gone.registry,
  });
}

async function waiting(): Promise<NoticeRun> {
  const run = await startNotice({ input: { clocks: theFourClocks() } });
  await run.completeAll();
  await run.accept(aCommand('triage'));
  await run.accept(aCommand('submit', { frozen: aFrozen() }));
  return run;
}

describe('notice restarted from the registry', () => {
  test('keeps its approver slots, clock instants and operation keys', async () => {
    const gone = await waiting();
    const before = await gone.state();
    const run = await restarted(gone);
    expect(await run.state()).toMatchObject({
      epoch: 1,
      version: before.version + 1,
      stage: 'approval',
      clocks: before.clocks,
      submission: before.submission,
    });
    expect(run.timersAtMs).toEqual([wakeAtMs(before, gone.nowMs)]);
    await run.advanceBy(HOUR);
    await run.accept(aCommand('approve'));
    expect(run.pendingActivities('enforce')).toHaveLength(1);
    await run.completeActivity('enforce', { ok: true, ledger: aLedger({ applied: 10 }) });
    await run.completeAll();
    expect(await run.state()).toMatchObject({ stage: 'in_force', outcome: 'complied' });
  });

  test('continues an enforcement under way under the same key', async () => {
    const gone = await waiting();
    await gone.accept(aCommand('approve'));
    const run = await restarted(gone);
    expect(run.pendingActivities('enforce')).toMatchObject(
      gone.pendingActivities('enforce').map(({ argument }) => ({ argument })),
    );
  });

  test('remembers the commands accepted before', async () => {
    const gone = await startNotice();
    const claim = aCommand('claim');
    const version = await gone.accept(claim);
    expect(await (await restarted(gone)).accept(claim)).toBe(version);
  });

  test('ends immediately if it is closed by force', async () => {
    const run = await restarted(await waiting(), 'force_close');
    expect(run.completed).toBe('completed');
    expect(run.registry.latest).toMatchObject({ stage: 'closed', epoch: 1 });
  });

  test('keeps its epoch through continue-as-new', async () => {
    const run = await restarted(await waiting());
    run.suggestContinueAsNew(9_000);
    await run.accept(aCommand('annotate'));
    expect(run.continuedWith).toMatchObject({ resume: { epoch: 1 } });
    expect(run.continuedWith?.repair).toBeUndefined();
  });

  test('is not restarted by a repair meant for another run', async () => {
    const run = await waiting();
    const body: Repair = { action: 'rebuild', reason: 'x', recorded: 3, epoch: 1 };
    expect(await run.command(aCommand('repair', body, { actor: OMAR }))).toMatchObject({
      refused: 'illegal_transition',
    });
  });

  test('ends the older run when it comes back and tries to record', async () => {
    const run = await waiting();
    run.registry.failsAs = 'Superseded';
    await run.command(aCommand('annotate'));
    expect(run.completed).toBe('failed');
  });
});

describe('recording rejected by the registry', () => {
  test('undoes the command to blame, records that, and accepts later commands', async () => {
    const run = await waiting();
    const before = await run.state();
    const claim = aCommand('claim');
    run.registry.impossible.add(claim.id);
    await run.command(claim);
    const after = await run.state();
    expect(after).toMatchObject({ assignee: before.assignee, processed: before.processed, unrecorded: [] });
    expect(after.version).toBeGreaterThan(before.version + 1);
    expect(run.registry.actions.at(-1)).toBe('command_undone');
    expect(run.pendingActivities('pageOps')).toEqual([]);
    await run.accept(aCommand('approve'));
    expect(run.pendingActivities('enforce')).toHaveLength(1);
  });

  test('is retried after a while, and not in between, if no command is to blame', async () => {
    const run = await waiting();
    run.registry.failsAs = 'Impossible';
    await run.command(aCommand('annotate'));
    const recorded = run.registry.actions.length;
    const tries = run.history.length;
    await run.advanceBy(9 * 60_000);
    expect(run.history.length).toBe(tries);
    run.registry.failsAs = null;
    await run.advanceBy(2 * 60_000);
    expect(run.registry.actions.slice(recorded)).toEqual(['annotate']);
  });
});
