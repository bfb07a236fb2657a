import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { ClockState } from '../../../domain/clock/clock.js';
import { sql } from 'kysely';
import pino from 'pino';
import { uuidv7 } from 'uuidv7';
import { claimStaffMessages, markStaffMessageAccepted } from '../../../registry/letter/staff-messages.js';
import { endWorkerBeat, recordWorkerBeat } from '../../../registry/ops/worker-beats.js';
import type { Db } from '../../../registry/db.js';
import { ENFORCEMENT_SILENT_TEXT } from '../../../watchdog/words.js';
import { createWatch, type LookOptions, type Watch } from '../../../watchdog/look.js';
import { createPageRoute } from '../../../watchdog/page-route.js';
import { openAs } from '../../support/postgres/registry-logins.js';
import {
  aClockRow,
  aNotice,
  anApprovedDecision,
  startRegistry,
  type Registry,
} from '../../support/registry-fixture.js';
import { SECRET, startPager, type PagerFixture } from '../../support/doubles/pager-fixture.js';

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
  // Messages are stamped by the database; everything else here follows this clock.
  nowMs = Date.now();
});
afterEach(async () => {
  for (const list of [pager.pages, pager.attempts]) list.length = 0;
  pager.answer(202);
  await sql`delete from clock`.execute(registry.db);
  await sql`delete from watchdog_page`.execute(registry.db);
  await sql`delete from watchdog`.execute(registry.db);
  await sql`delete from attention`.execute(registry.db);
});

const aWatch = (patch: Partial<LookOptions> = {}): Watch =>
  createWatch({
    name: 'watchdog',
    route: createPageRoute({ url: pager.url, secret: SECRET }),
    logger,
    now: async () => new Date(nowMs),
    machineMs: () => nowMs,
    ...patch,
  });

/** Looks every five seconds for a while; `between` happens before each look. */
async function lookFor(seconds: number, watch: Watch, between?: (second: number) => Promise<void>): Promise<void> {
  for (let second = 0; second <= seconds; second += 5) {
    await between?.(second);
    await watch.look(registry.db);
    nowMs += 5_000;
  }
}

interface ClockGiven {
  noticeId: string;
  nextAt: number | null;
  state?: ClockState;
  dueAt?: number;
  ladder?: Record<string, unknown>[];
}

async function addClocks(clocks: readonly ClockGiven[]): Promise<string[]> {
  const rows = clocks.map(({ noticeId, nextAt, state = 'running', dueAt, ladder = [] }) =>
    aClockRow(noticeId, {
      state,
      starts_at: new Date(nowMs - 60 * MINUTE),
      due_at: new Date(dueAt ?? nextAt ?? nowMs),
      ladder: JSON.stringify(ladder),
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

/** The engine does the acts of some clocks. */
const act = (ids: readonly string[]) =>
  sql`update clock set next_action_at = null where id = any (${ids}::uuid[])`.execute(registry.db);

const reasons = () => pager.pages.map(({ reason }) => reason);

const openKinds = async (): Promise<string[]> => {
  const { rows } = await sql<{
    kind: string;
  }>`select kind from attention where resolved_at is null order by kind`.execute(registry.db);
  return rows.map(({ kind }) => kind);
};

describe('an engine that does not act', () => {
  test('is paged once for 200 clocks, with the first of them named and the rest counted', async () => {
    const missedAt = nowMs;
    const [first] = await overdue(200, missedAt);
    await lookFor(90, aWatch());
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

  test('is paged again every five minutes under a new key, and once more when it acts', async () => {
    const clocks = await overdue(3, nowMs);
    const watch = aWatch();
    await lookFor(11 * 60, watch);
    expect(pager.pages.map(({ reason, nth }) => [reason, nth])).toEqual([
      ['engine_silent', 1],
      ['engine_silent', 2],
      ['engine_silent', 3],
    ]);
    await act(clocks);
    await lookFor(60, watch);
    expect(pager.pages.at(-1)).toMatchObject({ reason: 'recovered', of: 'engine_silent' });
    expect(pager.pages).toHaveLength(4);
    expect(new Set(pager.attempts).size).toBe(4);
    expect(await openKinds()).toEqual([]);
  });

  test('that drains a burst pages nobody', async () => {
    const clocks = await overdue(1_000, nowMs);
    await lookFor(60, aWatch(), async (second) => void (await act(clocks.slice(0, (second / 5) * 110))));
    expect(pager.pages).toEqual([]);
    expect(await openKinds()).toEqual([]);
  });

  test('that has lost one timer while it fires all others is found out', async () => {
    await overdue(1, nowMs);
    const noticeId = await aNotice(registry, ['@a']);
    const fromMs = nowMs;
    const others = await addClocks(
      Array.from({ length: 60 }, (_, index) => ({ noticeId, nextAt: fromMs + index * 1_000 })),
    );
    await lookFor(60, aWatch(), async (second) => void (await act(others.slice(0, second))));
    expect(pager.pages).toMatchObject([{ reason: 'engine_silent', overdue: 1 }]);
  });

  test('in between two starts of the watchdog is paged once', async () => {
    await overdue(5, nowMs);
    await lookFor(45, aWatch());
    expect(reasons()).toEqual(['engine_silent']);
    for (let start = 0; start < 3; start += 1) await lookFor(40, aWatch());
    expect(reasons()).toEqual(['engine_silent']);
    await lookFor(5 * 60, aWatch());
    expect(pager.pages.map(({ nth }) => nth)).toEqual([1, 2]);
  });

  test('is paged by one of two watchdogs', async () => {
    await overdue(5, nowMs);
    const two = [aWatch(), aWatch()];
    for (let second = 0; second <= 60; second += 5) {
      await Promise.all(two.map((watch) => watch.look(registry.db)));
      nowMs += 5_000;
    }
    expect(pager.pages.filter(({ nth }) => nth !== 1)).toEqual([]);
    expect(new Set(pager.attempts).size).toBe(1);
  });

  test('does not matter for a notice that is closed or a clock that is not to act', async () => {
    await overdue(3, nowMs, { stage: 'closed' });
    const noticeId = await aNotice(registry, ['@a']);
    await addClocks([{ noticeId, nextAt: null, dueAt: nowMs }]);
    await lookFor(60, aWatch());
    expect(pager.pages).toEqual([]);
  });

  test('tells a due from a step and from the repeat of a page', async () => {
    const noticeId = await aNotice(registry, ['@a']);
    const at = nowMs;
    await addClocks([
      { noticeId, nextAt: at },
      { noticeId, nextAt: at + 1, dueAt: at + MINUTE, ladder: [{ level: 1, atMs: at + 1, firedAtMs: null }] },
      { noticeId, nextAt: at + 2, dueAt: at + MINUTE, ladder: [{ level: 1, atMs: at - 1, firedAtMs: at - 1 }] },
      { noticeId, nextAt: at + 3, dueAt: at - MINUTE, state: 'missed' },
    ]);
    await lookFor(45, aWatch());
    expect(pager.pages[0]?.['clocks'].map(({ what }: { what: string }) => what)).toEqual([
      'due',
      'step',
      'page_repeat',
      'page_repeat',
    ]);
  });

  test('gives a secret notice away by nothing', async () => {
    await overdue(2, nowMs, {
      secrecy_level: 'gagged',
      subject: 'The hidden matter',
      reference: 'HID/7',
      authority_name: 'Secret Bureau',
    });
    await lookFor(45, aWatch());
    expect(pager.pages).toHaveLength(1);
    const { rows } = await sql`select summary, detail from attention`.execute(registry.db);
    expect(JSON.stringify([pager.pages, rows])).not.toMatch(/hidden|HID\/7|Bureau|gagged|@a/i);
  });
});

describe('a pager that does not take it', () => {
  test('is tried at every look under the same key, is attention, and gets the page when it is back', async () => {
    await overdue(1, nowMs);
    pager.answer(503);
    const watch = aWatch();
    await lookFor(50, watch);
    expect(pager.pages).toEqual([]);
    expect(pager.attempts.length).toBeGreaterThanOrEqual(3);
    expect(new Set(pager.attempts).size).toBe(1);
    expect(await watch.look(registry.db)).toBe(false);
    expect(await openKinds()).toEqual(['engine_silent', 'pager_outage']);
    pager.answer(202);
    expect(await watch.look(registry.db)).toBe(true);
    expect(reasons()).toEqual(['engine_silent']);
    expect(await openKinds()).toEqual(['engine_silent']);
  });

  test('or that is missing is attention from the first look on', async () => {
    const watch = aWatch({ route: null });
    expect(await watch.look(registry.db)).toBe(true);
    expect(await openKinds()).toEqual(['pager_missing']);
    await overdue(1, nowMs);
    await lookFor(45, watch);
    expect(await watch.look(registry.db)).toBe(false);
    await aWatch().look(registry.db);
    expect(await openKinds()).toEqual(['engine_silent']);
  });
});

describe('a step that was taken and reached nobody', () => {
  /** A clock of which levels have just fired together, as the workflow writes it. */
  async function fire(levels: number[], { page = false, round = 0 } = {}) {
    const noticeId = await aNotice(registry, ['@a']);
    const ladder = [1, 2, 3].map((level) => ({
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
    const [clock = ''] = await addClocks([{ noticeId, nextAt: null, dueAt: nowMs + 60 * MINUTE, ladder }]);
    await sql`
      insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, version, ordinal)
      values (${new Date(nowMs)}, ${noticeId}::uuid, 'system', 'system', 'Notice Desk', 'ladder_fired',
        ${JSON.stringify({ clock, kind: 'comply', levels })}::jsonb, 2, 0)`.execute(registry.db);
    const prefix = round === 0 ? `${noticeId}:${clock}` : `${noticeId}:${clock}:r${round}`;
    const last = levels.at(-1);
    const reach = async (channel: 'mail' | 'page') => {
      const key = channel === 'mail' ? `${prefix}:mail:${last}:${uuidv7()}` : `${prefix}:page:${last}:1`;
      const message = { key, noticeId, channel, personId: null, subject: 'x', messageId: null, joins: [] };
      await claimStaffMessages(registry.db, { noticeId, messages: [message] });
      await markStaffMessageAccepted(registry.db, { key, reply: '250 ok' });
    };
    return { noticeId, clock, reach };
  }

  test('is paged when a minute has gone, and is over when somebody is reached', async () => {
    const { noticeId, clock, reach } = await fire([1]);
    const watch = aWatch();
    const firedAt = new Date(nowMs).toISOString();
    await lookFor(45, watch);
    expect(pager.pages).toEqual([]);
    await lookFor(45, watch);
    expect(pager.pages).toMatchObject([
      {
        reason: 'steps_without_effect',
        count: 1,
        steps: [{ notice: noticeId, clock, kind: 'comply', level: 1, what: 'mail', firedAt }],
      },
    ]);
    expect(await openKinds()).toEqual(['steps_without_effect']);
    await reach('mail');
    await lookFor(30, watch);
    expect(pager.pages.at(-1)).toMatchObject({ reason: 'recovered', of: 'steps_without_effect' });
    expect(await openKinds()).toEqual([]);
  });

  test.each([
    ['one mail for several levels', [1, 2], { page: false, round: 0 }],
    ['mail and page', [2], { page: true, round: 0 }],
    ['the messages of a clock that was moved', [1, 2], { page: true, round: 3 }],
  ])('is none when %s arrived', async (_, levels, how) => {
    const { reach } = await fire(levels, how);
    await reach('mail');
    if (how.page) await reach('page');
    await lookFor(120, aWatch());
    expect(pager.pages).toEqual([]);
  });

  test('is told for the page alone when the mail has arrived', async () => {
    const { reach } = await fire([3], { page: true });
    await reach('mail');
    await lookFor(120, aWatch());
    expect(pager.pages[0]).toMatchObject({ count: 1, steps: [{ level: 3, what: 'page' }] });
  });

  test('needs no telling where it could reach nobody for a reason ops know, or somebody has taken it up', async () => {
    const silent = await fire([1]);
    const taken = await fire([1]);
    const paging = await fire([2], { page: true });
    await paging.reach('mail');
    await sql`
      insert into attention (id, key, kind, notice_id, summary) values
        (gen_random_uuid(), ${`${silent.noticeId}:nobody_to_tell:${silent.clock}`}, 'nobody_to_tell', ${silent.noticeId}::uuid, ''),
        (gen_random_uuid(), 'pager_missing', 'pager_missing', null, '')`.execute(registry.db);
    await sql`
      update clock set ladder = jsonb_set(ladder, '{0,acknowledgedBy}', '"somebody"')
      where id = ${taken.clock}::uuid`.execute(registry.db);
    await lookFor(120, aWatch());
    expect(pager.pages).toEqual([]);
  });

  test('is found by a watchdog that was started after it', async () => {
    await fire([1]);
    nowMs += 10 * MINUTE;
    await lookFor(60, aWatch());
    expect(reasons()).toEqual(['steps_without_effect']);
  });

  test('of the day before yesterday is past', async () => {
    nowMs -= 25 * 60 * MINUTE;
    await fire([1]);
    nowMs += 25 * 60 * MINUTE;
    await lookFor(60, aWatch());
    expect(pager.pages).toEqual([]);
  });
});

describe('a canary', () => {
  const aRun = (step: string, secondsLate: number) =>
    sql`
    insert into canary (id, begins_at, ends_by, step, step_at) values ('01900000-0000-8ca0-a000-00000000000a',
      now() - interval '11 min', now() - make_interval(secs => ${secondsLate}), ${step}, now() - interval '9 min')`.execute(
      registry.db,
    );
  const over = (passed: boolean) =>
    sql`update canary set finished_at = now(), passed = ${passed} where finished_at is null`.execute(registry.db);
  afterEach(() => sql`delete from canary`.execute(registry.db));

  test('that has not come through in time is paged where it stands, until a later one has', async () => {
    const watch = aWatch();
    await aRun('enforcement', -1);
    await watch.look(registry.db);
    expect(pager.pages).toEqual([]);
    await sql`update canary set ends_by = now() - interval '1 s'`.execute(registry.db);
    await watch.look(registry.db);
    expect(pager.pages).toMatchObject([
      { reason: 'canary_silent', step: 'enforcement', text: expect.stringContaining('is not carried out') },
    ]);
    expect(await openKinds()).toEqual(['canary_silent']);
    await over(false);
    await watch.look(registry.db);
    expect(await openKinds()).toEqual(['canary_silent']);
    await over(true);
    await sql`insert into canary (id, begins_at, ends_by, finished_at, passed) values
      ('01900000-0000-8ca0-a000-00000000000b', now(), now() + interval '1 min', now(), true)`.execute(registry.db);
    await watch.look(registry.db);
    expect(reasons()).toEqual(['canary_silent', 'recovered']);
    expect(await openKinds()).toEqual([]);
  });

  test('that was never sent is paged, but not while whoever sends it may be starting beside the watchdog', async () => {
    await aRun('planned', 1);
    const watch = aWatch();
    await lookFor(55, watch);
    expect(pager.pages).toEqual([]);
    await lookFor(10, watch);
    expect(pager.pages).toMatchObject([
      { reason: 'canary_silent', step: 'planned', text: expect.stringContaining('the API') },
    ]);
  });
});

describe('enforcement without a worker', () => {
  const beat = { queue: 'enforcement', process: '00000000-0000-4000-8000-00000000000e' };
  const secret = { secrecy_level: 'gagged', secrecy_people: [], subject: 'The hidden matter' };
  let watchdog: Db;
  beforeAll(() => {
    watchdog = openAs(registry.url, 'watchdog');
  });
  afterAll(() => watchdog.destroy());
  afterEach(async () => {
    await sql`delete from worker_beat`.execute(registry.db);
    await sql`delete from enforcement_pause`.execute(registry.db);
    await sql`update notice set stage = 'closed'`.execute(registry.db);
  });

  async function approvedOrder(patch: Record<string, unknown> = {}): Promise<string> {
    const noticeId = await aNotice(registry, ['@a'], patch);
    await anApprovedDecision(registry, { noticeId, decisions: [{ lane: 'withhold' }] });
    await sql`update notice set stage = 'enforcement' where id = ${noticeId}::uuid`.execute(registry.db);
    return noticeId;
  }
  /** A worker that sends heartbeats by the clock of these tests. */
  const hear = async () => {
    await recordWorkerBeat(registry.db, beat);
    await sql`update worker_beat set beat_at = ${new Date(nowMs)}`.execute(registry.db);
  };
  const look = async (seconds: number, watch: Watch, between?: () => Promise<void>) => {
    for (let second = 0; second < seconds; second += 5) {
      await between?.();
      await watch.look(watchdog);
      nowMs += 5_000;
    }
  };

  test('pages once within a minute of the approval and raises an alert, until a worker is heard', async () => {
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

  test('pages nobody while a worker is heard, nothing is approved, or people have paused it', async () => {
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

  test('gives a worker that starts beside the watchdog half a minute', async () => {
    await approvedOrder();
    nowMs += MINUTE;
    const watch = aWatch();
    await look(30, watch);
    expect(pager.pages).toEqual([]);
    await look(10, watch);
    expect(reasons()).toEqual(['enforcement_silent']);
  });

  test('names a secret order by a key and a link, and raises its alert at that notice alone', async () => {
    const noticeId = await approvedOrder(secret);
    nowMs += MINUTE;
    await look(60, aWatch());
    const { rows } = await sql<{ notice_id: string | null }>`select notice_id, summary, detail from attention`.execute(
      registry.db,
    );
    expect(rows).toMatchObject([{ notice_id: noticeId }]);
    const [page] = pager.pages;
    expect(Object.keys(page?.['submissions'][0]).sort()).toEqual(['approvedAt', 'key', 'link']);
    expect(JSON.stringify([page, rows])).not.toMatch(/N-2021|hidden|gagged/);
    expect(page?.['text']).toBe(ENFORCEMENT_SILENT_TEXT);
  });
});

describe('each look', () => {
  test('leaves a heartbeat with what it found', async () => {
    const startedAt = new Date(nowMs);
    const oldestAt = new Date(nowMs);
    await overdue(2, nowMs);
    await lookFor(30, aWatch());
    const rows = await registry.db.selectFrom('watchdog').selectAll().execute();
    expect(rows).toEqual([
      {
        name: 'watchdog',
        started_at: startedAt,
        beat_at: new Date(startedAt.getTime() + 30_000),
        overdue: 2,
        oldest_at: oldestAt,
      },
    ]);
  });

  test('compares the clocks of the two machines', async () => {
    await aWatch({ machineMs: () => nowMs - 4_000 }).look(registry.db);
    expect(await openKinds()).toEqual([]);
    await aWatch({ machineMs: () => nowMs - 61_000 }).look(registry.db);
    const { rows } = await sql<{ kind: string; summary: string }>`select kind, summary from attention`.execute(
      registry.db,
    );
    expect(rows).toMatchObject([
      { kind: 'clock_skew', summary: expect.stringContaining('that of the watchdog is 61 s behind it') },
    ]);
    await aWatch().look(registry.db);
    expect(await openKinds()).toEqual([]);
  });

  test('tells of a process that lives whose clock is wrong, and no more once it is right or has ended', async () => {
    const beat = { queue: 'enforcement', process: '00000000-0000-4000-8000-000000000001' };
    await recordWorkerBeat(registry.db, { ...beat, apartMs: 4_900 });
    await aWatch().look(registry.db);
    expect(await openKinds()).toEqual([]);
    await recordWorkerBeat(registry.db, { ...beat, apartMs: 3_600_000 });
    await aWatch().look(registry.db);
    const { rows } = await sql<{ summary: string }>`select summary from attention`.execute(registry.db);
    expect(rows).toMatchObject([{ summary: expect.stringContaining('that of enforcement is 3600 s ahead of it') }]);
    // Between two looks one clock was put right and another one went wrong.
    await endWorkerBeat(registry.db, beat);
    await recordWorkerBeat(registry.db, { ...beat, queue: 'mail-in', apartMs: -86_400_000 });
    await aWatch().look(registry.db);
    const { rows: then } = await sql<{ summary: string }>`
      select summary from attention where resolved_at is null`.execute(registry.db);
    expect(then).toEqual([{ summary: expect.stringContaining('that of mail-in is 86400 s behind it') }]);
    await endWorkerBeat(registry.db, { ...beat, queue: 'mail-in' });
    await aWatch().look(registry.db);
    expect(await openKinds()).toEqual([]);
  });

  test('uses the time of the database when nothing else is given', async () => {
    await createWatch({ name: 'other', route: null, logger }).look(registry.db);
    const { rows } = await sql<{ fresh: boolean }>`
      select beat_at between now() - interval '1 minute' and now() as fresh from watchdog`.execute(registry.db);
    expect(rows).toEqual([{ fresh: true }]);
  });
});
