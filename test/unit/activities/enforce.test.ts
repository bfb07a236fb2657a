import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/activity';
import { createPlatformActivities } from '../../../activities/platform.js';
import { digestOnRecord } from '../../../registry/submissions/submissions.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import {
  THREE_ACTIONS,
  handles,
  findPlatformId,
  note,
  platformActivities,
  withEnforcement,
} from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import {
  aNotice,
  anActivity,
  anApprovedDecision,
  openAlerts,
  statuses,
  type Registry,
} from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
withEnforcement((...started) => ([registry, platform] = started));

const activities = (attempt = 1, client = platform.client) => platformActivities(registry, { attempt, client });

async function untilDone(noticeId: string, submission: number) {
  for (let attempt = 1; attempt <= 40; attempt += 1) {
    try {
      return await activities(attempt).enforce({ noticeId, submission });
    } catch (error) {
      if (!(error instanceof ApplicationFailure)) throw error;
    }
  }
  throw new Error('never done');
}

describe('enforcement of a decision', () => {
  test('reaches the platform and leaves receipts, supports and an audit entry', async () => {
    const noticeId = await aNotice(registry, handles('plain', 5));
    expect(await activities().resolveTargets({ noticeId })).toEqual({ ok: true });
    await anApprovedDecision(registry, {
      noticeId,
      decisions: [...THREE_ACTIONS, { action: 'push_back', grounds: ['protected_speech'], targets: [5] }],
    });
    const outcome = await activities().enforce({ noticeId, submission: 1 });
    expect(outcome).toEqual({
      ok: true,
      ledger: {
        targets: 5,
        undecided: 0,
        byAction: { withhold: 2, remove_rules: 1, label: 1, push_back: 1 },
        applied: 4,
        failed: 0,
        restored: 0,
      },
    });
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 4, approved: 1 });
    const [withheld, removed] = await platform.state([
      await findPlatformId(registry, noticeId, 1),
      await findPlatformId(registry, noticeId, 3),
    ]);
    expect(withheld).toMatchObject({ countries: ['IN'], everywhere: false });
    expect(removed).toMatchObject({ countries: [], everywhere: true });
    const held = await registry.db
      .selectFrom('restriction_support')
      .select(['target_no', 'countries', 'everywhere'])
      .where('notice_id', '=', noticeId)
      .orderBy('target_no')
      .execute();
    expect(held).toEqual([
      { target_no: 1, countries: ['IN'], everywhere: false },
      { target_no: 2, countries: ['IN'], everywhere: false },
      { target_no: 3, countries: [], everywhere: true },
    ]);
    const entries = await registry.db
      .selectFrom('audit_entry')
      .select(['action', 'detail'])
      .where('notice_id', '=', noticeId)
      .execute();
    expect(entries).toEqual([
      {
        action: 'targets_applied',
        detail: { submission: 1, applied: 4, already: 0, failed: 0, refused: 0, released: 0 },
      },
    ]);
  });

  test('sends nothing and changes nothing when it runs a second time', async () => {
    const noticeId = await aNotice(registry, handles('twice', 3));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    const first = await activities().enforce({ noticeId, submission: 1 });
    platform.seen.length = 0;
    expect(await activities(2).enforce({ noticeId, submission: 1 })).toEqual(first);
    expect(platform.seen).toEqual([]);
    const entries = await registry.db
      .selectFrom('audit_entry')
      .select('action')
      .where('notice_id', '=', noticeId)
      .execute();
    expect(entries).toHaveLength(1);
  });

  test('computes the frozen digest over more targets than one read returns', async () => {
    const noticeId = await aNotice(registry, handles('long', 5_001));
    const digest = await anApprovedDecision(registry, {
      noticeId,
      decisions: [{ action: 'withhold', countries: ['IN', 'AE'] }],
    });
    const frozen = { noticeId, number: 1 };
    expect(await digestOnRecord(registry.db, frozen)).toBe(digest);
    await registry.db
      .updateTable('target')
      .set({ decision_note: 'changed' })
      .where('notice_id', '=', noticeId)
      .where('no', '=', 5_001)
      .execute();
    expect(await digestOnRecord(registry.db, frozen)).not.toBe(digest);
  });

  test('refuses a decision without a recorded approval before the first call', async () => {
    const noticeId = await aNotice(registry, handles('noyes', 2));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await registry.db.deleteFrom('approval').where('notice_id', '=', noticeId).execute();
    platform.seen.length = 0;
    expect(await activities().enforce({ noticeId, submission: 1 })).toEqual({
      ok: false,
      reason: '0 of 1 approvals are on record.',
      unproven: true,
    });
    expect(platform.seen).toEqual([]);
    expect(await openAlerts(registry.db, noticeId)).toEqual(['approval_unproven']);
  });

  test('refuses a submission whose author differs from the signed one', async () => {
    const noticeId = await aNotice(registry, handles('own', 1));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await registry.db
      .updateTable('submission')
      .set({ author: registry.people.approver })
      .where('notice_id', '=', noticeId)
      .execute();
    expect(await activities().enforce({ noticeId, submission: 1 })).toEqual({
      ok: false,
      reason: 'The recorded submission is not the one that was signed.',
      unproven: true,
    });
  });

  test('refuses a decision changed after its approval, because the digests differ', async () => {
    const noticeId = await aNotice(registry, handles('changed', 2));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await registry.db
      .updateTable('target')
      .set({ countries: ['IN', 'US'] })
      .where('notice_id', '=', noticeId)
      .where('no', '=', 2)
      .execute();
    platform.seen.length = 0;
    const outcome = await activities().enforce({ noticeId, submission: 1 });
    expect(outcome).toMatchObject({ ok: false });
    expect(platform.seen).toEqual([]);
  });

  test('stops only the target whose owner changed since review', async () => {
    const noticeId = await aNotice(registry, handles('sold', 3));
    await activities().resolveTargets({ noticeId });
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await platform.configure([{ type: 'account', locator: '@sold2', owner: 'somebody_else' }]);
    const outcome = await activities().enforce({ noticeId, submission: 1 });
    expect(outcome).toMatchObject({ ok: true, ledger: { applied: 2, failed: 1 } });
    const target = await registry.db
      .selectFrom('target')
      .select(['status', 'problem'])
      .where('notice_id', '=', noticeId)
      .where('no', '=', 2)
      .executeTakeFirst();
    expect(target).toEqual({ status: 'failed', problem: 'owner_changed' });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['owner_changed']);
  });

  test('stops a target that proves to be protected when counsel has not approved', async () => {
    const noticeId = await aNotice(registry, handles('press', 2));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await platform.configure([{ type: 'account', locator: '@press1', protectedClass: 'press' }]);
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({
      ledger: { applied: 1, failed: 1 },
    });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['protected_class_changed']);
  });

  test('stops a target found to be protected between submission and enforcement', async () => {
    const noticeId = await aNotice(registry, handles('lately', 2));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await platform.configure([{ type: 'account', locator: '@lately1', protectedClass: 'press' }]);
    await activities().resolveTargets({ noticeId });
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({
      ledger: { applied: 1, failed: 1 },
    });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['protected_class_changed']);
  });

  test('fails a target that does not exist', async () => {
    const noticeId = await aNotice(registry, handles('gone', 2));
    await platform.configure([{ type: 'account', locator: '@gone1', exists: false }]);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({
      ledger: { applied: 1, failed: 1 },
    });
  });
});

describe('enforcement on an unreliable platform', () => {
  async function doneOnce(noticeId: string): Promise<number> {
    const { rows } = await registry.pool.query(
      'select count(*)::int as done from platform_simulator.operation where key like $1',
      [`${noticeId}:%`],
    );
    return rows[0].done;
  }

  test('resends a request whose answer was dropped, and applies nothing twice', async () => {
    const noticeId = await aNotice(registry, handles('dropped', 40));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    platform.seen.length = 0;
    let dropped = 0;
    const dropping = createPlatformActivities({
      verifier: APPROVAL_KEYS.verifier(),
      db: registry.enforcement,
      platform: {
        ...platform.client,
        operate: async (operations) => {
          const results = await platform.client.operate(operations);
          return dropped++ === 0 ? new Map() : results;
        },
      },
      activity: anActivity(),
    });
    expect(await dropping.enforce({ noticeId, submission: 1 })).toMatchObject({ ledger: { applied: 40 } });
    // Half of them each time: batches shrink while the platform does not answer.
    expect(platform.seen.filter((line) => line === 'POST /operations')).toHaveLength(3);
    expect(platform.seen.filter((line) => line === 'POST /resolve')).toHaveLength(1);
    expect(await doneOnce(noticeId)).toBe(40);
  });

  test('applies every target once despite drops, 429s, 503s and partial answers', async () => {
    const noticeId = await aNotice(registry, handles('flaky', 300));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await platform.faults({ seed: 7, applyThenDrop: 0.05, partial: 0.7, shuffle: 0.5 });
    const outcome = await untilDone(noticeId, 1);
    await platform.faults({});
    expect(outcome).toMatchObject({ ok: true, ledger: { applied: 300, failed: 0 } });
    expect(await doneOnce(noticeId)).toBe(300);
  });

  test('raises an outage alert at the third attempt, and resolves it when done', async () => {
    const noticeId = await aNotice(registry, handles('down', 2));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await platform.faults({ unavailable: 0, tooMany: 0, down: 1 });
    await expect(activities(1).enforce({ noticeId, submission: 1 })).rejects.toMatchObject({
      type: 'PlatformPending',
      nonRetryable: false,
    });
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
    await expect(activities(3).enforce({ noticeId, submission: 1 })).rejects.toMatchObject({ type: 'PlatformPending' });
    expect(await openAlerts(registry.db, noticeId)).toEqual(['platform_outage']);
    await platform.faults({});
    const { enforce } = activities(4, platform.another());
    expect(await enforce({ noticeId, submission: 1 })).toMatchObject({ ledger: { applied: 2 } });
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
  });

  test('resends the same operations if the worker died between the platform’s answer and its record', async () => {
    const noticeId = await aNotice(registry, handles('killed', 10));
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    const dying = createPlatformActivities({
      verifier: APPROVAL_KEYS.verifier(),
      db: registry.enforcement,
      platform: {
        ...platform.client,
        operate: async (operations) => {
          await platform.client.operate(operations);
          throw new Error('killed');
        },
      },
      activity: anActivity(),
    });
    await expect(dying.enforce({ noticeId, submission: 1 })).rejects.toThrow('killed');
    expect(await statuses(registry.db, noticeId)).toEqual({ approved: 10 });
    platform.seen.length = 0;
    expect(await activities(2).enforce({ noticeId, submission: 1 })).toMatchObject({ ledger: { applied: 10 } });
    expect(platform.seen.filter((line) => line === 'POST /operations')).toHaveLength(1);
    expect(await doneOnce(noticeId)).toBe(10);
  });
});

describe('enforcement of a long order', () => {
  test('sends one page at a time while other work is running, and completes all pages', async () => {
    const noticeId = await aNotice(registry, handles('courteous', 3_500));
    await anApprovedDecision(registry, {
      noticeId,
      decisions: [{ action: 'withhold' }],
      approverSlots: ['approver', 'counsel'],
    });
    const underWay = new Set<string>();
    const steps: number[] = [];
    const watched = <T extends unknown[], R>(name: string, work: (...given: T) => Promise<R>) => {
      return async (...given: T): Promise<R> => {
        underWay.add(name);
        steps.push(underWay.size);
        try {
          await note(registry);
          return await work(...given);
        } finally {
          underWay.delete(name);
        }
      };
    };
    const { client } = platform;
    const outcome = await createPlatformActivities({
      verifier: APPROVAL_KEYS.verifier(),
      db: registry.enforcement,
      activity: anActivity(),
      platform: {
        ...client,
        resolve: watched('resolve', client.resolve),
        operate: watched('operate', client.operate),
      },
    }).enforce({ noticeId, submission: 1 });
    expect(outcome).toMatchObject({ ok: true, ledger: { applied: 3_500, failed: 0 } });
    // During the first page other work is not yet known: the second is prepared meanwhile.
    expect(steps).toHaveLength(8);
    expect(steps.slice(3)).toEqual([1, 1, 1, 1, 1]);
  });
});
