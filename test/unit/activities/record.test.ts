import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import { SYSTEM, type Actor } from '../../../domain/people/actor.js';
import { fireDueClocks } from '../../../domain/clocks/fire-clocks.js';
import { openNotice, SCHEMA_VERSION, type NoticeState } from '../../../domain/notices/notice-state.js';
import { recorded, toProjection } from '../../../domain/notices/projection.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import { settleEffect } from '../../../domain/commands/settle-effect.js';
import { aClock, aLedger, aSubmission, HOUR, T0 } from '../../support/builders.js';
import { aRunningNotice, buildClockRow, commanded, noticeRow, person } from '../../support/recorder-fixture.js';
import {
  openAlerts,
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

test('recordTransitions writes a change with its command and entry, and changes nothing when repeated', async () => {
  const state = await commanded(registry, await aRunningNotice(registry), {
    name: 'triage',
    actor: person(registry, 'author'),
    body: { regime: null, authenticity: null, priority: 'high', queue: null },
  });
  await record().recordTransitions(toProjection(state));
  await record().recordTransitions(toProjection(state));
  expect(await noticeRow(registry, state.noticeId)).toMatchObject({
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

test('recordTransitions keeps the entry of an older, late projection without reverting the notice', async () => {
  const older = await commanded(registry, await aRunningNotice(registry), {
    name: 'claim',
    actor: person(registry, 'author'),
    body: {},
  });
  const newer = await commanded(registry, recorded(older, older.version), {
    name: 'release',
    actor: person(registry, 'author'),
    body: {},
  });
  await record().recordTransitions(toProjection(newer));
  await record().recordTransitions(toProjection(older));
  expect(await noticeRow(registry, older.noticeId)).toMatchObject({ version: 3, assignee: null });
  const entries = await registry.db
    .selectFrom('audit_entry')
    .select('action')
    .where('notice_id', '=', older.noticeId)
    .orderBy('version')
    .execute();
  expect(entries).toEqual([{ action: 'claim' }, { action: 'release' }]);
});

test('recordTransitions raises alerts for a missed clock and unacknowledged pages, resolved by closing the notice', async () => {
  let state = await aRunningNotice(registry);
  state = fireDueClocks(state, T0 + 11 * HOUR);
  await record().recordTransitions(toProjection(state));
  expect(await openAlerts(registry.db, state.noticeId)).toEqual(['clock_missed']);
  state = fireDueClocks(recorded(state, state.version), T0 + 12 * HOUR);
  await record().recordTransitions(toProjection(state));
  expect(await openAlerts(registry.db, state.noticeId)).toEqual(['clock_missed', 'page_not_acknowledged']);
  const { rows } = await registry.pool.query('select state, escalation from clock where notice_id = $1', [
    state.noticeId,
  ]);
  expect(rows[0]).toMatchObject({ state: 'missed' });
  const counsel: Actor = { kind: 'person', id: registry.people.counsel, name: 'counsel', roles: ['counsel'] };
  state = await commanded(registry, recorded(state, state.version), {
    name: 'close',
    actor: counsel,
    body: { reason: 'x', override: true },
  });
  await record().recordTransitions(toProjection(state));
  expect(await openAlerts(registry.db, state.noticeId)).toEqual([]);
  expect((await noticeRow(registry, state.noticeId)).closed_state).toMatchObject({
    stage: 'closed',
    unrecorded: [],
    effects: [],
    processed: [],
  });
});

test.each([
  ['return', 'open', 'submitted'],
  ['enforcement_refused', 'approved', 'approved'],
] as const)(
  'recordTransitions on %s turns a submission that was %s into drafts and voids its approvals',
  async (action, state, status) => {
    const { noticeId } = await aRunningNotice(registry);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await registry.db.updateTable('submission').set({ state }).where('notice_id', '=', noticeId).execute();
    await registry.db.updateTable('target').set({ status }).where('notice_id', '=', noticeId).execute();
    const projection = {
      ...toProjection(
        openNotice({
          schemaVersion: SCHEMA_VERSION,
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
          actor: person(registry, 'approver'),
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
  },
);

test('recordTransitions alerts ops for a running reinstate clock until the restoration is done', async () => {
  const opened = await aRunningNotice(registry);
  const duty = aClock({ id: uuidv7(), kind: 'reinstate', basis: 'policy', partly: true });
  const row = buildClockRow(opened.noticeId, duty);
  await registry.db
    .insertInto('clock')
    .values({ ...row, position: 1, kind: 'reinstate', basis: 'policy', state: 'cancelled', escalation: '[]' })
    .execute();
  const started = await commanded(registry, opened, { name: 'start_clocks', actor: SYSTEM, body: { clocks: [duty] } });
  await record().recordTransitions(toProjection(started));
  expect(await openAlerts(registry.db, opened.noticeId)).toEqual(['restore_due']);
  const enforce = { key: 'k', type: 'enforce' as const, submission: 2 };
  const restoring: NoticeState = {
    ...recorded(started, started.version),
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
  expect(await openAlerts(registry.db, opened.noticeId)).toEqual([]);
});

test('recordTransitions resets the registry to the workflow’s state after a rebuild', async () => {
  const held = await aRunningNotice(registry);
  const { noticeId } = held;
  const digest = await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
  // A second submission that the workflow never had.
  const same = ['purpose', 'state', 'digest', 'author', 'approver_slots', 'by_action', 'targets', 'enforced'] as const;
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
  await raiseAlert(registry.db, {
    key: `${noticeId}:divergence`,
    kind: 'divergence',
    noticeId,
    summary: 'It differs.',
  });
  const submission = aSubmission({ digest, state: 'open', approvals: [], by: registry.people.author });
  const rebuilt = await commanded(
    registry,
    { ...held, version: 4, stage: 'approval', submission },
    {
      name: 'repair',
      actor: { kind: 'person', id: registry.people.counsel, name: 'counsel', roles: ['counsel'] },
      body: { action: 'rebuild', reason: 'It differs.', recorded: 6 },
    },
  );
  await record().recordTransitions(toProjection(rebuilt));
  expect(await noticeRow(registry, noticeId)).toMatchObject({ version: 7, stage: 'approval', assignee: null });
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
  const approvals = await registry.db
    .selectFrom('approval')
    .select('person_id')
    .where('notice_id', '=', noticeId)
    .execute();
  expect(approvals).toEqual([]);
  expect(await openAlerts(registry.db, noticeId)).toEqual([]);
});
