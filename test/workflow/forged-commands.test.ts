import { afterEach, describe, expect, test } from '@jest/globals';
import type { Command } from '../../domain/command/command.js';
import { aCommand, aFrozen, ASHA, RITA } from '../support/builders.js';
import { replayAndDispose, startNotice, type NoticeRun } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

async function waiting(): Promise<NoticeRun> {
  const run = await startNotice();
  await run.completeAll();
  await run.accepted(aCommand('triage'));
  await run.accepted(aCommand('submit', { frozen: aFrozen() }));
  return run;
}

const yes = () => aCommand('approve');

describe('a command that the desk never sent', () => {
  test('changes nothing but the log, starts nothing and does not turn the version back', async () => {
    const run = await waiting();
    const before = await run.state();
    const forged = yes();
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

  test('leaves the way free for the genuine yes', async () => {
    const run = await waiting();
    const forged = yes();
    run.registry.forged.add(forged.id);
    await run.command(forged);
    expect(await run.command(yes())).toMatchObject({ ok: true });
    expect((await run.state()).stage).toBe('enforcement');
    expect(run.pendingActivities('enforce')).toHaveLength(1);
  });

  test('takes nothing genuine with it that stands without it', async () => {
    const run = await waiting();
    run.registry.hold();
    const [forged, note, close] = [yes(), aCommand('annotate'), aCommand('return')];
    run.registry.forged.add(forged.id);
    await run.command(forged);
    await run.command(note);
    await run.letRegistryGo();
    expect(await run.command(close)).toMatchObject({ ok: true });
    expect(run.registry.actions.slice(-3)).toEqual(['command_forged', 'annotate', 'return']);
    expect(run.registry.dropped).toEqual([]);
  });

  test('does not take a genuine command with it that only it had made possible: that is refused after all', async () => {
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
    ['a law that is none', 'triage', { regime: { id: 1, version: null, clocks: [{ ladder: 5 }] } }],
  ])('with %s breaks no task', async (_what, name, body) => {
    const run = await waiting();
    const actor = name === 'triage' ? RITA : { kind: 'system', id: 'notice-desk', name: 'Notice Desk', roles: [] };
    const forged = { ...yes(), name, actor, body } as unknown as Command;
    run.registry.forged.add(forged.id);
    await run.command(forged);
    expect(await run.command(yes())).toMatchObject({ ok: true });
    expect((await run.state()).stage).toBe('enforcement');
  });

  test.each(['approve', 7, {}, { id: 'x' }, { ...yes(), actor: null }, { ...yes(), name: 'constructor' }])(
    'that is no command at all is refused: %j',
    async (sent) => {
      const run = await waiting();
      const before = await run.state();
      await run.command(sent as Command).catch(() => undefined);
      expect(await run.state()).toEqual(before);
    },
  );

  test('pages once an hour, however many there are', async () => {
    const run = await waiting();
    for (let nth = 0; nth < 5; nth += 1) {
      const forged = yes();
      run.registry.forged.add(forged.id);
      await run.command(forged);
    }
    expect(run.pendingActivities('pageOps')).toHaveLength(1);
    expect(run.registry.actions.filter((action) => action === 'command_forged')).toHaveLength(5);
  });
});
