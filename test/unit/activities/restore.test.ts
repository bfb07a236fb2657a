import { describe, expect, test } from '@jest/globals';
import { PlatformUnavailable } from '../../../platforms/connection.js';
import { findEnforcementProgress } from '../../../registry/submissions/submissions.js';
import { handles, findPlatformId, platformActivities, withEnforcement } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import { aNotice, anApprovedDecision, anApprovedRestoration, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
withEnforcement((...started) => ([registry, platform] = started));

const activities = (attempt = 1, client = platform.client) => platformActivities(registry, { attempt, client });
const killed = () => ({ ...platform.client, operate: () => Promise.reject(new Error('killed')) });

describe('enforcement of a restoration', () => {
  test('lifts only what no other notice holds, and the last restoration lifts the rest', async () => {
    const one = await aNotice(registry, ['@shared']);
    const other = await aNotice(registry, ['@shared']);
    await anApprovedDecision(registry, { noticeId: one, decisions: [{ action: 'withhold', countries: ['IN', 'TR'] }] });
    await anApprovedDecision(registry, { noticeId: other, decisions: [{ action: 'withhold', countries: ['IN'] }] });
    await activities().enforce({ noticeId: one, submission: 1 });
    await activities().enforce({ noticeId: other, submission: 1 });
    const id = await findPlatformId(registry, one, 1);
    await anApprovedRestoration(registry, { noticeId: one, number: 2, targets: [1] });
    expect(await activities().enforce({ noticeId: one, submission: 2 })).toMatchObject({
      ledger: { applied: 0, restored: 1, byAction: { withhold: 1 } },
    });
    expect(await platform.state([id])).toMatchObject([{ countries: ['IN'] }]);
    await anApprovedRestoration(registry, { noticeId: other, number: 2, targets: [1] });
    expect(await activities().enforce({ noticeId: other, submission: 2 })).toMatchObject({ ledger: { restored: 1 } });
    expect(await platform.state([id])).toMatchObject([{ countries: [], everywhere: false }]);
  });

  test('lifts its countries although another notice removed the item everywhere', async () => {
    const removed = await aNotice(registry, ['@layered']);
    await anApprovedDecision(registry, { noticeId: removed, decisions: [{ action: 'remove_law' }] });
    await activities().enforce({ noticeId: removed, submission: 1 });
    const withheld = await aNotice(registry, ['@layered']);
    await anApprovedDecision(registry, { noticeId: withheld, decisions: [{ action: 'withhold' }] });
    await activities().enforce({ noticeId: withheld, submission: 1 });
    const id = await findPlatformId(registry, removed, 1);
    await anApprovedRestoration(registry, { noticeId: withheld, number: 2, targets: [1] });
    await activities().enforce({ noticeId: withheld, submission: 2 });
    expect(await platform.state([id])).toMatchObject([{ countries: [], everywhere: true }]);
    await anApprovedRestoration(registry, { noticeId: removed, number: 2, targets: [1] });
    await activities().enforce({ noticeId: removed, submission: 2 });
    expect(await platform.state([id])).toMatchObject([{ countries: [], everywhere: false }]);
  });

  test('of half of 1,178 targets keeps what overlapping orders hold, and is proven per item', async () => {
    const locators = handles('big', 1_178);
    const noticeId = await aNotice(registry, locators);
    await anApprovedDecision(registry, {
      noticeId,
      decisions: [{ action: 'withhold', countries: ['IN'] }],
      approverSlots: ['approver', 'counsel'],
    });
    await activities().enforce({ noticeId, submission: 1 });
    const overlapping = await aNotice(registry, locators.slice(400, 700));
    await anApprovedDecision(registry, {
      noticeId: overlapping,
      decisions: [{ action: 'withhold', countries: ['DE', 'IN'] }],
    });
    await activities().enforce({ noticeId: overlapping, submission: 1 });
    const half = Array.from({ length: 589 }, (_, at) => at + 1);
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: half });
    expect(await activities().enforce({ noticeId, submission: 2 })).toMatchObject({
      ok: true,
      ledger: { applied: 589, restored: 589, failed: 0 },
    });
    const rows = await registry.db
      .selectFrom('target')
      .select(['no', 'platform_id'])
      .where('notice_id', '=', noticeId)
      .orderBy('no')
      .execute();
    const states = await platform.state(rows.map((row) => row.platform_id ?? ''));
    const expected = rows.map(({ no }) => (no > 400 && no <= 700 ? ['DE', 'IN'] : no > 589 ? ['IN'] : []));
    expect(states.map(({ countries }) => countries)).toEqual(expected);
    await activities().proveEffect({ noticeId, submission: 2 });
    const { proof } = (await findEnforcementProgress(registry.db, { noticeId })) ?? {};
    expect(proof).toMatchObject({ proven: 589, mismatch: 0, unread: 0 });
  });

  test('makes no call if another notice holds all of the restriction', async () => {
    const one = await aNotice(registry, ['@held']);
    const other = await aNotice(registry, ['@held']);
    await anApprovedDecision(registry, { noticeId: one, decisions: [{ action: 'withhold' }] });
    await anApprovedDecision(registry, {
      noticeId: other,
      decisions: [{ action: 'withhold', countries: ['DE', 'IN'] }],
    });
    await activities().enforce({ noticeId: one, submission: 1 });
    await activities().enforce({ noticeId: other, submission: 1 });
    await anApprovedRestoration(registry, { noticeId: one, number: 2, targets: [1] });
    platform.seen.length = 0;
    expect(await activities().enforce({ noticeId: one, submission: 2 })).toMatchObject({
      ok: true,
      ledger: { restored: 1 },
    });
    expect(platform.seen).toEqual([]);
    const operation = await registry.db
      .selectFrom('operation')
      .select('status')
      .where('notice_id', '=', one)
      .where('submission', '=', 2)
      .executeTakeFirst();
    expect(operation).toEqual({ status: 'released' });
  });

  test('lifts an item that two targets refer to', async () => {
    const noticeId = await aNotice(registry, ['@Same', '@Other']);
    await activities().resolveTargets({ noticeId });
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await activities().enforce({ noticeId, submission: 1 });
    const id = await findPlatformId(registry, noticeId, 1);
    await registry.db
      .updateTable('restriction_support')
      .set({ platform_id: id })
      .where('notice_id', '=', noticeId)
      .execute();
    await registry.db.updateTable('operation').set({ platform_id: id }).where('notice_id', '=', noticeId).execute();
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1, 2] });
    await activities().enforce({ noticeId, submission: 2 });
    expect(await platform.state([id])).toMatchObject([{ countries: [] }]);
  });

  test('waits while another notice is acting on the item', async () => {
    const one = await aNotice(registry, ['@busy']);
    const other = await aNotice(registry, ['@busy']);
    await anApprovedDecision(registry, { noticeId: one, decisions: [{ action: 'withhold' }] });
    await activities().enforce({ noticeId: one, submission: 1 });
    await anApprovedDecision(registry, { noticeId: other, decisions: [{ action: 'withhold' }] });
    await expect(activities(1, killed()).enforce({ noticeId: other, submission: 1 })).rejects.toThrow('killed');
    await anApprovedRestoration(registry, { noticeId: one, number: 2, targets: [1] });
    await expect(activities().enforce({ noticeId: one, submission: 2 })).rejects.toMatchObject({
      type: 'PlatformPending',
    });
    await activities(2).enforce({ noticeId: other, submission: 1 });
    expect(await activities(2).enforce({ noticeId: one, submission: 2 })).toMatchObject({ ledger: { restored: 1 } });
    expect(await platform.state([await findPlatformId(registry, one, 1)])).toMatchObject([{ countries: ['IN'] }]);
  });

  test('in progress makes a concurrent enforcement of the item end its attempt as pending', async () => {
    const one = await aNotice(registry, ['@lifting']);
    await anApprovedDecision(registry, { noticeId: one, decisions: [{ action: 'withhold' }] });
    await activities().enforce({ noticeId: one, submission: 1 });
    await anApprovedRestoration(registry, { noticeId: one, number: 2, targets: [1] });
    await expect(activities(1, killed()).enforce({ noticeId: one, submission: 2 })).rejects.toThrow('killed');
    const other = await aNotice(registry, ['@lifting']);
    await anApprovedDecision(registry, { noticeId: other, decisions: [{ action: 'withhold' }] });
    let calls = 0;
    const resolve: typeof platform.client.resolve = async (targets) => {
      calls += 1;
      if (calls === 1) throw new PlatformUnavailable('no answer', { carriedOut: 'unknown' });
      if (calls > 20) throw new Error('It goes round without a rest.');
      return platform.client.resolve(targets);
    };
    await expect(
      activities(1, { ...platform.client, resolve }).enforce({ noticeId: other, submission: 1 }),
    ).rejects.toMatchObject({ type: 'PlatformPending' });
    await activities(2).enforce({ noticeId: one, submission: 2 });
    expect(await activities(2).enforce({ noticeId: other, submission: 1 })).toMatchObject({ ledger: { applied: 1 } });
  });
});
