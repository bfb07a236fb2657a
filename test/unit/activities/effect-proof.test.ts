import { describe, expect, test } from '@jest/globals';
import type { EventDetails } from '../../../domain/event.js';
import { ApplicationFailure } from '@temporalio/activity';
import { sql } from 'kysely';
import { findEnforcementProgress } from '../../../registry/submissions/submissions.js';
import { startDriftChecks } from '../../../worker/drift-checks.js';
import { THREE_ACTIONS, handles, listPlatformIds } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import {
  aNotice,
  anApprovedDecision,
  anApprovedRestoration,
  openAlerts,
  type Registry,
} from '../../support/registry-fixture.js';
import { withPlatformActivities } from './platform-activities.js';

let registry: Registry;
let platform: PlatformFixture;
const { activities, drift, withheld, lose, add } = withPlatformActivities((...given) => ([registry, platform] = given));

async function listProofs(noticeId: string): Promise<Record<string, unknown>[]> {
  return registry.db
    .selectFrom('target')
    .innerJoin('proof', 'proof.platform_id', 'target.platform_id')
    .select(['no', 'state', 'missing', 'surplus'])
    .where('notice_id', '=', noticeId)
    .orderBy('no')
    .execute();
}

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
