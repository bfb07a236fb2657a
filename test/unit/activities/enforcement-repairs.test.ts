import { afterEach, describe, expect, test } from '@jest/globals';
import type { EventDetails } from '../../../domain/event.js';
import { ApplicationFailure } from '@temporalio/activity';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { checkDrift } from '../../../activities/check-drift.js';
import { createRateLimiter, type RateLimiter } from '../../../platforms/rate-limiter.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { createRecordActivities } from '../../../activities/record.js';
import type { TargetRepairAction } from '../../../domain/commands/command.js';
import { findEnforcementProgress } from '../../../registry/submissions/submissions.js';
import { endPause, insertPause } from '../../../registry/enforcement/pauses.js';
import { insertRepair, isWhole } from '../../../registry/enforcement/repairs.js';
import { draftDecisions } from '../../../registry/targets/drafts.js';
import { startDriftChecks } from '../../../worker/drift-checks.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { THREE_ACTIONS, handles, listPlatformIds, withEnforcement } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import {
  aNotice,
  anActivity,
  anApprovedDecision,
  anApprovedRestoration,
  openAlerts,
  statuses,
  type Registry,
} from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
withEnforcement((...started) => ([registry, platform] = started));
afterEach(() => platform.faults({}));

const activities = (patch: { pace?: RateLimiter; signal?: AbortSignal; details?: unknown } = {}) => {
  const { pace = createRateLimiter(), signal, details } = patch;
  const activity = {
    ...anActivity(),
    heartbeatDetails: () => details,
    ...(signal === undefined ? {} : { cancellation: () => signal }),
  };
  return createPlatformActivities({
    verifier: APPROVAL_KEYS.verifier(),
    db: registry.enforcement,
    platform: platform.client,
    pace,
    activity,
  });
};
const drift = () => checkDrift({ db: registry.db, platform: platform.client, settleMs: 1 }, { sample: 500 });

async function withheld(prefix: string, count: number, countries = ['IN']): Promise<string> {
  const noticeId = await aNotice(registry, handles(prefix, count));
  await activities().resolveTargets({ noticeId });
  await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold', countries }] });
  return noticeId;
}

async function listProofs(noticeId: string): Promise<Record<string, unknown>[]> {
  return registry.db
    .selectFrom('target')
    .innerJoin('proof', 'proof.platform_id', 'target.platform_id')
    .select(['no', 'state', 'missing', 'surplus'])
    .where('notice_id', '=', noticeId)
    .orderBy('no')
    .execute();
}

const lose = (id: string) => registry.pool.query('delete from platform_simulator.effect where id = $1', [id]);
const add = (id: string, country: string) =>
  registry.pool.query(`insert into platform_simulator.effect (id, kind, country) values ($1, 'withhold', $2)`, [
    id,
    country,
  ]);

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

const operations = () => platform.seen.filter((line) => line === 'POST /operations').length;

describe('proof of an effect', () => {
  test('records per item what the platform has in force, and no state for a label', async () => {
    const noticeId = await aNotice(registry, handles('proof', 4));
    await anApprovedDecision(registry, {
      noticeId,
      decisions: [...THREE_ACTIONS],
    });
    await activities().enforce({ noticeId, submission: 1 });
    const [first, , third] = await listPlatformIds(registry, noticeId);
    await add(first ?? '', 'DE');
    await lose(third ?? '');
    expect(await activities().proveEffect({ noticeId, submission: 1 })).toEqual({ ok: true });
    expect(await listProofs(noticeId)).toEqual([
      { no: 1, state: 'mismatch', missing: [], surplus: ['DE'] },
      { no: 2, state: 'proven', missing: [], surplus: [] },
      { no: 3, state: 'mismatch', missing: ['*'], surplus: [] },
    ]);
    const progress = await findEnforcementProgress(registry.db, { noticeId });
    expect(progress?.proof).toMatchObject({ proven: 1, mismatch: 2, unread: 0, withoutState: 1 });
    const [alert] = await registry.db
      .selectFrom('alert')
      .select(['summary', 'detail'])
      .where('notice_id', '=', noticeId)
      .where('kind', '=', 'platform_drift')
      .execute();
    expect(alert).toMatchObject({ detail: { targets: [1, 3], missing: 1, surplus: 1 } });
    expect(alert?.summary).toContain('2 targets: 1, 3');
    await lose(first ?? '');
    await add(first ?? '', 'IN');
    await registry.pool.query(`insert into platform_simulator.effect values ($1, 'remove', '*')`, [third]);
    await drift();
    expect(await openAlerts(registry.db, noticeId)).toEqual([]);
  });

  test('expects the union of all live decisions, before and after one of them is restored', async () => {
    const one = await withheld('union', 3, ['IN']);
    await activities().enforce({ noticeId: one, submission: 1 });
    const other = await withheld('union', 2, ['DE', 'IN']);
    await activities().enforce({ noticeId: other, submission: 1 });
    await activities().proveEffect({ noticeId: other, submission: 1 });
    await anApprovedRestoration(registry, { noticeId: other, number: 2, targets: [1, 2] });
    await activities().enforce({ noticeId: other, submission: 2 });
    await activities().proveEffect({ noticeId: other, submission: 2 });
    expect((await listProofs(other)).map(({ state }) => state)).toEqual(['proven', 'proven']);
    const progress = await findEnforcementProgress(registry.db, { noticeId: other });
    expect(progress?.proof).toMatchObject({ proven: 2, mismatch: 0, unread: 0 });
    expect(await openAlerts(registry.db, other)).toEqual([]);
  });

  test('resumes from the cursor of the previous attempt, and is logged once', async () => {
    const noticeId = await withheld('resumed', 3);
    await activities().enforce({ noticeId, submission: 1 });
    await activities({ details: { cursor: 2 } }).proveEffect({ noticeId, submission: 1 });
    expect((await listProofs(noticeId)).map(({ no }) => no)).toEqual([3]);
    await activities().proveEffect({ noticeId, submission: 1 });
    await activities().proveEffect({ noticeId, submission: 1 });
    const entries = await registry.db
      .selectFrom('audit_entry')
      .select('detail')
      .where('notice_id', '=', noticeId)
      .where('action', '=', 'effect_proven')
      .orderBy('seq')
      .execute();
    expect(entries.map(({ detail }) => (detail as EventDetails['effect_proven']).proven)).toEqual([1, 3]);
  });

  test('waits for a platform that does not answer', async () => {
    const noticeId = await withheld('unproven', 1);
    await activities().enforce({ noticeId, submission: 1 });
    await platform.faults({ down: 1 });
    await expect(activities().proveEffect({ noticeId, submission: 1 })).rejects.toThrow(ApplicationFailure);
    expect((await findEnforcementProgress(registry.db, { noticeId }))?.proof).toBeNull();
  });

  test('skips an item with an operation in progress', async () => {
    const noticeId = await withheld('busy', 1);
    await activities().enforce({ noticeId, submission: 1 });
    const [id = ''] = await listPlatformIds(registry, noticeId);
    await lose(id);
    const other = await withheld('busy', 1, ['FR']);
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id)
      values (${`${other}:9:1:withhold`}, ${other}::uuid, 9, 1, 'withhold', 'account', ${id})`.execute(registry.db);
    await drift();
    expect(await listProofs(noticeId)).toEqual([]);
    await sql`delete from operation where submission = 9`.execute(registry.db);
    await drift();
    expect(await openAlerts(registry.db, noticeId)).toEqual(['platform_drift']);
    await add(id, 'IN');
    await drift();
  });
});

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

describe('enforcement pause', () => {
  const buildPage = (pageSize: number, take: (operations: number) => Promise<void> | void): RateLimiter => ({
    ...createRateLimiter(),
    pageSize,
    take: async (count) => take(count),
  });
  const pauseAll = (noticeId: string | null) =>
    insertPause(registry.db, {
      id: uuidv7(),
      notice_id: noticeId,
      reason: 'Asked to wait.',
      by_id: 'o',
      by_name: 'Ops',
      until: new Date(Date.now() + 3_600_000),
    });
  const goOn = (noticeId: string | null) => endPause(registry.db, { noticeId, reason: 'Go on.', byId: 'o' });
  const unclaimed = async (noticeId: string) =>
    (
      await registry.db
        .selectFrom('operation')
        .select('target_no')
        .where('notice_id', '=', noticeId)
        .where('status', '=', 'pending')
        .where('platform_id', 'is', null)
        .execute()
    ).length;

  test('of one order prevents its first call and affects no other order', async () => {
    const noticeId = await withheld('paused', 1);
    const other = await withheld('running', 1);
    expect(await pauseAll(noticeId)).toBe(true);
    expect(await pauseAll(noticeId)).toBe(false);
    const before = operations();
    await expect(activities().enforce({ noticeId, submission: 1 })).rejects.toThrow(
      'Enforcement is paused: Asked to wait.',
    );
    expect(operations()).toBe(before);
    expect(await activities().enforce({ noticeId: other, submission: 1 })).toMatchObject({ ok: true });
    expect(await goOn(noticeId)).toBe(true);
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({ ok: true, ledger: { applied: 1 } });
  });

  test('of all orders takes effect after the page in flight, with everything recorded', async () => {
    const noticeId = await withheld('middle', 10);
    let pages = 0;
    const pace = buildPage(4, async () => {
      pages += 1;
      if (pages === 1) await pauseAll(null);
    });
    await expect(activities({ pace }).enforce({ noticeId, submission: 1 })).rejects.toMatchObject({
      type: 'EnforcementPaused',
    });
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 4, approved: 6 });
    expect(await unclaimed(noticeId)).toBe(6);
    await goOn(null);
    platform.seen.length = 0;
    await activities().enforce({ noticeId, submission: 1 });
    expect(platform.seen.filter((line) => line.startsWith('GET'))).toEqual([]);
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 10 });
  });

  test('for a stopping process takes effect after the page in flight, with everything recorded', async () => {
    const noticeId = await withheld('cancelled', 10);
    const stopping = new AbortController();
    const pace = buildPage(3, () => stopping.abort(new Error('the worker stops')));
    await expect(activities({ pace, signal: stopping.signal }).enforce({ noticeId, submission: 1 })).rejects.toThrow(
      'the worker stops',
    );
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 3, approved: 7 });
    expect(await unclaimed(noticeId)).toBe(7);
    expect(await activities().enforce({ noticeId, submission: 1 })).toMatchObject({
      ok: true,
      ledger: { applied: 10 },
    });
  });

  test('during a restoration loses none of its claimed operations', async () => {
    const noticeId = await withheld('lifting', 6);
    await activities().enforce({ noticeId, submission: 1 });
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1, 2, 3, 4, 5, 6] });
    const stopping = new AbortController();
    const pace = buildPage(2, () => stopping.abort(new Error('the worker stops')));
    await expect(activities({ pace, signal: stopping.signal }).enforce({ noticeId, submission: 2 })).rejects.toThrow();
    expect(await activities().enforce({ noticeId, submission: 2 })).toMatchObject({
      ok: true,
      ledger: { restored: 6 },
    });
    expect(await platform.state(await listPlatformIds(registry, noticeId))).toEqual(
      (await listPlatformIds(registry, noticeId)).map((id) => ({ id, countries: [], everywhere: false })),
    );
  });
});

describe('platform rate limiter', () => {
  test('limits each request to one second’s worth of operations', async () => {
    const noticeId = await withheld('paced', 5);
    const before = operations();
    const pace = { ...createRateLimiter(2), take: async () => undefined };
    await activities({ pace }).enforce({ noticeId, submission: 1 });
    expect(operations() - before).toBe(3);
  });

  test('serves requests in arrival order, a long order page by page', async () => {
    const pace = createRateLimiter(1_000);
    const order: string[] = [];
    const take = async (name: string, count: number) => {
      await pace.take(count);
      order.push(name);
    };
    const long = (async () => {
      for (let page = 1; page <= 3; page += 1) await take(`long ${page}`, 40);
    })();
    await Promise.all([long, take('short', 1)]);
    expect(order).toEqual(['long 1', 'short', 'long 2', 'long 3']);
  });
});

describe('drift check', () => {
  const quiet = { debug: () => undefined, warn: () => undefined } as never;

  test('runs in one process at a time, and another takes over when it ends', async () => {
    const noticeId = await withheld('watched', 1);
    await activities().enforce({ noticeId, submission: 1 });
    const counts = [0, 0];
    const watching = counts.map((_, at) => {
      const client = {
        ...platform.client,
        state: (ids: readonly string[]) => {
          counts[at] = (counts[at] ?? 0) + 1;
          return platform.client.state(ids);
        },
      };
      return startDriftChecks({ db: registry.db, platform: client, everyMs: 10, sample: 500, logger: quiet });
    });
    const until = async (isThere: () => boolean) => {
      for (let tries = 0; !isThere(); tries += 1) {
        if (tries > 400) throw new Error('never');
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    };
    await until(() => Math.max(...counts) >= 3);
    const leader = counts.indexOf(Math.max(...counts));
    expect(counts[1 - leader]).toBe(0);
    await watching[leader]?.stop();
    await until(() => (counts[1 - leader] ?? 0) >= 1);
    await watching[1 - leader]?.stop();
  });
});
