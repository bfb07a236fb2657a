import { beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { sendUserMessages as send } from '../../../activities/notify-users.js';
import { createPlatformActivities } from '../../../activities/platform.js';
import { notifyUsers as open, findOwed } from '../../../application/letters/user-notices/notify-users.js';
import type { Connection } from '../../../registry/db.js';
import { takeDueMessages } from '../../../registry/user-notices/sending.js';
import { createServiceSender } from '../../../domain/letters/letter-sender.js';
import { loadRulebook } from '../../../rulebook/load.js';
import type { Rulebook } from '../../../rulebook/rulebook.js';
import { APPROVAL_KEYS } from '../../support/approval-keys.js';
import { handles, withEnforcement } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import {
  aClockRow,
  aNotice,
  anActivity,
  anApprovedDecision,
  anApprovedRestoration,
  openAlerts,
  type Registry,
} from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
let rulebook: Rulebook;
withEnforcement((...started) => ([registry, platform] = started));
beforeAll(() => {
  rulebook = loadRulebook();
});

/** A law that requires user notices (Regulation (EU) 2022/2065, Article 9). */
const DSA = { regime_id: 'EU-DSA-9', regime_version: '2024-02-17', jurisdiction: 'DE' };
const WITHHOLD = { action: 'withhold' as const, countries: ['DE', 'FR'] };
const GAG = { secrecy_level: 'gagged', secrecy_people: ['role:counsel'] };

async function enforced(prefix: string, count: number, patch: Record<string, unknown> = DSA): Promise<string> {
  const noticeId = await aNotice(registry, handles(prefix, count), patch);
  await anApprovedDecision(registry, { noticeId, decisions: [WITHHOLD] });
  await carryOut(noticeId);
  return noticeId;
}

async function carryOut(noticeId: string, submission = 1): Promise<void> {
  await createPlatformActivities({
    db: registry.enforcement,
    platform: platform.client,
    verifier: APPROVAL_KEYS.verifier(),
    activity: anActivity(),
  }).enforce({ noticeId, submission });
}

const round = () =>
  open({ db: registry.db, rulebook, newId: uuidv7, letterSender: createServiceSender('Example') }, new Date());

async function sendAll(): Promise<void> {
  await sql`update user_message set next_at = now()`.execute(registry.db);
  while (await send({ db: registry.enforcement, platform: platform.client, publicUrl: 'https://desk.example' }));
}

const messages = async (noticeId: string) =>
  registry.db
    .selectFrom('user_message')
    .select(['key', 'state', 'language', 'receipt', 'appeal_token', 'required'])
    .where('notice_id', '=', noticeId)
    .orderBy('target_no')
    .orderBy('key')
    .execute();

const owed = (noticeId: string) =>
  findOwed(registry.db, { noticeId, law: rulebook.regimeById('EU-DSA-9')?.versions[0] });

const commands = async (noticeId: string) => {
  const rows = await registry.db
    .selectFrom('outbox')
    .select('payload')
    .where('notice_id', '=', noticeId)
    .where('kind', '=', 'command')
    .orderBy('id')
    .execute();
  return rows.map(({ payload }) => payload['name']);
};

/** Rows that a session has fetched from each table and not yet reported. */
async function rowsRead(trx: Connection): Promise<Map<string, number>> {
  const { rows } = await sql<{ table: string; read: number }>`
    select relname as table, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as read from pg_stat_xact_user_tables`.execute(
    trx,
  );
  return new Map(rows.map(({ table, read }) => [table, read]));
}

describe('user notices', () => {
  test('reach each user once through the platform, in their language, with scope, law, ground and appeal link', async () => {
    await platform.configure([{ type: 'account', locator: '@notified1', language: 'de-AT' }]);
    const noticeId = await enforced('notified', 2);
    expect(await owed(noticeId)).toEqual(['user_notice']);
    await round();
    expect(await messages(noticeId)).toMatchObject([
      { state: 'queued', language: null, required: true },
      { state: 'queued', language: null, required: true },
    ]);
    await sendAll();
    await sendAll();
    const [first, second] = await messages(noticeId);
    expect(first).toMatchObject({ state: 'notified', language: 'de', receipt: expect.stringContaining('logged_') });
    expect(second).toMatchObject({ state: 'notified', language: 'en' });
    const inbox = (await platform.inbox()).filter(({ key }) => key.startsWith(noticeId));
    expect(inbox).toHaveLength(2);
    expect(inbox[1]?.text).toContain('Germany, France');
    expect(inbox[1]?.text).toContain('Regulation (EU) 2022/2065, Article 9');
    expect(inbox[1]?.text).toContain('Ministry of Tests');
    expect(inbox[1]?.text).toContain('Legal basis met');
    expect(inbox[0]?.text).toContain('Deutschland, Frankreich');
    expect(inbox[1]?.appealUrl).toBe(`https://desk.example/appeal?token=${second?.appeal_token}`);
    expect(await owed(noticeId)).toEqual([]);
  });

  test('of a long order describe to each user what was done to their own item', async () => {
    const count = 2_500;
    const noticeId = await aNotice(registry, handles('long', count), DSA);
    const apart = [1, 1_001, count];
    const elsewhere = { ...WITHHOLD, countries: ['DE'], targets: apart };
    await anApprovedDecision(registry, {
      noticeId,
      decisions: [WITHHOLD, elsewhere],
      approverSlots: ['approver', 'counsel'],
    });
    await carryOut(noticeId);
    await round();
    const { rows } = await sql<{ no: number; countries: string[]; text: string }>`
      select target_no as no, countries, text from user_message message
      join user_message_text said on said.notice_id = message.notice_id and said.n = text_n and said.language = 'en'
      join target on target.notice_id = message.notice_id and target.no = target_no
      where message.notice_id = ${noticeId}::uuid order by target_no`.execute(registry.db);
    expect(rows.map(({ no }) => no)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(rows.filter(({ countries }) => countries.length === 1).map(({ no }) => no)).toEqual(apart);
    expect(rows.filter(({ countries, text }) => text.includes('France') !== countries.includes('FR'))).toEqual([]);
    await registry.db.deleteFrom('user_message').where('notice_id', '=', noticeId).execute();
  });

  test('are read page by page without scanning the rest of the queue, whatever the statistics say', async () => {
    const noticeId = await aNotice(registry, handles('many', 20_000), DSA);
    await sql`
      insert into user_message (key, notice_id, target_no, type, platform_id, text_n, required, state)
      select notice_id || ':' || no, notice_id, no, type, 'p' || no, 1, true, 'queued' from target
      where notice_id = ${noticeId}::uuid`.execute(registry.db);
    // Autovacuum may do so at any moment; only then the planner knows that reading the whole table once is cheap.
    await sql`analyze user_message`.execute(registry.db);
    await registry.db.transaction().execute(async (trx) => {
      const before = await rowsRead(trx);
      expect(await takeDueMessages(trx, 200)).toHaveLength(200);
      const after = await rowsRead(trx);
      expect([...after].filter(([table, rows]) => rows - (before.get(table) ?? 0) > 2_000)).toEqual([]);
    });
    await registry.db.deleteFrom('user_message').where('notice_id', '=', noticeId).execute();
  });

  test('meet their clock by one command to the workflow once all are delivered', async () => {
    const noticeId = await enforced('met', 1);
    await registry.db
      .insertInto('clock')
      .values(aClockRow(noticeId, { kind: 'user_notice' }))
      .execute();
    await round();
    expect(await commands(noticeId)).toEqual([]);
    await sendAll();
    await round();
    await round();
    expect(await commands(noticeId)).toEqual(['users_notified']);
  });

  test('of a restoration state its cause, and are sent separately from those of the restriction', async () => {
    const noticeId = await enforced('restored', 2);
    await round();
    await sendAll();
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1], cause: 'order_revoked' });
    await carryOut(noticeId, 2);
    await round();
    await round();
    expect(await messages(noticeId)).toMatchObject([
      { key: `${noticeId}:1:1:notify` },
      { key: `${noticeId}:2:1:notify`, state: 'queued', appeal_token: null, required: false },
      { key: `${noticeId}:1:2:notify` },
    ]);
    await sendAll();
    const inbox = (await platform.inbox()).filter(({ key }) => key === `${noticeId}:2:1:notify`);
    expect(inbox).toHaveLength(1);
    expect(inbox[0]).toMatchObject({ appealUrl: '' });
    expect(inbox[0]?.text).toContain('it was withheld in Germany, France');
    expect(inbox[0]?.text).toContain('Why: The authority has taken its order back.');
  });

  test('of a restoration under a gag wait for its end like those of the restriction', async () => {
    const noticeId = await enforced('quietly', 1, { ...DSA, ...GAG });
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1], cause: 'own_error' });
    await round();
    await carryOut(noticeId, 2);
    await round();
    expect(await messages(noticeId)).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
  });

  test('of deleted accounts end as gone, and their duty ends', async () => {
    const noticeId = await enforced('gone', 1);
    await round();
    await platform.configure([{ type: 'account', locator: '@gone1', exists: false }]);
    await sendAll();
    expect(await messages(noticeId)).toMatchObject([{ state: 'gone' }]);
    expect(await owed(noticeId)).toEqual([]);
  });

  test('wait until secrecy ends, which queues them and starts the clock', async () => {
    const noticeId = await enforced('gag', 2, { ...DSA, ...GAG });
    await round();
    await sendAll();
    expect(await messages(noticeId)).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    expect(await owed(noticeId)).toEqual(['user_notice']);
    await sql`update notice set secrecy_level = 'open', secrecy_people = '{}' where id = ${noticeId}::uuid`.execute(
      registry.db,
    );
    await round();
    expect(await messages(noticeId)).toMatchObject([{ state: 'queued' }, { state: 'queued' }]);
    expect(await commands(noticeId)).toEqual(['start_clocks']);
    await sendAll();
    expect(await messages(noticeId)).toMatchObject([{ state: 'notified' }, { state: 'notified' }]);
  });

  test('are not sent if the notice became secret before they left', async () => {
    const noticeId = await enforced('late', 1);
    await round();
    await sql`update notice set secrecy_level = 'gagged', secrecy_people = '{role:counsel}' where id = ${noticeId}::uuid`.execute(
      registry.db,
    );
    await sendAll();
    expect(await messages(noticeId)).toMatchObject([{ state: 'queued', language: null }]);
  });

  test('are never created if the law forbids them permanently', async () => {
    const noticeId = await enforced('never', 1, { regime_id: 'EU-EEV-EPOC', regime_version: '2026-08-18' });
    await round();
    expect(await messages(noticeId)).toEqual([]);
  });

  test('raise an alert if the platform offers no messages, and are retried later', async () => {
    const noticeId = await enforced('none', 1);
    await round();
    await platform.faults({ noMessages: true });
    await sendAll();
    await round();
    expect(await messages(noticeId)).toMatchObject([{ state: 'not_offered' }]);
    expect(await openAlerts(registry.db, noticeId)).toContain('users_not_notified');
    await platform.faults({});
    await sendAll();
    await round();
    expect(await messages(noticeId)).toMatchObject([{ state: 'notified' }]);
    expect(await openAlerts(registry.db, noticeId)).not.toContain('users_not_notified');
  });

  test.each([
    [1, '1 user was not notified.'],
    [2, '2 users were not notified.'],
  ])('that the platform does not offer are counted in the alert: %d', async (count, words) => {
    const noticeId = await enforced(`count${count}`, count);
    await round();
    await platform.faults({ noMessages: true });
    await sendAll();
    await round();
    const { rows } = await sql<{ summary: string }>`
      select summary from alert where notice_id = ${noticeId}::uuid and resolved_at is null`.execute(registry.db);
    expect(rows.map(({ summary }) => summary)).toContainEqual(expect.stringContaining(words));
    await platform.faults({});
    await sendAll();
    await round();
  });

  test('are delivered once although an answer is lost', async () => {
    const noticeId = await enforced('lost', 1);
    await round();
    await platform.faults({ seed: 4, applyThenDrop: 1 });
    await expect(sendAll()).rejects.toThrow('cannot be reached');
    expect(await messages(noticeId)).toMatchObject([{ state: 'queued' }]);
    await platform.faults({});
    await sendAll();
    expect(await messages(noticeId)).toMatchObject([{ state: 'notified' }]);
    expect((await platform.inbox()).filter(({ key }) => key.startsWith(noticeId))).toHaveLength(1);
  });
});
