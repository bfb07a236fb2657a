import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import type { Command } from '../../../domain/commands/command.js';
import type { NoticeState } from '../../../domain/notices/notice-state.js';
import { toProjection } from '../../../domain/notices/projection.js';
import { insertAttempt } from '../../../registry/notices/commands.js';
import { aCommand, aRunningNotice, noticeRow, person, take } from '../../support/recorder-fixture.js';
import { openAlerts, startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

describe('recordTransitions: failing record step', () => {
  const attempts = (attempt: number, triedMs: number) =>
    createRecordActivities({ db: registry.db, activity: { attempt: () => attempt, triedMs: () => triedMs } });
  /** Assigned to a person who does not exist: no rule of the desk allows it, and the registry cannot store it. */
  const toNoOne = (state: NoticeState): NoticeState =>
    take(state, { ...aCommand(registry, 'claim'), actor: { ...person(registry, 'author'), id: uuidv7() } });
  const insertClaimAttempt = async (state: NoticeState): Promise<Command> => {
    const { commandId, actor } = state.unrecorded[0] ?? {};
    const command = { id: commandId, name: 'claim', actor, body: {} } as Command;
    await insertAttempt(registry.db, { noticeId: state.noticeId, command });
    return command;
  };

  test('retries first, and raises an alert within a minute without the data it could not write', async () => {
    const state = toNoOne(await aRunningNotice(registry));
    const projection = toProjection(state);
    await expect(attempts(2, 30_000).recordTransitions(projection)).rejects.toMatchObject({ code: '23503' });
    expect(await openAlerts(registry.db, state.noticeId)).toEqual([]);
    await expect(attempts(2, 41_000).recordTransitions(projection)).rejects.toMatchObject({ code: '23503' });
    expect(await openAlerts(registry.db, state.noticeId)).toEqual(['record_stuck']);
    const { detail } = await registry.db
      .selectFrom('alert')
      .select('detail')
      .where('notice_id', '=', state.noticeId)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(detail)).not.toContain(state.assignee);
  });

  test('resolves the alert when it succeeds', async () => {
    const opened = await aRunningNotice(registry);
    await expect(attempts(2, 41_000).recordTransitions(toProjection(toNoOne(opened)))).rejects.toThrow();
    await attempts(7, 70_000).recordTransitions(toProjection(take(opened, aCommand(registry, 'claim'))));
    expect(await openAlerts(registry.db, opened.noticeId)).toEqual([]);
  });

  test('refuses a command that the registry cannot store, instead of retrying forever', async () => {
    const state = toNoOne(await aRunningNotice(registry));
    const commands = [await insertClaimAttempt(state)];
    const answer = await attempts(3, 1_000).recordTransitions(toProjection(state), { commands, dropped: [] });
    expect(answer).toEqual({ forged: [], impossible: [0] });
    const row = await registry.db
      .selectFrom('command')
      .select('state')
      .where('notice_id', '=', state.noticeId)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('refused');
    expect(await noticeRow(registry, state.noticeId)).toMatchObject({ version: 1 });
    expect(await openAlerts(registry.db, state.noticeId)).toEqual(['record_stuck']);
  });

  test('refuses the same command again if its answer was lost, and does not report a forgery', async () => {
    const state = toNoOne(await aRunningNotice(registry));
    const commands = [await insertClaimAttempt(state)];
    const step = () => attempts(3, 1_000).recordTransitions(toProjection(state), { commands, dropped: [] });
    await step();
    expect(await step()).toEqual({ forged: [], impossible: [0] });
    expect(await openAlerts(registry.db, state.noticeId)).not.toContain('forged_command');
  });

  test('fails as non-retryable if no command caused the failure', async () => {
    const state = toNoOne(await aRunningNotice(registry));
    const failing = attempts(3, 1_000).recordTransitions(toProjection(state));
    await expect(failing).rejects.toMatchObject({ type: 'Impossible', nonRetryable: true });
  });
});
