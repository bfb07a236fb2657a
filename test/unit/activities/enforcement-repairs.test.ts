import { describe, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { createRecordActivities } from '../../../activities/record.js';
import type { TargetRepairAction } from '../../../domain/commands/command.js';
import { findEnforcementProgress } from '../../../registry/submissions/submissions.js';
import { insertRepair, isWhole } from '../../../registry/enforcement/repairs.js';
import { draftDecisions } from '../../../registry/targets/drafts.js';
import { handles, listPlatformIds } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import { anApprovedRestoration, openAlerts, statuses, type Registry } from '../../support/registry-fixture.js';
import { withPlatformActivities } from './platform-activities.js';

let registry: Registry;
let platform: PlatformFixture;
const { activities, drift, withheld, lose, add, operations } = withPlatformActivities(
  (...given) => ([registry, platform] = given),
);

async function choose(noticeId: string, action: TargetRepairAction, target: number | null = null) {
  const id = uuidv7();
  const by = { id: registry.people.counsel, name: 'counsel' };
  const chosen = await registry.db
    .transaction()
    .execute((trx) => insertRepair(trx, { id, noticeId, action, reason: 'Mended.', by }, target));
  return { id, chosen };
}

async function retry(noticeId: string, target: number | null = null) {
  const { id, chosen } = await choose(noticeId, 'retry', target);
  if (chosen === undefined) throw new Error('nothing to retry');
  return { chosen, outcome: await activities().enforce({ noticeId, submission: chosen.submission, repair: id }) };
}

const liveSupports = async (noticeId: string) =>
  (
    await registry.db
      .selectFrom('restriction_support')
      .select(['target_no', 'operation_key'])
      .where('notice_id', '=', noticeId)
      .where('released_at', 'is', null)
      .orderBy('target_no')
      .execute()
  ).map((row) => [row.target_no, row.operation_key.split(':').slice(1).join(':')]);

describe('retry of failed targets', () => {
  test('acts on a target whose owner changed once the platform names the known owner again', async () => {
    const noticeId = await withheld('owner', 3);
    const target = { type: 'account', locator: '@owner2' };
    const known = await registry.db
      .selectFrom('target')
      .select('owner')
      .where('notice_id', '=', noticeId)
      .where('no', '=', 2)
      .executeTakeFirstOrThrow();
    await platform.configure([{ ...target, owner: 'somebody else' }]);
    await activities().enforce({ noticeId, submission: 1 });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['owner_changed']);

    expect((await retry(noticeId)).outcome).toMatchObject({ ok: true, ledger: { applied: 2, failed: 1 } });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['owner_changed']);

    await platform.configure([{ ...target, owner: known.owner ?? '' }]);
    const { chosen, outcome } = await retry(noticeId);
    expect(chosen).toEqual({ submission: 1, count: 1 });
    expect(outcome).toMatchObject({ ok: true, ledger: { applied: 3, failed: 0 } });
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
    expect(await liveSupports(noticeId)).toEqual([
      [1, '1:1:withhold'],
      [2, '1:2:withhold:r3'],
      [3, '1:3:withhold'],
    ]);
    const { problem } = await registry.db
      .selectFrom('target')
      .select('problem')
      .where('notice_id', '=', noticeId)
      .where('no', '=', 2)
      .executeTakeFirstOrThrow();
    expect(problem).toBeNull();
    const progress = await findEnforcementProgress(registry.db, { noticeId });
    expect(progress).toMatchObject({ total: 3, applied: 3, failed: 0, pending: 0 });
    expect(await choose(noticeId, 'retry')).toMatchObject({ chosen: undefined });
  });

  test('reapplies what the platform lost, and a restoration lifts it again', async () => {
    const noticeId = await withheld('lost', 2);
    await activities().enforce({ noticeId, submission: 1 });
    const ids = await listPlatformIds(registry, noticeId);
    await lose(ids[0] ?? '');
    await drift();
    expect(await openAlerts(registry.db, noticeId)).toEqual(['platform_drift']);
    expect((await retry(noticeId)).outcome).toMatchObject({ ok: true, ledger: { applied: 2 } });
    await activities().proveEffect({ noticeId, submission: 1 });
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
    expect(await liveSupports(noticeId)).toEqual([
      [1, '1:1:withhold:r2'],
      [2, '1:2:withhold'],
    ]);
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1, 2] });
    await activities().enforce({ noticeId, submission: 2 });
    expect(await platform.state(ids)).toMatchObject([{ countries: [] }, { countries: [] }]);
    expect(await liveSupports(noticeId)).toEqual([]);
  });

  test('lifts what the platform failed to lift, except what another order holds', async () => {
    const noticeId = await withheld('stays', 1, ['DE', 'IN']);
    await activities().enforce({ noticeId, submission: 1 });
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1] });
    await activities().enforce({ noticeId, submission: 2 });
    const [id = ''] = await listPlatformIds(registry, noticeId);
    const other = await withheld('stays', 1, ['DE']);
    await activities().enforce({ noticeId: other, submission: 1 });
    await add(id, 'IN');
    await drift();
    expect(await openAlerts(registry.db, other)).toEqual(['platform_drift']);
    expect((await retry(noticeId)).chosen).toEqual({ submission: 2, count: 1 });
    expect(await platform.state([id])).toMatchObject([{ countries: ['DE'] }]);
    await drift();
    expect(await openAlerts(registry.db, other)).toEqual([]);
    expect(await statuses(registry.db, noticeId)).toEqual({ restored: 1 });
  });

  test('is refused before the first call without approvals, and changes no target', async () => {
    const noticeId = await withheld('noyes', 1);
    await platform.configure([{ type: 'account', locator: '@noyes1', exists: false }]);
    await activities().enforce({ noticeId, submission: 1 });
    await platform.configure([{ type: 'account', locator: '@noyes1', exists: true }]);
    await registry.db.deleteFrom('approval').where('notice_id', '=', noticeId).execute();
    const before = operations();
    expect((await retry(noticeId)).outcome).toMatchObject({ ok: false });
    expect(operations()).toBe(before);
    expect(await statuses(registry.db, noticeId)).toEqual({ failed: 1 });
  });

  test('sends nothing twice when it runs again after a crash', async () => {
    const noticeId = await withheld('again', 1);
    await platform.configure([{ type: 'account', locator: '@again1', exists: false }]);
    await activities().enforce({ noticeId, submission: 1 });
    await platform.configure([{ type: 'account', locator: '@again1', exists: true }]);
    const { id } = await choose(noticeId, 'retry');
    const first = await activities().enforce({ noticeId, submission: 1, repair: id });
    const before = operations();
    expect(await activities().enforce({ noticeId, submission: 1, repair: id })).toEqual(first);
    expect(operations()).toBe(before);
    const entries = await registry.db
      .selectFrom('audit_entry')
      .select('action')
      .where('notice_id', '=', noticeId)
      .where('action', '=', 'targets_applied')
      .execute();
    expect(entries).toHaveLength(2);
  });

  test('covers only targets still under the approved decision, not one decided again', async () => {
    const noticeId = await withheld('retried', 2);
    await platform.configure(handles('retried', 2).map((locator) => ({ type: 'account', locator, exists: false })));
    await activities().enforce({ noticeId, submission: 1 });
    await draftDecisions(registry.db, {
      noticeId,
      selection: { targets: [1] },
      action: 'push_back',
      grounds: ['impossible'],
      countries: [],
      note: '',
      by: registry.people.author,
      at: new Date(),
    });
    expect((await choose(noticeId, 'retry')).chosen).toEqual({ submission: 1, count: 1 });
    expect(await isWhole(registry.db, { noticeId, submission: 1 })).toBe(false);
  });
});

describe('skip of a target', () => {
  test('leaves the target failed, counts it as skipped and resolves its alert', async () => {
    const noticeId = await withheld('skip', 2);
    await platform.configure([{ type: 'account', locator: '@skip2', owner: 'somebody else' }]);
    await activities().enforce({ noticeId, submission: 1 });
    const { id } = await choose(noticeId, 'skip');
    const record = createRecordActivities({ db: registry.worker });
    const once = await record.skipTargets({ noticeId, repair: id });
    expect(once).toMatchObject({ ok: true, ledger: { applied: 1, failed: 1, skipped: 1 } });
    expect(await record.skipTargets({ noticeId, repair: id })).toEqual(once);
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
    expect((await choose(noticeId, 'skip')).chosen).toBeUndefined();
    expect((await choose(noticeId, 'retry')).chosen).toBeUndefined();
    expect((await choose(noticeId, 'retry', 2)).chosen).toEqual({ submission: 1, count: 1 });
  });

  test('is not offered for targets in force', async () => {
    const noticeId = await withheld('inforce', 1);
    await activities().enforce({ noticeId, submission: 1 });
    expect((await choose(noticeId, 'skip', 1)).chosen).toBeUndefined();
  });
});
