import { afterEach, describe, expect, test } from '@jest/globals';
import type { Command } from '../../domain/commands/command.js';
import { aCommand, aFrozen, ASHA, RITA } from '../support/builders.js';
import { replayAndDispose, startNotice, type NoticeRun } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

async function waiting(): Promise<NoticeRun> {
  const run = await startNotice();
  await run.completeAll();
  await run.accept(aCommand('triage'));
  await run.accept(aCommand('submit', { frozen: aFrozen() }));
  return run;
}

const approval = () => aCommand('approve');

describe('forged command', () => {
  test('changes nothing but the log, starts nothing and does not lower the version', async () => {
    const run = await waiting();
    const before = await run.state();
    const forged = approval();
    run.registry.forged.add(forged.id);
    await run.command(forged);
    const after = await run.state();
    expect(after).toMatchObject({ stage: 'approval', submission: before.submission, unrecorded: [] });
    expect(after.version).toBeGreaterThan(before.version + 1);
    expect(after.processed).toEqual(before.processed);
    expect(run.pendingActivities('enforce')).toEqual([]);
    expect(run.registry.actions.at(-1)).toBe('command_forged');
    expect(run.registry.entries.at(-1)?.detail).toEqual({ command: 'approve', claimed: ASHA.name, claimedId: ASHA.id });
    expect(run.pendingActivities('pageOps')).toHaveLength(1);
  });

  test('does not block the genuine approval', async () => {
    const run = await waiting();
    const forged = approval();
    run.registry.forged.add(forged.id);
    await run.command(forged);
    expect(await run.command(approval())).toMatchObject({ ok: true });
    expect((await run.state()).stage).toBe('enforcement');
    expect(run.pendingActivities('enforce')).toHaveLength(1);
  });

  test('does not undo genuine commands that stand without it', async () => {
    const run = await waiting();
    run.registry.hold();
    const [forged, note, close] = [approval(), aCommand('annotate'), aCommand('return')];
    run.registry.forged.add(forged.id);
    await run.command(forged);
    await run.command(note);
    await run.letRegistryGo();
    expect(await run.command(close)).toMatchObject({ ok: true });
    expect(run.registry.actions.slice(-3)).toEqual(['command_forged', 'annotate', 'return']);
    expect(run.registry.dropped).toEqual([]);
  });

  test('causes a genuine command that depended on it to be rejected afterwards', async () => {
    const run = await startNotice();
    await run.completeAll();
    run.registry.hold();
    const forged = aCommand('claim', {}, { actor: RITA });
    const release = aCommand('release', {}, { actor: RITA });
    run.registry.forged.add(forged.id);
    await run.command(forged);
    expect(await run.command(release)).toMatchObject({ ok: true });
    await run.letRegistryGo();
    expect(run.registry.dropped).toEqual([release.id]);
    expect(await run.state()).toMatchObject({ assignee: null, unrecorded: [] });
  });

  test.each([
    ['clocks that are none', 'start_clocks', { clocks: [{}] }],
    ['a law that is none', 'triage', { regime: { id: 1, version: null, clocks: [{ escalation: 5 }] } }],
  ])('with %s fails no workflow task', async (_what, name, body) => {
    const run = await waiting();
    const actor = name === 'triage' ? RITA : { kind: 'system', id: 'notice-desk', name: 'Notice Desk', roles: [] };
    const forged = { ...approval(), name, actor, body } as unknown as Command;
    run.registry.forged.add(forged.id);
    await run.command(forged);
    expect(await run.command(approval())).toMatchObject({ ok: true });
    expect((await run.state()).stage).toBe('enforcement');
  });

  test.each(['approve', 7, {}, { id: 'x' }, { ...approval(), actor: null }, { ...approval(), name: 'constructor' }])(
    'is rejected if it is no command at all: %j',
    async (sent) => {
      const run = await waiting();
      const before = await run.state();
      await run.command(sent as Command).catch(() => undefined);
      expect(await run.state()).toEqual(before);
    },
  );

  test('pages ops once an hour, however many there are', async () => {
    const run = await waiting();
    for (let nth = 0; nth < 5; nth += 1) {
      const forged = approval();
      run.registry.forged.add(forged.id);
      await run.command(forged);
    }
    expect(run.pendingActivities('pageOps')).toHaveLength(1);
    expect(run.registry.actions.filter((action) => action === 'command_forged')).toHaveLength(5);
  });
});
