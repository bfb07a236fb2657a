import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import type { Command } from '../../../domain/commands/command.js';
import type { NoticeState } from '../../../domain/notices/notice-state.js';
import { describeRun, type WorkflowRun } from '../../../domain/notices/own-run.js';
import { toProjection } from '../../../domain/notices/projection.js';
import { insertAttempt, markAccepted } from '../../../registry/notices/commands.js';
import { aCommand, aRunningNotice, noticeRow, take } from '../../support/recorder-fixture.js';
import { startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const aRun = (patch: Partial<WorkflowRun> = {}): WorkflowRun => {
  const id = uuidv7();
  return { id, originalId: id, continuedFrom: null, startedAt: 1, ...patch };
};

async function record(state: NoticeState, run: WorkflowRun, commands: Command[] = []): Promise<void> {
  const behind = { commands, dropped: [], run: describeRun(run, state) };
  await createRecordActivities({ db: registry.worker }).recordTransitions(toProjection(state), behind);
}

async function confirmed(state: NoticeState, name: 'claim' | 'annotate'): Promise<[NoticeState, Command]> {
  const command = aCommand(registry, name);
  await insertAttempt(registry.db, { noticeId: state.noticeId, command });
  await markAccepted(registry.db, [command.id]);
  return [take(state, command), command];
}

const settled = (state: NoticeState): NoticeState => ({ ...state, unrecorded: [] });

const listAlerts = async (noticeId: string) =>
  (
    await registry.db
      .selectFrom('alert')
      .select(['kind', 'detail'])
      .where('notice_id', '=', noticeId)
      .where('resolved_at', 'is', null)
      .execute()
  ).map(({ kind, detail }) => [kind, detail['run']]);

const listActions = async (noticeId: string) =>
  (
    await registry.db
      .selectFrom('audit_entry')
      .select('action')
      .where('notice_id', '=', noticeId)
      .orderBy('seq')
      .execute()
  ).map(({ action }) => action);

describe('recordTransitions: workflow runs', () => {
  test('continues to record the notice’s own run', async () => {
    const [opened, run] = [await aRunningNotice(registry), aRun()];
    const [claimed, claim] = await confirmed(opened, 'claim');
    await record(claimed, run, [claim]);
    const [annotated, annotate] = await confirmed(settled(claimed), 'annotate');
    await record(annotated, run, [annotate]);
    expect((await noticeRow(registry, opened.noticeId)).version).toBe(3);
    expect(await listAlerts(opened.noticeId)).toEqual([]);
  });

  test('accepts a run that starts from the recorded version, as after continue-as-new, reopening or rebuild', async () => {
    const opened = await aRunningNotice(registry);
    const [claimed, claim] = await confirmed(opened, 'claim');
    await record(claimed, aRun(), [claim]);
    const next = settled(claimed);
    const [annotated, annotate] = await confirmed(next, 'annotate');
    await record(annotated, aRun({ startedAt: next.version }), [annotate]);
    expect((await noticeRow(registry, opened.noticeId)).version).toBe(3);
  });

  test('accepts a continued run that lacks a command recorded by a task that Temporal rejected', async () => {
    const [opened, first] = [await aRunningNotice(registry), aRun()];
    const [noted, note] = await confirmed(opened, 'annotate');
    await record(noted, first, [note]);
    const claim = aCommand(registry, 'claim');
    await insertAttempt(registry.db, { noticeId: opened.noticeId, command: claim });
    await record(take(settled(noted), claim), first, [claim]);
    const next = aRun({ startedAt: noted.version, continuedFrom: first.id });
    await record(take(settled(noted), claim), next, [claim]);
    await markAccepted(registry.db, [claim.id]);
    const [annotated, annotate] = await confirmed(settled(take(settled(noted), claim)), 'annotate');
    await record(annotated, next, [annotate]);
    expect(await listAlerts(opened.noticeId)).toEqual([]);
    expect((await noticeRow(registry, opened.noticeId)).version).toBe(4);
  });

  test('rejects a continued run that lacks a command that Temporal had confirmed', async () => {
    const [opened, first] = [await aRunningNotice(registry), aRun()];
    const [noted, note] = await confirmed(opened, 'annotate');
    await record(noted, first, [note]);
    const [claimed, claim] = await confirmed(settled(noted), 'claim');
    await record(claimed, first, [claim]);
    const [other, another] = await confirmed(settled(noted), 'annotate');
    const next = aRun({ startedAt: noted.version, continuedFrom: first.id });
    await expect(record(other, next, [another])).rejects.toMatchObject({ type: 'ForeignRun' });
    expect(await listAlerts(opened.noticeId)).toEqual([['divergence', 'other_run']]);
  });

  test.each([
    { why: 'reset', other: () => ({ originalId: uuidv7(), startedAt: 1 }) },
    { why: 'other_run', other: () => ({ startedAt: 1 }) },
  ])(
    'rejects a run that replaced the notice’s own ($why), raises an alert and leaves the registry unchanged',
    async ({ why, other }) => {
      const opened = await aRunningNotice(registry);
      const [claimed, claim] = await confirmed(opened, 'claim');
      await record(claimed, aRun(), [claim]);
      const before = await noticeRow(registry, opened.noticeId);
      // The other run lacks the claim and reaches the same version, and the next one, without it.
      const [once, first] = await confirmed(opened, 'annotate');
      const [twice, second] = await confirmed(once, 'annotate');
      const run = aRun(other());
      await expect(record(once, run, [first])).rejects.toMatchObject({ type: 'ForeignRun', nonRetryable: true });
      await expect(record(twice, run, [first, second])).rejects.toMatchObject({ type: 'ForeignRun' });
      expect(await noticeRow(registry, opened.noticeId)).toEqual(before);
      expect(await listActions(opened.noticeId)).not.toContain('annotate');
      expect(await listAlerts(opened.noticeId)).toEqual([['divergence', why]]);
    },
  );

  test('rejects a reset run even before the notice’s own run has recorded anything', async () => {
    const opened = await aRunningNotice(registry);
    const [claimed, claim] = await confirmed(opened, 'claim');
    await expect(record(claimed, aRun({ originalId: uuidv7() }), [claim])).rejects.toMatchObject({
      type: 'ForeignRun',
    });
    expect(await listAlerts(opened.noticeId)).toEqual([['divergence', 'reset']]);
  });

  test('rejects the notice’s own run if it lost a command that Temporal had confirmed', async () => {
    const [opened, run] = [await aRunningNotice(registry), aRun()];
    const [claimed, claim] = await confirmed(opened, 'claim');
    await record(claimed, run, [claim]);
    const [without, annotate] = await confirmed(opened, 'annotate');
    await expect(record(without, run, [annotate])).rejects.toMatchObject({ type: 'ForeignRun' });
    expect(await listActions(opened.noticeId)).not.toContain('annotate');
    expect(await listAlerts(opened.noticeId)).toEqual([['divergence', 'lost_commands']]);
  });

  test('accepts the notice’s own run without a command that Temporal never confirmed', async () => {
    const [opened, run] = [await aRunningNotice(registry), aRun()];
    const claim = aCommand(registry, 'claim');
    await insertAttempt(registry.db, { noticeId: opened.noticeId, command: claim });
    await record(take(opened, claim), run, [claim]);
    const [without, annotate] = await confirmed(opened, 'annotate');
    await record(without, run, [annotate]);
    expect(await listActions(opened.noticeId)).toEqual(expect.arrayContaining(['claim', 'annotate']));
  });

  test('requires only the commands that the run still remembers', async () => {
    const [opened, run] = [await aRunningNotice(registry), aRun()];
    let state = opened;
    for (let nth = 0; nth < 45; nth += 1) {
      const [next, command] = await confirmed(settled(state), 'annotate');
      await record(next, run, [command]);
      state = next;
    }
    expect((await noticeRow(registry, opened.noticeId)).version).toBe(46);
  });
});
