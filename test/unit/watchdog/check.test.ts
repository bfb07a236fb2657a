import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ClockState } from '../../../domain/clocks/clock.js';
import { sql } from 'kysely';
import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { claimStaffMessages, markStaffMessageAccepted } from '../../../registry/letters/staff-messages.js';
import { endWorkerHeartbeat, recordWorkerHeartbeat } from '../../../registry/ops/worker-heartbeats.js';
import type { Db } from '../../../registry/db.js';
import { ENFORCEMENT_SILENT_TEXT } from '../../../watchdog/words.js';
import { createWatch, type CheckOptions, type Watch } from '../../../watchdog/check.js';
import { createPageRoute } from '../../../watchdog/page-route.js';
import { openAs } from '../../support/postgres/registry-logins.js';
import {
  aClockRow,
  aNotice,
  anApprovedDecision,
  startRegistry,
  type Registry,
} from '../../support/registry-fixture.js';
import { SECRET, startPager, type PagerFixture } from '../../support/simulators/pager-fixture.js';

const MINUTE = 60_000;
const logger = pino({ level: 'silent' });

let registry: Registry;
let pager: PagerFixture;
let nowMs = 0;

beforeAll(async () => {
  [registry, pager] = await Promise.all([startRegistry(), startPager()]);
});
afterAll(async () => {
  await pager.close();
  await registry.stop();
});
beforeEach(() => {
  // The database stamps messages; everything else here uses this clock.
  nowMs = Date.now();
});
afterEach(async () => {
  for (const list of [pager.pages, pager.attempts]) list.length = 0;
  pager.answer(202);
  await sql`delete from clock`.execute(registry.db);
  await sql`delete from watchdog_page`.execute(registry.db);
  await sql`delete from watchdog`.execute(registry.db);
  await sql`delete from alert`.execute(registry.db);
});

const aWatch = (patch: Partial<CheckOptions> = {}): Watch =>
  createWatch({
    name: 'watchdog',
    route: createPageRoute({ url: pager.url, secret: SECRET }),
    logger,
    now: async () => new Date(nowMs),
    machineMs: () => nowMs,
    ...patch,
  });

/** Checks every five seconds for a while; `between` runs before each check. */
async function checkFor(seconds: number, watch: Watch, between?: (second: number) => Promise<void>): Promise<void> {
  for (let second = 0; second <= seconds; second += 5) {
    await between?.(second);
    await watch.check(registry.db);
    nowMs += 5_000;
  }
}

interface ClockGiven {
  noticeId: string;
  nextAt: number | null;
  state?: ClockState;
  dueAt?: number;
  escalation?: Record<string, unknown>[];
}

async function addClocks(clocks: readonly ClockGiven[]): Promise<string[]> {
  const rows = clocks.map(({ noticeId, nextAt, state = 'running', dueAt, escalation = [] }) =>
    aClockRow(noticeId, {
      state,
      starts_at: new Date(nowMs - 60 * MINUTE),
      due_at: new Date(dueAt ?? nextAt ?? nowMs),
      escalation: JSON.stringify(escalation),
      next_action_at: nextAt === null ? null : new Date(nextAt),
    }),
  );
  await registry.db.insertInto('clock').values(rows).execute();
  return rows.map(({ id }) => id);
}

const overdue = async (count: number, at: number, patch: Record<string, unknown> = {}) => {
  const noticeId = await aNotice(registry, ['@a'], patch);
  return addClocks(Array.from({ length: count }, () => ({ noticeId, nextAt: at })));
};

const act = (ids: readonly string[]) =>
  sql`update clock set next_action_at = null where id = any (${ids}::uuid[])`.execute(registry.db);

const reasons = () => pager.pages.map(({ reason }) => reason);

const openKinds = async (): Promise<string[]> => {
  const { rows } = await sql<{
    kind: string;
  }>`select kind from alert where resolved_at is null order by kind`.execute(registry.db);
  return rows.map(({ kind }) => kind);
};

describe('watchdog: engine that does not act', () => {
  test('sends one page for 200 overdue clocks, which names the first and counts the rest', async () => {
    const missedAt = nowMs;
    const [first] = await overdue(200, missedAt);
    await checkFor(90, aWatch());
    expect(reasons()).toEqual(['engine_silent']);
    const [page] = pager.pages;
    expect(page).toMatchObject({
      key: pager.attempts[0],
      nth: 1,
      overdue: 200,
      oldestDueAt: new Date(missedAt).toISOString(),
    });
    expect(page?.['clocks']).toHaveLength(20);
    expect(page?.['clocks'][0]).toEqual({
      notice: expect.any(String),
      number: expect.stringMatching(/^N-/),
      clock: first,
      kind: 'comply',
      what: 'due',
      at: new Date(missedAt).toISOString(),
    });
    expect(page?.['text']).toContain('200 clock actions are overdue');
    expect(Date.parse(page?.['since']) - missedAt).toBeLessThanOrEqual(40_000);
    expect(await openKinds()).toEqual(['engine_silent']);
  });

  test('repeats the page every five minutes under a new key, and sends a recovery page when the engine acts', async () => {
    const clocks = await overdue(3, nowMs);
    const watch = aWatch();
    await checkFor(11 * 60, watch);
    expect(pager.pages.map(({ reason, nth }) => [reason, nth])).toEqual([
      ['engine_silent', 1],
      ['engine_silent', 2],
      ['engine_silent', 3],
    ]);
    await act(clocks);
    await checkFor(60, watch);
    expect(pager.pages.at(-1)).toMatchObject({ reason: 'recovered', of: 'engine_silent' });
    expect(pager.pages).toHaveLength(4);
    expect(new Set(pager.attempts).size).toBe(4);
    expect(await openKinds()).toEqual([]);
  });

  test('sends no page while the engine works off a burst', async () => {
    const clocks = await overdue(1_000, nowMs);
    await checkFor(60, aWatch(), async (second) => void (await act(clocks.slice(0, (second / 5) * 110))));
    expect(pager.pages).toEqual([]);
    expect(await openKinds()).toEqual([]);
  });

  test('detects one lost timer while all others fire', async () => {
    await overdue(1, nowMs);
    const noticeId = await aNotice(registry, ['@a']);
    const fromMs = nowMs;
    const others = await addClocks(
      Array.from({ length: 60 }, (_, index) => ({ noticeId, nextAt: fromMs + index * 1_000 })),
    );
    await checkFor(60, aWatch(), async (second) => void (await act(others.slice(0, second))));
    expect(pager.pages).toMatchObject([{ reason: 'engine_silent', overdue: 1 }]);
  });

  test('sends one page for the same silence across restarts of the watchdog', async () => {
    await overdue(5, nowMs);
    await checkFor(45, aWatch());
    expect(reasons()).toEqual(['engine_silent']);
    for (let start = 0; start < 3; start += 1) await checkFor(40, aWatch());
    expect(reasons()).toEqual(['engine_silent']);
    await checkFor(5 * 60, aWatch());
    expect(pager.pages.map(({ nth }) => nth)).toEqual([1, 2]);
  });

  test('sends the page once if two watchdogs run', async () => {
    await overdue(5, nowMs);
    const two = [aWatch(), aWatch()];
    for (let second = 0; second <= 60; second += 5) {
      await Promise.all(two.map((watch) => watch.check(registry.db)));
      nowMs += 5_000;
    }
    expect(pager.pages.filter(({ nth }) => nth !== 1)).toEqual([]);
    expect(new Set(pager.attempts).size).toBe(1);
  });

  test('ignores closed notices and clocks that have nothing to do', async () => {
    await overdue(3, nowMs, { stage: 'closed' });
    const noticeId = await aNotice(registry, ['@a']);
    await addClocks([{ noticeId, nextAt: null, dueAt: nowMs }]);
    await checkFor(60, aWatch());
    expect(pager.pages).toEqual([]);
  });

  test('distinguishes a due time, an escalation step and a repeated page', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const at = nowMs;
    await addClocks([
      { noticeId, nextAt: at },
      { noticeId, nextAt: at + 1, dueAt: at + MINUTE, escalation: [{ level: 1, atMs: at + 1, firedAtMs: null }] },
      { noticeId, nextAt: at + 2, dueAt: at + MINUTE, escalation: [{ level: 1, atMs: at - 1, firedAtMs: at - 1 }] },
      { noticeId, nextAt: at + 3, dueAt: at - MINUTE, state: 'missed' },
    ]);
    await checkFor(45, aWatch());
    expect(pager.pages[0]?.['clocks'].map(({ what }: { what: string }) => what)).toEqual([
      'due',
      'step',
      'page_repeat',
      'page_repeat',
    ]);
  });

  test('reveals nothing about a secret notice in pages and alerts', async () => {
    await overdue(2, nowMs, {
      secrecy_level: 'gagged',
      subject: 'The hidden matter',
      reference: 'HID/7',
      authority_name: 'Secret Bureau',
    });
    await checkFor(45, aWatch());
    expect(pager.pages).toHaveLength(1);
    const { rows } = await sql`select summary, detail from alert`.execute(registry.db);
    expect(JSON.stringify([pager.pages, rows])).not.toMatch(/hidden|HID\/7|Bureau|gagged|@a/i);
  });
});

describe('watchdog: pager that accepts no page', () => {
  test('retries the page at every check under one key, raises an alert, and delivers it when the pager is back', async () => {
    await overdue(1, nowMs);
    pager.answer(503);
    const watch = aWatch();
    await checkFor(50, watch);
    expect(pager.pages).toEqual([]);
    expect(pager.attempts.length).toBeGreaterThanOrEqual(3);
    expect(new Set(pager.attempts).size).toBe(1);
    expect(await watch.check(registry.db)).toBe(false);
    expect(await openKinds()).toEqual(['engine_silent', 'pager_outage']);
    pager.answer(202);
    expect(await watch.check(registry.db)).toBe(true);
    expect(reasons()).toEqual(['engine_silent']);
    expect(await openKinds()).toEqual(['engine_silent']);
  });

  test('raises an alert at the first check if no pager is configured', async () => {
    const watch = aWatch({ route: null });
    expect(await watch.check(registry.db)).toBe(true);
    expect(await openKinds()).toEqual(['pager_missing']);
    await overdue(1, nowMs);
    await checkFor(45, watch);
    expect(await watch.check(registry.db)).toBe(false);
    await aWatch().check(registry.db);
    expect(await openKinds()).toEqual(['engine_silent']);
  });
});

describe('watchdog: escalation step that notified no person', () => {
  async function fire(levels: number[], { page = false, revision = 0 } = {}) {
    const noticeId = await aNotice(registry, ['@a']);
    const escalation = [1, 2, 3].map((level) => ({
      level,
      percent: 50,
      atMs: nowMs,
      to: ['reviewer'],
      page,
      firedAtMs: levels.includes(level) ? nowMs : null,
      acknowledgedBy: null,
      pages: page && level === levels.at(-1) ? 1 : 0,
      pagedAtMs: null,
    }));
    const [clock = ''] = await addClocks([{ noticeId, nextAt: null, dueAt: nowMs + 60 * MINUTE, escalation }]);
    await sql`
      insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, version, ordinal, leaf_hash)
      values (${new Date(nowMs)}, ${noticeId}::uuid, 'system', 'system', 'Notice Desk', 'escalation_fired',
        ${JSON.stringify({ clock, kind: 'comply', levels })}::jsonb, 2, 0, sha256('x'))`.execute(registry.db);
    const prefix = revision === 0 ? `${noticeId}:${clock}` : `${noticeId}:${clock}:r${revision}`;
    const last = levels.at(-1);
    const reach = async (channel: 'mail' | 'page') => {
      const key = channel === 'mail' ? `${prefix}:mail:${last}:${uuidv7()}` : `${prefix}:page:${last}:1`;
      const message = { key, noticeId, channel, personId: null, subject: 'x', messageId: null, joins: [] };
      await claimStaffMessages(registry.db, { noticeId, messages: [message] });
      await markStaffMessageAccepted(registry.db, { key, reply: '250 ok' });
    };
    return { noticeId, clock, reach };
  }

  test('is paged after a minute, and resolved when a person is reached', async () => {
    const { noticeId, clock, reach } = await fire([1]);
    const watch = aWatch();
    const firedAt = new Date(nowMs).toISOString();
    await checkFor(45, watch);
    expect(pager.pages).toEqual([]);
    await checkFor(45, watch);
    expect(pager.pages).toMatchObject([
      {
        reason: 'steps_without_effect',
        count: 1,
        steps: [{ notice: noticeId, clock, kind: 'comply', level: 1, what: 'mail', firedAt }],
      },
    ]);
    expect(await openKinds()).toEqual(['steps_without_effect']);
    await reach('mail');
    await checkFor(30, watch);
    expect(pager.pages.at(-1)).toMatchObject({ reason: 'recovered', of: 'steps_without_effect' });
    expect(await openKinds()).toEqual([]);
  });

  test.each([
    ['one mail for several levels', [1, 2], { page: false, revision: 0 }],
    ['mail and page', [2], { page: true, revision: 0 }],
    ['the messages of a clock that was moved', [1, 2], { page: true, revision: 3 }],
  ])('is not reported if %s arrived', async (_, levels, how) => {
    const { reach } = await fire(levels, how);
    await reach('mail');
    if (how.page) await reach('page');
    await checkFor(120, aWatch());
    expect(pager.pages).toEqual([]);
  });

  test('is reported for the page alone if the mail has arrived', async () => {
    const { reach } = await fire([3], { page: true });
    await reach('mail');
    await checkFor(120, aWatch());
    expect(pager.pages[0]).toMatchObject({ count: 1, steps: [{ level: 3, what: 'page' }] });
  });

  test('is not reported if ops know the reason, or if a person has acknowledged it', async () => {
    const silent = await fire([1]);
    const mailed = await fire([1]);
    const paging = await fire([2], { page: true });
    await paging.reach('mail');
    await sql`
      insert into alert (id, key, kind, notice_id, summary) values
        (gen_random_uuid(), ${`${silent.noticeId}:nobody_to_tell:${silent.clock}`}, 'nobody_to_tell', ${silent.noticeId}::uuid, ''),
        (gen_random_uuid(), 'pager_missing', 'pager_missing', null, '')`.execute(registry.db);
    await sql`
      update clock set escalation = jsonb_set(escalation, '{0,acknowledgedBy}', '"somebody"')
      where id = ${mailed.clock}::uuid`.execute(registry.db);
    await checkFor(120, aWatch());
    expect(pager.pages).toEqual([]);
  });

  test('is found by a watchdog that starts after it', async () => {
    await fire([1]);
    nowMs += 10 * MINUTE;
    await checkFor(60, aWatch());
    expect(reasons()).toEqual(['steps_without_effect']);
  });

  test('is not reported if it is older than a day', async () => {
    nowMs -= 25 * 60 * MINUTE;
    await fire([1]);
    nowMs += 25 * 60 * MINUTE;
    await checkFor(60, aWatch());
    expect(pager.pages).toEqual([]);
  });
});

describe('watchdog: canary', () => {
  const aRun = (step: string, secondsLate: number) =>
    sql`
    insert into canary (id, begins_at, ends_by, step, step_at) values ('01900000-0000-8ca0-a000-00000000000a',
      now() - interval '11 min', now() - make_interval(secs => ${secondsLate}), ${step}, now() - interval '9 min')`.execute(
      registry.db,
    );
  const over = (passed: boolean) =>
    sql`update canary set finished_at = now(), passed = ${passed} where finished_at is null`.execute(registry.db);
  afterEach(() => sql`delete from canary`.execute(registry.db));

  test('is paged with its step if it is not through in time, until a later one is', async () => {
    const watch = aWatch();
    await aRun('enforcement', -1);
    await watch.check(registry.db);
    expect(pager.pages).toEqual([]);
    await sql`update canary set ends_by = now() - interval '1 s'`.execute(registry.db);
    await watch.check(registry.db);
    expect(pager.pages).toMatchObject([
      { reason: 'canary_silent', step: 'enforcement', text: expect.stringContaining('is not enforced') },
    ]);
    expect(await openKinds()).toEqual(['canary_silent']);
    await over(false);
    await watch.check(registry.db);
    expect(await openKinds()).toEqual(['canary_silent']);
    await over(true);
    await sql`insert into canary (id, begins_at, ends_by, finished_at, passed) values
      ('01900000-0000-8ca0-a000-00000000000b', now(), now() + interval '1 min', now(), true)`.execute(registry.db);
    await watch.check(registry.db);
    expect(reasons()).toEqual(['canary_silent', 'recovered']);
    expect(await openKinds()).toEqual([]);
  });

  test('is paged if it was never sent, but not while its sender may still be starting', async () => {
    await aRun('planned', 1);
    const watch = aWatch();
    await checkFor(55, watch);
    expect(pager.pages).toEqual([]);
    await checkFor(10, watch);
    expect(pager.pages).toMatchObject([
      { reason: 'canary_silent', step: 'planned', text: expect.stringContaining('the API') },
    ]);
  });
});

describe('watchdog: enforcement without a worker', () => {
  const heartbeat = { queue: 'enforcement', process: '00000000-0000-4000-8000-00000000000e' };
  const secret = { secrecy_level: 'gagged', secrecy_people: [], subject: 'The hidden matter' };
  let watchdog: Db;
  beforeAll(() => {
    watchdog = openAs(registry.url, 'watchdog');
  });
  afterAll(() => watchdog.destroy());
  afterEach(async () => {
    await sql`delete from worker_heartbeat`.execute(registry.db);
    await sql`delete from enforcement_pause`.execute(registry.db);
    await sql`update notice set stage = 'closed'`.execute(registry.db);
  });

  async function approvedOrder(patch: Record<string, unknown> = {}): Promise<string> {
    const noticeId = await aNotice(registry, ['@a'], patch);
    await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
    await sql`update notice set stage = 'enforcement' where id = ${noticeId}::uuid`.execute(registry.db);
    return noticeId;
  }
  const hear = async () => {
    await recordWorkerHeartbeat(registry.db, heartbeat);
    await sql`update worker_heartbeat set heartbeat_at = ${new Date(nowMs)}`.execute(registry.db);
  };
  const look = async (seconds: number, watch: Watch, between?: () => Promise<void>) => {
    for (let second = 0; second < seconds; second += 5) {
      await between?.();
      await watch.check(watchdog);
      nowMs += 5_000;
    }
  };

  test('is paged once within a minute of the approval, with an alert until a worker sends a heartbeat', async () => {
    const watch = aWatch();
    await look(60, watch, hear);
    const noticeId = await approvedOrder();
    await look(60, watch);
    expect(pager.pages).toMatchObject([
      { reason: 'enforcement_silent', nth: 1, submissions: [{ notice: noticeId, submission: 1 }] },
    ]);
    expect(await openKinds()).toEqual(['enforcement_silent']);
    await look(60, watch);
    expect(pager.pages).toHaveLength(1);
    await hear();
    await look(5, watch);
    expect(pager.pages.slice(1)).toMatchObject([{ reason: 'recovered', of: 'enforcement_silent' }]);
    expect(await openKinds()).toEqual([]);
  });

  test('is not paged while a worker is alive, nothing is approved, or enforcement is paused', async () => {
    const watch = aWatch();
    await aNotice(registry, ['@a']);
    await look(60, watch);
    const noticeId = await approvedOrder();
    await look(60, watch, hear);
    await sql`
      insert into enforcement_pause (id, notice_id, reason, by_id, by_name, since, until)
      values (gen_random_uuid(), ${noticeId}::uuid, 'x', ${registry.people.approver}::uuid, 'x', now(), now() + interval '1 day')`.execute(
      registry.db,
    );
    await look(60, watch);
    expect(pager.pages).toEqual([]);
    expect(await openKinds()).toEqual([]);
  });

  test('is not paged in the first half minute of the watchdog, in which a worker may be starting', async () => {
    await approvedOrder();
    nowMs += MINUTE;
    const watch = aWatch();
    await look(30, watch);
    expect(pager.pages).toEqual([]);
    await look(10, watch);
    expect(reasons()).toEqual(['enforcement_silent']);
  });

  test('names a secret order by key and link only, and raises the alert on that notice alone', async () => {
    const noticeId = await approvedOrder(secret);
    nowMs += MINUTE;
    await look(60, aWatch());
    const { rows } = await sql<{ notice_id: string | null }>`select notice_id, summary, detail from alert`.execute(
      registry.db,
    );
    expect(rows).toMatchObject([{ notice_id: noticeId }]);
    const [page] = pager.pages;
    expect(Object.keys(page?.['submissions'][0]).sort()).toEqual(['approvedAt', 'key', 'link']);
    expect(JSON.stringify([page, rows])).not.toMatch(/N-2021|hidden|gagged/);
    expect(page?.['text']).toBe(ENFORCEMENT_SILENT_TEXT);
  });

  test('has an alert for each waiting secret order and one for the desk, also beyond those that a page names', async () => {
    for (let count = 0; count < 21; count += 1) await approvedOrder(secret);
    await approvedOrder();
    nowMs += MINUTE;
    await look(60, aWatch());
    expect(pager.pages[0]?.['submissions']).toHaveLength(20);
    expect(await openKinds()).toHaveLength(22);
  });
});

describe('watchdog: each check', () => {
  test('records a heartbeat with what it found', async () => {
    const startedAt = new Date(nowMs);
    const oldestAt = new Date(nowMs);
    await overdue(2, nowMs);
    await checkFor(30, aWatch());
    const rows = await registry.db.selectFrom('watchdog').selectAll().execute();
    expect(rows).toEqual([
      {
        name: 'watchdog',
        started_at: startedAt,
        heartbeat_at: new Date(startedAt.getTime() + 30_000),
        overdue: 2,
        oldest_at: oldestAt,
      },
    ]);
  });

  test('raises an alert if the clocks of the two machines differ', async () => {
    await aWatch({ machineMs: () => nowMs - 4_000 }).check(registry.db);
    expect(await openKinds()).toEqual([]);
    await aWatch({ machineMs: () => nowMs - 61_000 }).check(registry.db);
    const { rows } = await sql<{ kind: string; summary: string }>`select kind, summary from alert`.execute(registry.db);
    expect(rows).toMatchObject([
      {
        kind: 'clock_skew',
        summary: expect.stringContaining("The clock of the watchdog is 61 s behind the registry's"),
      },
    ]);
    await aWatch().check(registry.db);
    expect(await openKinds()).toEqual([]);
  });

  test('raises an alert for a live process whose clock is wrong, until it is right or the process ends', async () => {
    const heartbeat = { queue: 'enforcement', process: '00000000-0000-4000-8000-000000000001' };
    await recordWorkerHeartbeat(registry.db, { ...heartbeat, apartMs: 4_900 });
    await aWatch().check(registry.db);
    expect(await openKinds()).toEqual([]);
    await recordWorkerHeartbeat(registry.db, { ...heartbeat, apartMs: 3_600_000 });
    await aWatch().check(registry.db);
    const { rows } = await sql<{ summary: string }>`select summary from alert`.execute(registry.db);
    expect(rows).toMatchObject([
      { summary: expect.stringContaining("The clock of enforcement is 3600 s ahead of the registry's") },
    ]);
    // Between two checks one clock was corrected and another one went wrong.
    await endWorkerHeartbeat(registry.db, heartbeat);
    await recordWorkerHeartbeat(registry.db, { ...heartbeat, queue: 'mail-in', apartMs: -86_400_000 });
    await aWatch().check(registry.db);
    const { rows: then } = await sql<{ summary: string }>`
      select summary from alert where resolved_at is null`.execute(registry.db);
    expect(then).toEqual([
      { summary: expect.stringContaining("The clock of mail-in is 86400 s behind the registry's") },
    ]);
    await endWorkerHeartbeat(registry.db, { ...heartbeat, queue: 'mail-in' });
    await aWatch().check(registry.db);
    expect(await openKinds()).toEqual([]);
  });

  test('uses the time of the database by default', async () => {
    await createWatch({ name: 'other', route: null, logger }).check(registry.db);
    const { rows } = await sql<{ fresh: boolean }>`
      select heartbeat_at between now() - interval '1 minute' and now() as fresh from watchdog`.execute(registry.db);
    expect(rows).toEqual([{ fresh: true }]);
  });
});
