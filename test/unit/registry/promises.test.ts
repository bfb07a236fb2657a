import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { SYSTEM } from '../../../domain/people/actor.js';
import { appendAudit } from '../../../registry/notices/audit.js';
import { countAlertsByKind } from '../../../registry/ops/alert-views.js';
import { raiseAlert } from '../../../registry/ops/alerts.js';
import { measurePromises, type Kept } from '../../../registry/ops/promises.js';
import type { Promised } from '../../../domain/promise.js';
import { aClockRow, aNotice, startRegistry, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());
beforeEach(async () => {
  await registry.db.deleteFrom('staff_message').execute();
});

const kept = async (promise: Promised): Promise<Kept | undefined> =>
  (await measurePromises(registry.db)).find((row) => row.promise === promise);

async function onRecord(secondsAgo: number): Promise<string> {
  const noticeId = await aNotice(registry, ['@a']);
  await sql`update notice set created_at = now() - make_interval(secs => ${secondsAgo}) where id = ${noticeId}::uuid`.execute(
    registry.db,
  );
  return noticeId;
}

async function acknowledge(noticeId: string): Promise<void> {
  const detail = { n: 1, kind: 'acknowledgement', to: 'a@example.org', messageId: '<1@desk.example>' } as const;
  await registry.db
    .transaction()
    .execute((trx) => appendAudit(trx, [{ at: new Date(), noticeId, actor: SYSTEM, action: 'letter_sent', detail }]));
}

test('measures nothing for an hour without events', async () => {
  for (const promise of ['acknowledged', 'step', 'page'] as const)
    expect(await kept(promise)).toEqual({ promise, events: 0, late: 0, median: null, p99: null, longest: null });
});

test('measures an acknowledgement from when the notice was recorded, and omits secret notices', async () => {
  await acknowledge(await onRecord(10));
  await acknowledge(await onRecord(300));
  const gagged = await onRecord(900);
  await sql`update notice set secrecy_level = 'gagged' where id = ${gagged}::uuid`.execute(registry.db);
  await acknowledge(gagged);
  const { events, late, longest } = (await kept('acknowledged')) ?? {};
  expect([events, late, Math.round(longest ?? 0)]).toEqual([2, 1, 300]);
});

test('measures an escalation step from its instant, or from receipt if that was later', async () => {
  const noticeId = await onRecord(60);
  const step = { percent: 50, to: [], page: false, firedAtMs: null, acknowledgedBy: null, pages: 0, pagedAtMs: null };
  const nowMs = Date.now();
  const escalation = [
    { ...step, level: 1, atMs: nowMs - 600_000 },
    { ...step, level: 2, atMs: nowMs - 1_000 },
    { ...step, level: 3, atMs: nowMs - 30_000 },
  ];
  const clock = aClockRow(noticeId, { escalation: JSON.stringify(escalation) });
  await registry.db.insertInto('clock').values(clock).execute();
  const fired = (levels: number[], at: Date) => ({
    at,
    noticeId,
    actor: SYSTEM,
    action: 'escalation_fired' as const,
    detail: { clock: clock.id, kind: 'comply' as const, levels },
  });
  await registry.db
    .transaction()
    .execute((trx) => appendAudit(trx, [fired([1], new Date(nowMs - 59_000)), fired([2, 3], new Date(nowMs))]));
  const { events, late, longest } = (await kept('step')) ?? {};
  expect([events, late, Math.round(longest ?? 0)]).toEqual([3, 1, 30]);
});

test('measures a page that the pager has not accepted by how long it has waited', async () => {
  const noticeId = await onRecord(60);
  const page = {
    notice_id: noticeId,
    channel: 'page' as const,
    person_id: null,
    subject: 's',
    message_id: null,
    reply: null,
  };
  await registry.db
    .insertInto('staff_message')
    .values([
      {
        ...page,
        key: 'accepted',
        created_at: new Date(Date.now() - 20_000),
        accepted_at: new Date(Date.now() - 19_000),
      },
      { ...page, key: 'waits', created_at: new Date(Date.now() - 200_000), accepted_at: null },
    ])
    .execute();
  expect(await kept('page')).toMatchObject({ events: 2, late: 1 });
});

test('counts alerts by kind, without those of secret notices or for chosen roles', async () => {
  const [open, gagged] = [await onRecord(1), await onRecord(1)];
  await sql`update notice set secrecy_level = 'gagged' where id = ${gagged}::uuid`.execute(registry.db);
  const raise = (key: string, noticeId: string | null, audience?: ['counsel']) =>
    registry.db
      .transaction()
      .execute((trx) =>
        raiseAlert(trx, { key, kind: 'mail_outage', noticeId, summary: 's', ...(audience && { audience }) }),
      );
  await raise('one', open);
  await raise('two', gagged);
  await raise('three', null, ['counsel']);
  expect((await countAlertsByKind(registry.db, new Date())).get('mail_outage')).toBe(1);
});
