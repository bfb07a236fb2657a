import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import { applyCommand } from '../../../domain/command/apply-command.js';
import { SYSTEM, type Actor } from '../../../domain/people/actor.js';
import type { Clock } from '../../../domain/clock/clock.js';
import { fireDueClocks } from '../../../domain/clock/fire-clocks.js';
import { openNotice, type NoticeState } from '../../../domain/notice/notice-state.js';
import { recorded, toProjection } from '../../../domain/notice/projection.js';
import type { Command } from '../../../domain/command/command.js';
import { insertAttempt } from '../../../registry/notice/commands.js';
import { raiseAttention } from '../../../registry/ops/attention.js';
import { settleEffect } from '../../../domain/command/settle-effect.js';
import { aClock, aLedger, aSubmission, HOUR, T0 } from '../../support/builders.js';
import {
  aClockRow,
  aNotice,
  openAttention,
  startRegistry,
  statuses,
  anApprovedDecision,
  type Registry,
} from '../../support/registry-fixture.js';

let registry: Registry;

beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

const record = () => createRecordActivities({ db: registry.worker });

const rowOf = (noticeId: string, clock: Clock) =>
  aClockRow(noticeId, {
    id: clock.id,
    starts_at: new Date(clock.startsAtMs),
    due_at: new Date(clock.dueAtMs ?? 0),
    ladder: JSON.stringify(clock.ladder),
  });

async function aRunningNotice(): Promise<NoticeState> {
  const noticeId = await aNotice(registry, ['@a', '@b']);
  const clock = aClock({ id: uuidv7() });
  const row = rowOf(noticeId, clock);
  await registry.db.insertInto('clock').values(row).execute();
  return openNotice({
    noticeId,
    kind: 'blocking_order',
    authenticity: 'channel_verified',
    regime: { id: 'HOUSE-DEFAULT', version: '1' },
    clocks: [clock],
    targets: 2,
    acknowledge: false,
  });
}

function person(role: 'author' | 'approver'): Actor {
  return {
    kind: 'person',
    id: registry.people[role],
    name: role,
    roles: role === 'author' ? ['reviewer'] : ['approver'],
  };
}

async function commanded(state: NoticeState, command: Omit<Command, 'id'>): Promise<NoticeState> {
  const id = uuidv7();
  await registry.db
    .insertInto('command')
    .values({
      id,
      notice_id: state.noticeId,
      name: command.name,
      actor: '{}',
      body: '{}',
      version: null,
      result: null,
      finished_at: null,
    })
    .execute();
  const decided = applyCommand(state, { ...command, id } as Command, T0 + HOUR);
  if (!decided.ok) throw new Error(decided.rejection.cure);
  return decided.value;
}

const noticeRow = (id: string) =>
  registry.db
    .selectFrom('notice')
    .select(['version', 'stage', 'assignee', 'priority', 'closed_state', 'next_due_kind'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

test('a change is on record with its command and its entry, and a second writing changes nothing', async () => {
  const state = await commanded(await aRunningNotice(), {
    name: 'triage',
    actor: person('author'),
    body: { regime: null, authenticity: null, priority: 'high', queue: null },
  });
  await record().recordTransitions(toProjection(state));
  await record().recordTransitions(toProjection(state));
  expect(await noticeRow(state.noticeId)).toMatchObject({
    version: 2,
    stage: 'review',
    priority: 'high',
    next_due_kind: 'comply',
  });
  const entries = await registry.db
    .selectFrom('audit_entry')
    .select(['action', 'version', 'ordinal'])
    .where('notice_id', '=', state.noticeId)
    .execute();
  expect(entries).toEqual([{ action: 'triage', version: 2, ordinal: 0 }]);
  const commands = await registry.db
    .selectFrom('command')
    .select(['state', 'version'])
    .where('notice_id', '=', state.noticeId)
    .execute();
  expect(commands).toEqual([{ state: 'accepted', version: 2 }]);
});

test('an older projection that comes late does not turn the notice back, but its entry is kept', async () => {
  const older = await commanded(await aRunningNotice(), { name: 'claim', actor: person('author'), body: {} });
  const newer = await commanded(recorded(older, older.version), { name: 'release', actor: person('author'), body: {} });
  await record().recordTransitions(toProjection(newer));
  await record().recordTransitions(toProjection(older));
  expect(await noticeRow(older.noticeId)).toMatchObject({ version: 3, assignee: null });
  const entries = await registry.db
    .selectFrom('audit_entry')
    .select('action')
    .where('notice_id', '=', older.noticeId)
    .orderBy('version')
    .execute();
  expect(entries).toEqual([{ action: 'claim' }, { action: 'release' }]);
});

describe('a workflow task that is done anew after it was recorded, because its worker was too slow or died', () => {
  async function withClocks(first: Partial<Clock>, second: Partial<Clock>): Promise<NoticeState> {
    const state = await aRunningNotice();
    const clocks = [first, second].map((patch) => ({ ...aClock({ id: uuidv7() }), ...patch }));
    for (const clock of clocks) await registry.db.insertInto('clock').values(rowOf(state.noticeId, clock)).execute();
    return { ...state, clocks };
  }

  const entriesOf = async (noticeId: string) =>
    registry.db
      .selectFrom('audit_entry')
      .select(['action', 'detail'])
      .where('notice_id', '=', noticeId)
      .orderBy('seq')
      .execute();

  test('tells what a clock did once, and what more has fallen due by then is on record at once', async () => {
    const later = { kind: 'decide' as const, dueAtMs: T0 + 11 * HOUR, ladder: [] };
    const state = await withClocks(later, { ladder: [] });
    await record().recordTransitions(toProjection(fireDueClocks(state, T0 + 10 * HOUR)));
    await record().recordTransitions(toProjection(fireDueClocks(state, T0 + 11 * HOUR)));
    const missed = (await entriesOf(state.noticeId)).map(({ action, detail }) => [action, detail['clock']]);
    expect(missed).toEqual([
      ['clock_missed', state.clocks[1]?.id],
      ['clock_missed', state.clocks[0]?.id],
    ]);
    const ids = state.clocks.map(({ id }) => id);
    const { rows } = await registry.pool.query('select distinct state from clock where id = any ($1)', [ids]);
    expect(rows).toEqual([{ state: 'missed' }]);
  });

  test('tells it once behind a command that was taken meanwhile', async () => {
    const state = await withClocks({ ladder: [] }, { kind: 'decide', dueAtMs: T0 + 30 * HOUR, ladder: [] });
    await record().recordTransitions(toProjection(fireDueClocks(state, T0 + 10 * HOUR)));
    const claimed = await commanded(state, { name: 'claim', actor: person('author'), body: {} });
    await record().recordTransitions(toProjection(fireDueClocks(claimed, T0 + 10 * HOUR)));
    expect((await entriesOf(state.noticeId)).map(({ action }) => action)).toEqual(['clock_missed', 'claim']);
  });

  test('a version told again otherwise, as after a worker died, loses no command and tells none twice', async () => {
    const opened = await aRunningNotice();
    const [claim, annotate] = [aCommand('claim'), aCommand('annotate')];
    const firstOrder = [take(opened, claim), take(take(opened, claim), annotate)];
    const otherOrder = [take(opened, annotate), take(take(opened, annotate), claim)];
    for (const state of [...firstOrder, ...otherOrder, ...otherOrder])
      await record().recordTransitions(toProjection(state));
    const told = await registry.db
      .selectFrom('audit_entry')
      .select(['action', 'command_id'])
      .where('notice_id', '=', opened.noticeId)
      .where('version', 'is not', null)
      .execute();
    expect(told).toHaveLength(2);
    expect(new Set(told.map((entry) => entry.command_id))).toEqual(new Set([claim.id, annotate.id]));
  });

  test('a version that lost its task to another one keeps both accounts', async () => {
    const opened = await aRunningNotice();
    const [claim, annotate] = [aCommand('claim'), aCommand('annotate')];
    await record().recordTransitions(toProjection(take(opened, claim)));
    await record().recordTransitions(toProjection(take(opened, annotate)));
    await record().recordTransitions(toProjection(take(opened, annotate)));
    const told = await registry.db
      .selectFrom('audit_entry')
      .select(['action', 'version'])
      .where('notice_id', '=', opened.noticeId)
      .where('version', 'is not', null)
      .orderBy('seq')
      .execute();
    expect(told).toEqual([
      { action: 'claim', version: 2 },
      { action: 'annotate', version: 2 },
    ]);
  });
});

test('a missed clock and an unanswered page are attention, and closing the notice resolves them', async () => {
  let state = await aRunningNotice();
  state = fireDueClocks(state, T0 + 11 * HOUR);
  await record().recordTransitions(toProjection(state));
  expect(await openAttention(registry.db, state.noticeId)).toEqual(['clock_missed']);
  state = fireDueClocks(recorded(state, state.version), T0 + 12 * HOUR);
  await record().recordTransitions(toProjection(state));
  expect(await openAttention(registry.db, state.noticeId)).toEqual([
    'clock_missed',
    'page_not_acknowledged',
    'page_not_acknowledged',
  ]);
  const { rows } = await registry.pool.query('select state, ladder from clock where notice_id = $1', [state.noticeId]);
  expect(rows[0]).toMatchObject({ state: 'missed' });
  const counsel: Actor = { kind: 'person', id: registry.people.counsel, name: 'counsel', roles: ['counsel'] };
  state = await commanded(recorded(state, state.version), {
    name: 'close',
    actor: counsel,
    body: { reason: 'x', override: true },
  });
  await record().recordTransitions(toProjection(state));
  expect(await openAttention(registry.db, state.noticeId)).toEqual([]);
  expect((await noticeRow(state.noticeId)).closed_state).toMatchObject({
    stage: 'closed',
    unrecorded: [],
    effects: [],
    processed: [],
  });
});

test.each([
  ['return', 'open', 'submitted'],
  ['enforcement_refused', 'approved', 'approved'],
] as const)('%s makes drafts of a submission that was %s and voids the yeses', async (action, state, status) => {
  const { noticeId } = await aRunningNotice();
  await anApprovedDecision(registry, { noticeId, decisions: [{ lane: 'withhold' }] });
  await registry.db.updateTable('submission').set({ state }).where('notice_id', '=', noticeId).execute();
  await registry.db.updateTable('target').set({ status }).where('notice_id', '=', noticeId).execute();
  const projection = {
    ...toProjection(
      openNotice({
        noticeId,
        kind: 'blocking_order',
        authenticity: 'channel_verified',
        regime: { id: 'R', version: '1' },
        clocks: [],
        targets: 2,
        acknowledge: false,
      }),
    ),
    version: 5,
    unrecorded: [
      {
        version: 5,
        ordinal: 0,
        atMs: T0,
        actor: person('approver'),
        action,
        detail: { submission: 1, reason: 'x' },
        commandId: null,
      },
    ],
  };
  await record().recordTransitions(projection);
  await record().recordTransitions(projection);
  expect(await statuses(registry.db, noticeId)).toEqual({ drafted: 2 });
  const approvals = await registry.db
    .selectFrom('approval')
    .select('person_id')
    .where('notice_id', '=', noticeId)
    .execute();
  expect(approvals).toEqual([]);
});

function aCommand(name: 'claim' | 'annotate'): Command {
  const body = name === 'claim' ? {} : { text: 'Seen.', audience: 'internal' };
  return { id: uuidv7(), name, actor: person('author'), body } as Command;
}

function take(state: NoticeState, command: Command): NoticeState {
  const decided = applyCommand(state, command, T0 + HOUR);
  if (!decided.ok) throw new Error(decided.rejection.cure);
  return decided.value;
}

test('a clock to restore asks ops to look until people have restored', async () => {
  const opened = await aRunningNotice();
  const duty = aClock({ id: uuidv7(), kind: 'reinstate', basis: 'house', partly: true });
  const row = rowOf(opened.noticeId, duty);
  await registry.db
    .insertInto('clock')
    .values({ ...row, position: 1, kind: 'reinstate', basis: 'house', state: 'cancelled', ladder: '[]' })
    .execute();
  const started = await commanded(opened, { name: 'start_clocks', actor: SYSTEM, body: { clocks: [duty] } });
  await record().recordTransitions(toProjection(started));
  expect(await openAttention(registry.db, opened.noticeId)).toEqual(['restore_due']);
  const enforce = { key: 'k', type: 'enforce' as const, submission: 2 };
  const restoring: NoticeState = {
    ...recorded(started, started.version),
    schemaVersion: 3,
    submission: aSubmission({ number: 2, state: 'approved', purpose: 'restoration' }),
    effects: [enforce],
  };
  const restored = settleEffect(
    restoring,
    enforce,
    { ok: true, ledger: aLedger({ applied: 1, restored: 1 }) },
    T0 + HOUR,
  );
  expect(restored.clocks.find(({ id }) => id === duty.id)?.state).toBe('met');
  await record().recordTransitions(toProjection(restored));
  expect(await openAttention(registry.db, opened.noticeId)).toEqual([]);
});

test('a rebuild brings the registry back to what the workflow holds, whatever a lost task has left there', async () => {
  const held = await aRunningNotice();
  const { noticeId } = held;
  const digest = await anApprovedDecision(registry, { noticeId, decisions: [{ lane: 'withhold' }] });
  // A second submission that the workflow has never had.
  const same = ['purpose', 'state', 'digest', 'author', 'seats', 'by_lane', 'targets', 'enforced'] as const;
  await registry.db
    .insertInto('submission')
    .columns(['notice_id', 'number', ...same, 'command_id'])
    .expression((eb) =>
      eb
        .selectFrom('submission')
        .select(['notice_id', sql<number>`2`.as('number'), ...same, sql<string>`gen_random_uuid()`.as('command_id')])
        .where('notice_id', '=', noticeId),
    )
    .execute();
  await registry.db
    .updateTable('notice')
    .set({ version: 6, stage: 'enforcement', assignee: registry.people.counsel })
    .where('id', '=', noticeId)
    .execute();
  await raiseAttention(registry.db, {
    key: `${noticeId}:divergence`,
    kind: 'divergence',
    noticeId,
    summary: 'It differs.',
  });
  const submission = aSubmission({ digest, state: 'open', approvals: [], by: registry.people.author });
  const rebuilt = await commanded(
    { ...held, version: 4, stage: 'approval', submission },
    {
      name: 'repair',
      actor: { kind: 'person', id: registry.people.counsel, name: 'counsel', roles: ['counsel'] },
      body: { action: 'rebuild', reason: 'It differs.', recorded: 6 },
    },
  );
  await record().recordTransitions(toProjection(rebuilt));
  expect(await noticeRow(noticeId)).toMatchObject({ version: 7, stage: 'approval', assignee: null });
  expect(await statuses(registry.db, noticeId)).toEqual({ submitted: 2 });
  const submissions = await registry.db
    .selectFrom('submission')
    .select(['number', 'state'])
    .where('notice_id', '=', noticeId)
    .orderBy('number')
    .execute();
  expect(submissions).toEqual([
    { number: 1, state: 'open' },
    { number: 2, state: 'returned' },
  ]);
  const yeses = await registry.db
    .selectFrom('approval')
    .select('person_id')
    .where('notice_id', '=', noticeId)
    .execute();
  expect(yeses).toEqual([]);
  expect(await openAttention(registry.db, noticeId)).toEqual([]);
});

describe('a record step that fails', () => {
  const attempts = (attempt: number, triedMs: number) =>
    createRecordActivities({ db: registry.db, activity: { attempt: () => attempt, triedMs: () => triedMs } });
  /** Assigned to nobody that there is: no rule of the desk lets it through, and the registry cannot hold it. */
  const toNobody = (state: NoticeState): NoticeState =>
    take(state, { ...aCommand('claim'), actor: { ...person('author'), id: uuidv7() } });
  const commandOf = async (state: NoticeState): Promise<Command> => {
    const { commandId, actor } = state.unrecorded[0] ?? {};
    const command = { id: commandId, name: 'claim', actor, body: {} } as Command;
    await insertAttempt(registry.db, { noticeId: state.noticeId, command });
    return command;
  };

  test('is tried again at first, and is attention within a minute, in words and without what was to be written', async () => {
    const state = toNobody(await aRunningNotice());
    const projection = toProjection(state);
    await expect(attempts(2, 30_000).recordTransitions(projection)).rejects.toMatchObject({ code: '23503' });
    expect(await openAttention(registry.db, state.noticeId)).toEqual([]);
    await expect(attempts(2, 41_000).recordTransitions(projection)).rejects.toMatchObject({ code: '23503' });
    expect(await openAttention(registry.db, state.noticeId)).toEqual(['record_stuck']);
    const { detail } = await registry.db
      .selectFrom('attention')
      .select('detail')
      .where('notice_id', '=', state.noticeId)
      .executeTakeFirstOrThrow();
    expect(JSON.stringify(detail)).not.toContain(state.assignee);
  });

  test('is settled when it goes through', async () => {
    const opened = await aRunningNotice();
    await expect(attempts(2, 41_000).recordTransitions(toProjection(toNobody(opened)))).rejects.toThrow();
    await attempts(7, 70_000).recordTransitions(toProjection(take(opened, aCommand('claim'))));
    expect(await openAttention(registry.db, opened.noticeId)).toEqual([]);
  });

  test('on what the registry cannot hold is not tried for ever: the command is refused and taken out', async () => {
    const state = toNobody(await aRunningNotice());
    const commands = [await commandOf(state)];
    const answer = await attempts(3, 1_000).recordTransitions(toProjection(state), { commands, dropped: [] });
    expect(answer).toEqual({ forged: [], impossible: [0] });
    const row = await registry.db
      .selectFrom('command')
      .select('state')
      .where('notice_id', '=', state.noticeId)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('refused');
    expect(await noticeRow(state.noticeId)).toMatchObject({ version: 1 });
    expect(await openAttention(registry.db, state.noticeId)).toEqual(['record_stuck']);
  });

  test('whose answer was lost with its worker takes the same command out again, and calls it no forgery', async () => {
    const state = toNobody(await aRunningNotice());
    const commands = [await commandOf(state)];
    const step = () => attempts(3, 1_000).recordTransitions(toProjection(state), { commands, dropped: [] });
    await step();
    expect(await step()).toEqual({ forged: [], impossible: [0] });
    expect(await openAttention(registry.db, state.noticeId)).not.toContain('forged_command');
  });

  test('that is nobody’s command says so, for a long pause', async () => {
    const state = toNobody(await aRunningNotice());
    const failing = attempts(3, 1_000).recordTransitions(toProjection(state));
    await expect(failing).rejects.toMatchObject({ type: 'Impossible', nonRetryable: true });
  });
});
