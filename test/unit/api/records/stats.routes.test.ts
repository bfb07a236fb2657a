import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { refreshForecast } from '../../../../application/clocks/forecast/refresh-forecast.js';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let api: ApiHarness;
let nowMs = Math.floor(Date.now() / HOUR) * HOUR;

beforeAll(async () => {
  api = await startApi({ now: () => new Date(nowMs) });
});
afterAll(() => api.close());
afterEach(async () => {
  await sql`truncate clock, submission, approval, restoration_target, alert cascade`.execute(api.db);
  await sql`update notice set stage = 'closed', undecided = 0`.execute(api.db);
  nowMs += 8 * DAY; // what one test measures is history for the next
});

const hoursAgo = (hours: number) => new Date(nowMs - hours * HOUR);

interface Case {
  id: string;
  number: string;
}

async function aCase({
  cameHoursAgo = 1,
  undecided = 0,
  stage = 'review',
  ...notice
}: { cameHoursAgo?: number; undecided?: number; stage?: string } & Record<string, unknown> = {}): Promise<Case> {
  const received = await api.receive(notice);
  await sql`delete from clock where notice_id = ${received.id}::uuid`.execute(api.db);
  await sql`update notice set created_at = ${hoursAgo(cameHoursAgo)}, undecided = ${undecided}, stage = ${stage}
    where id = ${received.id}::uuid`.execute(api.db);
  return received;
}

async function runClock(
  { id }: Case,
  {
    kind = 'comply',
    owner = 'us',
    form = 'ceiling',
    startedHoursAgo = 1,
    dueInHours,
  }: { kind?: string; owner?: string; form?: string; startedHoursAgo?: number; dueInHours: number },
): Promise<string> {
  const clock = uuidv7();
  await sql`insert into clock (id, notice_id, position, kind, owner, basis, state, starts_at, due_at, confirmed, may_pause,
      may_extend, escalation, receipt, form)
    values (${clock}::uuid, ${id}::uuid, 0, ${kind}, ${owner}, 'law', 'running', ${hoursAgo(startedHoursAgo)},
      ${hoursAgo(-dueInHours)}, true, false, false, '[]', '{}', ${form})`.execute(api.db);
  return clock;
}

async function insertEntry(
  { id }: Case,
  action: string,
  { hours, detail }: { hours: number; detail: object },
): Promise<void> {
  await sql`insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash)
    values (${hoursAgo(hours)}, ${id}::uuid, 'system', 'desk', 'Notice Desk', ${action}, ${JSON.stringify(detail)}::jsonb, sha256('x'))`.execute(
    api.db,
  );
}

const decide = (notice: Case, changed: number, hours: number) =>
  insertEntry(notice, 'decide', { hours, detail: { matched: changed, changed } });

/**
 * A decision submitted that many hours ago, and its progress: first approval immediately, the last one, enforcement.
 */
async function carryOut(
  notice: Case,
  {
    number,
    submitted,
    approved,
    enforced,
  }: { number: number; submitted: number; approved?: number; enforced?: number },
): Promise<void> {
  await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id, frozen_at)
    values (${notice.id}::uuid, ${number}, 'decision', 'open', 'sha256:x', ${api.people.reviewer.id}::uuid, '{approver,counsel}',
      '{}', 1, 1, gen_random_uuid(), ${hoursAgo(submitted)})`.execute(api.db);
  const approve = async (person: string, hours: number, complete: boolean) => {
    await sql`insert into approval (notice_id, submission, person_id, name, roles, digest, command_id, at)
      values (${notice.id}::uuid, ${number}, ${person}::uuid, 'x', '{}', 'sha256:x', gen_random_uuid(), ${hoursAgo(hours)})`.execute(
      api.db,
    );
    await insertEntry(notice, 'approve', { hours, detail: { submission: number, complete } });
  };
  await approve(api.people.approver.id, submitted, false);
  if (approved !== undefined) await approve(api.people.counsel.id, approved, true);
  if (enforced !== undefined)
    await insertEntry(notice, 'enforced', { hours: enforced, detail: { submission: number } });
}

/** Ninety targets a day, three hours to approve, half an hour to enforce, inform clocks met after twenty hours. */
async function measureAWeek(): Promise<void> {
  const done = await aCase({ cameHoursAgo: 48 });
  await decide(done, 50, 40);
  await decide(done, 40, 24);
  for (const [index, took] of [1, 2, 3, 4, 5].entries()) {
    await carryOut(done, { number: index + 1, submitted: 20, approved: 20 - took, enforced: 20 - took - 0.5 });
    const clock = await runClock(done, { kind: 'inform', startedHoursAgo: 30 + took, dueInHours: -1 });
    await insertEntry(done, 'clock_met', { hours: 13, detail: { clock, kind: 'inform', late: false } });
    await sql`update clock set state = 'met' where id = ${clock}::uuid`.execute(api.db);
  }
}

const stats = async (as: Role = 'reviewer') => {
  const response = await api.get('/v1/stats', as);
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json();
};

const openRows = async () => {
  const { rows } = await sql<{
    key: string;
    kind: string;
    summary: string;
    since: Date;
    detail: Record<string, unknown>;
  }>`
    select key, kind, summary, since, detail from alert where resolved_at is null order by key`.execute(api.db);
  return rows;
};

const refresh = () => refreshForecast({ db: api.db, now: new Date(nowMs) });

describe('GET /v1/stats: last enforcement', () => {
  async function ended(
    notice: Case,
    { hours, requested, applied }: { hours: number; requested: number; applied: number },
  ) {
    await carryOut(notice, { number: 1, submitted: hours + 2 });
    await sql`update submission set state = 'approved', enforced = ${requested}, finished_at = ${hoursAgo(hours)}
      where notice_id = ${notice.id}::uuid`.execute(api.db);
    await sql`insert into operation_count (notice_id, submission, status, count)
      values (${notice.id}::uuid, 1, 'applied', ${applied})`.execute(api.db);
  }

  test('returns the enforcement that finished last and had targets to enforce, with its counts', async () => {
    expect((await stats()).lastEnforced).toBeNull();
    const [first, second, third] = [await aCase(), await aCase(), await aCase()];
    await ended(first, { hours: 5, requested: 9, applied: 9 });
    await ended(second, { hours: 2, requested: 7, applied: 6 });
    await ended(third, { hours: 1, requested: 0, applied: 0 });
    expect((await stats()).lastEnforced).toEqual({
      notice: second.id,
      number: second.number,
      purpose: 'decision',
      done: 6,
      at: hoursAgo(2).toISOString(),
    });
  });

  test('names no notice that the reader cannot read', async () => {
    const secret = await aCase({ secrecy: await api.gagged() });
    await ended(secret, { hours: 1, requested: 1, applied: 1 });
    expect((await stats()).lastEnforced).toBeNull();
  });
});

describe('GET /v1/stats: forecast', () => {
  test('returns nulls and no forecast before any work was measured', async () => {
    const notice = await aCase({ undecided: 1178 });
    await runClock(notice, { dueInHours: 1 });
    await runClock(notice, { kind: 'inform', dueInHours: 1 });
    expect(await stats()).toMatchObject({
      pace: { targetsPerDay: null, approvalSeconds: null, enforcementSeconds: null, metSeconds: {} },
      forecast: {
        at: new Date(nowMs).toISOString(),
        willMiss: 0,
        items: [],
        unknown: ['approval', 'drafting', 'enforcement', 'inform'],
      },
    });
  });

  test('measures the pace and lists the clocks that will be missed, nearest due first, with the reason', async () => {
    await measureAWeek();
    const big = await aCase({ undecided: 1178 });
    const comply = await runClock(big, { dueInHours: 11 });
    const inform = await runClock(big, { kind: 'inform', startedHoursAgo: 2, dueInHours: 15 });
    const small = await aCase({ undecided: 3, cameHoursAgo: 0 });
    await runClock(small, { kind: 'decide', dueInHours: 5 });
    const { pace, forecast } = await stats();
    // Targets waited from 48 to 24 hours ago, and during the last hour.
    expect(pace).toEqual({
      targetsPerDay: 86.4,
      approvalSeconds: 3 * 3600,
      enforcementSeconds: 1800,
      metSeconds: { inform: 20 * 3600 },
    });
    expect(forecast.willMiss).toBe(2);
    expect(forecast.unknown).toEqual([]);
    expect(forecast.items).toEqual([
      {
        notice: big.id,
        number: big.number,
        clock: comply,
        kind: 'comply',
        dueAt: hoursAgo(-11).toISOString(),
        expectedAt: new Date(Math.ceil(nowMs + (1181 / 3.6) * HOUR + 3.5 * HOUR)).toISOString(),
        why:
          '1,178 targets undecided, after those with an earlier deadline, 86 a day at this speed, approval takes 3 h, ' +
          'enforcement takes 30 min: expected in 14 days, due in 11 h',
        cover: { people: [], next: null },
      },
      expect.objectContaining({
        clock: inform,
        why: expect.stringMatching(/usually met 20 h after its start: expected in 18 h, due in 15 h$/),
      }),
    ]);
  });

  test('measures only hours of the last seven days in which something waited, and at least one hour', async () => {
    const old = await aCase({ cameHoursAgo: 9 * 24 });
    await decide(old, 1000, 8 * 24);
    const brisk = await aCase({ cameHoursAgo: 3 });
    await decide(brisk, 10, 2.9);
    expect((await stats()).pace.targetsPerDay).toBe(240);
    const overlapping = await aCase({ cameHoursAgo: 100 });
    await decide(overlapping, 10, 50);
    const within = await aCase({ cameHoursAgo: 90 });
    await decide(within, 10, 60);
    // 50 hours and 6 minutes during which any target waited.
    expect((await stats()).pace.targetsPerDay).toBeCloseTo((30 / 50.1) * 24, 1);
  });

  test('measures the latest 5,000 steps of a busy week only', async () => {
    const notice = await aCase({ cameHoursAgo: 48 });
    await decide(notice, 90, 24);
    const finishClocks = (count: number) =>
      sql`insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash)
        select ${hoursAgo(1)}, ${notice.id}::uuid, 'system', 'desk', 'Notice Desk', 'clock_met', ${JSON.stringify({ clock: uuidv7() })}::jsonb, sha256('x')
        from generate_series(1, ${count})`.execute(api.db);
    await finishClocks(4_998);
    expect((await stats()).pace.targetsPerDay).not.toBeNull();
    await finishClocks(2);
    expect((await stats()).pace.targetsPerDay).toBeNull();
  });

  test.each([
    ['waits for approval', 'approval', 'decide', { submitted: 2.5 }, 0.5],
    ['is enforced', 'enforcement', 'comply', { submitted: 9, approved: 0.25 }, 0.25],
  ])('subtracts the time already spent in the stage for a notice that %s', async (_, stage, kind, hours, hoursLeft) => {
    await measureAWeek();
    const notice = await aCase({ stage });
    await carryOut(notice, { number: 1, ...hours });
    await sql`update notice set submission_number = 1 where id = ${notice.id}::uuid`.execute(api.db);
    await runClock(notice, { kind, dueInHours: hoursLeft - 0.1 });
    expect((await stats()).forecast.items).toMatchObject([
      { notice: notice.id, expectedAt: hoursAgo(-hoursLeft).toISOString() },
    ]);
  });

  test('leaves out clocks of the authority, floors, rights to challenge and closed notices', async () => {
    await measureAWeek();
    const notice = await aCase({ undecided: 1178 });
    await runClock(notice, { owner: 'authority', dueInHours: 1 });
    await runClock(notice, { form: 'floor', dueInHours: 1 });
    await runClock(notice, { kind: 'challenge', dueInHours: 1 });
    const closed = await aCase({ undecided: 1178, stage: 'closed' });
    await runClock(closed, { dueInHours: 1 });
    expect((await stats()).forecast).toMatchObject({ willMiss: 0, items: [] });
  });

  test('lists at most 100 clocks and counts all of them', async () => {
    await measureAWeek();
    const notice = await aCase({ undecided: 1178 });
    for (let n = 0; n < 101; n++) await runClock(notice, { dueInHours: 1 });
    const { willMiss, items } = (await stats()).forecast;
    expect([willMiss, items.length]).toEqual([101, 100]);
  });
});

describe('who could save a deadline', () => {
  const date = (hours: number) => hoursAgo(-hours).toISOString().slice(0, 10);
  const time = (hours: number) => hoursAgo(-hours).toISOString().slice(11, 16);
  const inHours = (from: number, until: number) => ({
    date: date(from),
    from: time(from),
    until: time(until),
    zone: 'UTC',
  });
  const roster = async (id: string, entry: object) => {
    const body = { shifts: [], languages: [], capacity: null, ...entry };
    expect((await api.post(`/v1/people/${id}/roster`, 'ops', body)).statusCode).toBe(200);
  };
  const covers = async (as?: Role) =>
    (await stats(as)).forecast.items.map(({ cover }: { cover: { people: { name: string }[] } | null }) => cover);

  test('names reviewers on shift before it, and otherwise the first who comes too late', async () => {
    await measureAWeek();
    const soon = await api.addPerson('Soon', ['reviewer']);
    const late = await api.addPerson('Late', ['reviewer']);
    const full = await api.addPerson('Full', ['reviewer']);
    const approver = await api.addPerson('OtherRole', ['approver']);
    await roster(soon.id, { shifts: [inHours(3, 6)], capacity: 4 });
    await roster(late.id, { shifts: [inHours(20, 22)] });
    await roster(full.id, { shifts: [inHours(-1, 2)], capacity: 1 });
    await roster(approver.id, { shifts: [inHours(-1, 2)] });
    const notice = await aCase({ undecided: 1178 });
    await sql`update notice set assignee = ${full.id}::uuid where id = ${notice.id}::uuid`.execute(api.db);
    await runClock(notice, { dueInHours: 11 });
    const found = { id: soon.id, name: 'Soon', open: 0, capacity: 4 };
    expect(await covers()).toEqual([
      { people: [{ ...found, from: hoursAgo(-3).toISOString(), until: hoursAgo(-6).toISOString() }], next: null },
    ]);
    await api.post(`/v1/notices/${notice.id}/exclusions`, 'ops', { person: soon.id, reason: 'Knows the author.' });
    expect(await covers()).toEqual([
      { people: [], next: { id: late.id, name: 'Late', from: hoursAgo(-20).toISOString() } },
    ]);
  });

  test('in approval names only who may still approve, and nobody while the platform works', async () => {
    await measureAWeek();
    const stand = await api.addPerson('Stand', ['approver', 'counsel']);
    for (const { id } of [stand, api.people.approver, api.people.reviewer])
      await roster(id, { shifts: [inHours(-1, 2)] });
    const notice = await aCase({ stage: 'approval' });
    await carryOut(notice, { number: 1, submitted: 2.5 });
    await sql`update notice set submission_number = 1 where id = ${notice.id}::uuid`.execute(api.db);
    await sql`update approval set roles = '{approver}' where notice_id = ${notice.id}::uuid`.execute(api.db);
    await runClock(notice, { kind: 'decide', dueInHours: 0.4 });
    const [cover] = await covers();
    expect(cover.people.map(({ name }: { name: string }) => name)).toEqual(['Stand']);
    await sql`update notice set stage = 'enforcement' where id = ${notice.id}::uuid`.execute(api.db);
    await runClock(notice, { kind: 'inform', startedHoursAgo: 1, dueInHours: 1 });
    expect(await covers()).toEqual([null]);
  });
});

describe('forecast of a hidden notice', () => {
  test('changes no figure and no text for readers without access to it', async () => {
    await measureAWeek();
    const known = await aCase({ undecided: 100 });
    await runClock(known, { dueInHours: 20 });
    const before = await stats();
    const secrecy = await api.gagged();
    const hidden = await aCase({ undecided: 5000, cameHoursAgo: 140, secrecy });
    await runClock(hidden, { dueInHours: 2 });
    await decide(hidden, 9, 100);
    await carryOut(hidden, { number: 1, submitted: 90, approved: 3, enforced: 1 });
    expect(await stats()).toEqual(before);
    expect((await api.get('/v1/stats', 'ops')).body).not.toContain(hidden.id);
    const { pace, forecast } = await stats('counsel');
    expect(pace.targetsPerDay).toBeLessThan(before.pace.targetsPerDay);
    expect(forecast.items.map(({ notice }: { notice: string }) => notice)).toEqual([hidden.id, known.id]);
  });

  test('records a secret read when it names the notice to an auditor', async () => {
    await measureAWeek();
    const hidden = await aCase({ undecided: 5000, secrecy: await api.gagged() });
    await runClock(hidden, { dueInHours: 2 });
    const looks = async () => {
      const { rows } = await sql<{ looks: number }>`select count(*) as looks from audit_entry
        where notice_id = ${hidden.id}::uuid and action = 'secret_read' and detail ->> 'list' = 'stats'
        and detail ->> 'cleared' is null`.execute(api.db);
      return rows[0]?.looks;
    };
    await stats('counsel');
    expect(await looks()).toBe(0);
    await stats('auditor');
    expect(await looks()).toBe(1);
  });

  test('raises an alert that only people with access to the notice see', async () => {
    await measureAWeek();
    const hidden = await aCase({ undecided: 5000, secrecy: await api.gagged() });
    await runClock(hidden, { dueInHours: 2 });
    await refresh();
    const rows = async (as: Role) => (await api.get('/v1/ops/alerts?kind=breach_forecast', as)).json().items;
    expect(await rows('ops')).toEqual([]);
    expect(await rows('counsel')).toMatchObject([{ notice: hidden.id }]);
  });
});

describe('alert breach_forecast', () => {
  test('is raised once per notice with its nearest clock, and updated while open', async () => {
    await measureAWeek();
    const notice = await aCase({ undecided: 1178 });
    const clock = await runClock(notice, { dueInHours: 11 });
    await runClock(notice, { kind: 'inform', dueInHours: 12 });
    await refresh();
    const [raised] = await openRows();
    expect(raised).toMatchObject({
      key: `${notice.id}:breach_forecast`,
      kind: 'breach_forecast',
      detail: { clock, clockKind: 'comply', dueAt: hoursAgo(-11).toISOString() },
      summary:
        'Our comply clock will be missed at this speed. 1,178 targets undecided, 86 a day at this speed, approval takes 3 h, ' +
        'enforcement takes 30 min: expected in 14 days, due in 11 h. 1 more of its clocks will also be missed.',
    });
    nowMs += 2 * HOUR;
    await refresh();
    const [rewritten, ...others] = await openRows();
    expect(others).toEqual([]);
    expect(rewritten?.summary).toContain('due in 9 h');
    expect(rewritten?.since).toEqual(raised?.since);
  });

  test('leaves an unchanged alert row untouched', async () => {
    await measureAWeek();
    await runClock(await aCase({ undecided: 1178 }), { dueInHours: 11.5 });
    const version = async () =>
      (await sql<{ xmin: string }>`select xmin::text from alert where resolved_at is null`.execute(api.db)).rows;
    await refresh();
    const first = await version();
    nowMs += 1000;
    await refresh();
    expect(await version()).toEqual(first);
    expect(first).toHaveLength(1);
  });

  test.each<[string, (notice: Case) => Promise<unknown>]>([
    ['the clock is met', ({ id }) => sql`update clock set state = 'met' where notice_id = ${id}::uuid`.execute(api.db)],
    [
      'the clock is missed',
      ({ id }) => sql`update clock set state = 'missed' where notice_id = ${id}::uuid`.execute(api.db),
    ],
    ['its due has passed', async () => (nowMs += 12 * HOUR)],
    [
      'the clock is extended',
      ({ id }) =>
        sql`update clock set due_at = due_at + interval '90 days' where notice_id = ${id}::uuid`.execute(api.db),
    ],
    [
      'the clock is paused',
      ({ id }) => sql`update clock set state = 'paused', due_at = null where notice_id = ${id}::uuid`.execute(api.db),
    ],
    [
      'the targets are decided',
      ({ id }) => sql`update notice set undecided = 1 where id = ${id}::uuid`.execute(api.db),
    ],
    ['the pace picks up', (notice) => decide(notice, 90_000, 0.1)],
    [
      'the notice is closed',
      ({ id }) => sql`update notice set stage = 'closed' where id = ${id}::uuid`.execute(api.db),
    ],
  ])('is resolved when %s', async (_, change) => {
    await measureAWeek();
    const notice = await aCase({ undecided: 1178 });
    await runClock(notice, { dueInHours: 11 });
    const other = await aCase({ undecided: 2000 });
    await runClock(other, { dueInHours: 24 });
    await sql`insert into alert (id, key, kind, notice_id, summary)
      values (gen_random_uuid(), ${`${notice.id}:x`}, 'letter_bounced', ${notice.id}::uuid, 'Bounced')`.execute(api.db);
    await refresh();
    expect(await openRows()).toHaveLength(3);
    await change(notice);
    await refresh();
    const left = (await openRows()).map(({ key }) => key);
    expect(left).not.toContain(`${notice.id}:breach_forecast`);
    // No other row is changed.
    expect(left).toContain(`${notice.id}:x`);
  });

  test('is raised once by concurrent refreshes', async () => {
    await measureAWeek();
    await runClock(await aCase({ undecided: 1178 }), { dueInHours: 11 });
    await Promise.all(Array.from({ length: 4 }, refresh));
    expect(await openRows()).toHaveLength(1);
  });
});
