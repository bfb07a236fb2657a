import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AlertKind } from '../../../../domain/alert.js';
import type { EventAction } from '../../../../domain/event.js';
import { sql } from 'kysely';
import { recountAfter } from '../../../../domain/open-clocks/index.js';
import { makeSmallRulebook, type SmallRulebook } from '../../../support/law/small-rulebook.js';
import { listSecretReads, startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

const HOUR_MS = 3_600_000;
const RECEIVED = '2026-03-02T10:00:00.000Z';

let book: SmallRulebook;
let api: ApiHarness;
let admin2: HarnessPerson;
let reviewer2: HarnessPerson;

beforeAll(async () => {
  book = makeSmallRulebook();
  api = await startApi({}, { rulebookDir: book.dir });
  admin2 = await api.addPerson('admin2', ['admin']);
  reviewer2 = await api.addPerson('reviewer2', ['reviewer']);
});
afterAll(async () => {
  await api.close();
  book.remove();
});
beforeEach(async () => {
  await sql`update notice set stage = 'closed'`.execute(api.db);
  await sql`truncate rulebook_revision, clock_move, outbox`.execute(api.db);
  await changeLaw({});
});

async function changeLaw(change: Parameters<SmallRulebook['write']>[0]): Promise<void> {
  book.write(change);
  await api.applyFolder();
}

function receive(patch: Record<string, unknown> = {}) {
  return api.receive({ receivedAt: RECEIVED, ...patch });
}

async function pending(as: Parameters<ApiHarness['get']>[1] = 'reviewer', query = '') {
  return (await api.get(`/v1/rulebook/revision${query}`, as)).json();
}

async function propose(as: Parameters<ApiHarness['post']>[1] = 'reviewer', headers: Record<string, string> = {}) {
  const { digest } = await pending();
  return api.post('/v1/rulebook/revisions', as, { reason: 'The Act was amended', digest }, headers);
}

async function proposed() {
  const notice = await receive();
  await changeLaw({ hours: 48 });
  const revision = (await propose()).json();
  return { notice, revision, path: `/v1/rulebook/revisions/${revision.number}` };
}

async function complyClock(notice: string) {
  return api.db
    .selectFrom('clock')
    .select(['id', 'due_at', 'revision'])
    .where('notice_id', '=', notice)
    .where('kind', '=', 'comply')
    .executeTakeFirstOrThrow();
}

async function pause(notice: string): Promise<void> {
  const { id, receipt } = await api.db
    .selectFrom('clock')
    .select(['id', 'receipt'])
    .where('notice_id', '=', notice)
    .where('kind', '=', 'comply')
    .executeTakeFirstOrThrow();
  const startsAtMs = Date.parse(RECEIVED);
  const paused = recountAfter(
    { receipt, clock: { kind: 'comply', owner: 'us', basis: 'law', startsAtMs } },
    { type: 'pause', atMs: startsAtMs + HOUR_MS },
    { reason: 'Clarification asked for', authorityReference: null },
  );
  if ('error' in paused) throw new Error(paused.error);
  await sql`
    update clock set state = 'paused', due_at = null, receipt = ${JSON.stringify(paused.receipt)}::jsonb
    where id = ${id}::uuid`.execute(api.db);
}

async function moves() {
  return api.db
    .selectFrom('clock_move')
    .select(['id', 'notice_id', 'state', 'from_due', 'to_due', 'receipt'])
    .execute();
}

async function commands() {
  const rows = await api.db
    .selectFrom('outbox')
    .select(['notice_id', 'payload'])
    .where('kind', '=', 'command')
    .execute();
  return rows.map(({ notice_id, payload }) => ({ notice_id, ...payload }) as Record<string, any>); // oxlint-disable-line typescript/no-explicit-any -- payloads are looked into
}

async function openReason(kind: AlertKind): Promise<string | undefined> {
  const row = await api.db
    .selectFrom('alert')
    .select('summary')
    .where('kind', '=', kind)
    .where('resolved_at', 'is', null)
    .executeTakeFirst();
  return row?.summary;
}

const slug = (answer: { json(): { type: string } }) => answer.json().type.replace('urn:notice-desk:problem:', '');

describe('GET /v1/rulebook/revision', () => {
  test('is empty while the law is unchanged', async () => {
    await receive();
    expect(await pending()).toMatchObject({ clocks: 0, notices: 0, items: [], nextCursor: null });
    expect(await openReason('rulebook_changed')).toBeUndefined();
  });

  test('lists each clock that would move with both due times and the reason, and raises an alert', async () => {
    const { id, number } = await receive();
    await changeLaw({ hours: 48 });
    const found = await pending();
    const from = new Date(Date.parse(RECEIVED) + 36 * HOUR_MS).toISOString();
    const to = new Date(Date.parse(RECEIVED) + 48 * HOUR_MS).toISOString();
    expect(found).toMatchObject({
      clocks: 1,
      notices: 1,
      digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    });
    expect(found.items).toEqual([
      {
        notice: id,
        number,
        clock: (await complyClock(id)).id,
        kind: 'comply',
        from,
        to,
        why: [expect.stringContaining('36 hours')],
      },
    ]);
    expect(await openReason('rulebook_changed')).toMatch(/1 open clock of 1 notice would move/);
    expect((await complyClock(id)).due_at?.toISOString()).toBe(from);
  });

  test('is empty again, and its alert resolved, when the law is changed back', async () => {
    await receive();
    await changeLaw({ hours: 48 });
    await changeLaw({});
    expect(await pending()).toMatchObject({ clocks: 0 });
    expect(await openReason('rulebook_changed')).toBeUndefined();
  });

  test('leaves out clocks of closed notices, met clocks, and those set by the order itself', async () => {
    const closed = await receive();
    const met = await receive();
    await receive({ orderedDeadline: { within: 'PT4H' } });
    await sql`update notice set stage = 'closed' where id = ${closed.id}::uuid`.execute(api.db);
    await sql`update clock set state = 'met' where notice_id = ${met.id}::uuid`.execute(api.db);
    await changeLaw({ hours: 48 });
    expect(await pending()).toMatchObject({ clocks: 0 });
  });

  test('lists a paused clock without due times', async () => {
    const { id } = await receive();
    await pause(id);
    expect(await pending()).toMatchObject({ clocks: 0 });
    await changeLaw({ hours: 48 });
    expect((await pending()).items).toMatchObject([{ notice: id, from: null, to: null }]);
  });

  test('reports that clocks of a removed law stay as they are, with the reason', async () => {
    await receive();
    await changeLaw({ id: 'IN-OTHER' });
    expect(await pending()).toMatchObject({
      clocks: 0,
      unknown: { clocks: 4, why: ['IN-TEST 2021-02-25 is no longer in the rulebook.'] },
    });
  });

  test('neither counts nor shows clocks of hidden notices to a reader without access', async () => {
    const known = await receive();
    const hidden = await receive({ secrecy: await api.gagged('role:counsel') });
    await changeLaw({ hours: 48 });
    const answer = await api.get('/v1/rulebook/revision?count=true', 'reviewer');
    expect(answer.json()).toMatchObject({ clocks: 1, notices: 1, total: 1, items: [{ notice: known.id }] });
    expect(answer.body).not.toContain(hidden.id);
    expect(answer.body).not.toContain(hidden.number);
    expect(await pending('counsel')).toMatchObject({ clocks: 2 });
    const { number } = (await propose()).json();
    const revision = await api.get(`/v1/rulebook/revisions/${number}?count=true`, 'reviewer');
    expect(revision.json()).toMatchObject({ clocks: 1, total: 1, moves: { proposed: 1 } });
    expect(revision.body).not.toContain(hidden.id);
  });

  test('records an auditor’s read of a secret notice', async () => {
    const { id } = await receive({ secrecy: await api.gagged('role:counsel') });
    await changeLaw({ hours: 48 });
    expect(await pending('auditor')).toMatchObject({ items: [{ notice: id }] });
    expect(await listSecretReads(api, id)).toEqual([{ detail: { level: 'gagged', list: 'rulebook_revision' } }]);
  });

  test('is paginated by notice', async () => {
    const sent = [await receive(), await receive(), await receive()].sort((a, b) => (a.number < b.number ? -1 : 1));
    await changeLaw({ hours: 48 });
    const first = await pending('reviewer', '?limit=2');
    expect(first.items.map(({ notice }: { notice: string }) => notice)).toEqual(sent.slice(0, 2).map(({ id }) => id));
    const second = await pending('reviewer', `?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ clocks: 3, items: [{ notice: sent[2]?.id }], nextCursor: null });
  });

  test('is forbidden to intake', async () => {
    expect(slug(await api.get('/v1/rulebook/revision', 'intake'))).toBe('forbidden');
    expect(slug(await api.get('/v1/rulebook/revisions', 'intake'))).toBe('forbidden');
  });
});

describe('POST /v1/rulebook/revisions', () => {
  test('stores each move with its receipt, moves no clock, and writes the audit log', async () => {
    const { notice, revision } = await proposed();
    expect(revision).toMatchObject({
      state: 'proposed',
      clocks: 1,
      reason: 'The Act was amended',
      proposedBy: { id: api.people.reviewer.id, name: 'reviewer' },
      decidedBy: null,
    });
    const [move, ...more] = await moves();
    expect(more).toEqual([]);
    expect(move).toMatchObject({ notice_id: notice.id, state: 'proposed', receipt: { rule: { amount: 48 } } });
    expect(await commands()).toEqual([]);
    expect((await complyClock(notice.id)).due_at).toEqual(move?.from_due);
    const [entry] = await audited('rulebook_revision_proposed');
    expect(entry).toMatchObject({
      notice_id: null,
      detail: { revision: revision.number, digest: revision.digest, clocks: 1 },
    });
  });

  test('rejects a digest other than that of the moves pending now', async () => {
    await receive();
    await changeLaw({ hours: 48 });
    const { digest } = await pending();
    await receive({ regime: 'IN-TEST' });
    await changeLaw({ hours: 40 });
    const answer = await api.post('/v1/rulebook/revisions', 'reviewer', { reason: 'x', digest });
    expect([answer.statusCode, slug(answer)]).toEqual([409, 'digest-mismatch']);
    expect(await moves()).toEqual([]);
  });

  test('rejects a second revision while another one waits', async () => {
    const { revision } = await proposed();
    const second = await propose(reviewer2);
    expect([second.statusCode, slug(second)]).toEqual([409, 'illegal-transition']);
    expect(second.json().detail).toContain(`Revision ${revision.number} is still open`);
  });

  test('rejects a revision when no clock would move', async () => {
    await receive();
    const answer = await propose();
    expect([answer.statusCode, slug(answer)]).toEqual([409, 'illegal-transition']);
  });

  test.each(['reviewer', 'counsel', 'admin'] as const)('is allowed for %s', async (role) => {
    await receive();
    await changeLaw({ hours: 48 });
    expect((await propose(role)).statusCode).toBe(201);
  });

  test.each(['intake', 'approver', 'ops', 'auditor'] as const)('is forbidden for %s', async (role) => {
    const answer = await api.post('/v1/rulebook/revisions', role, { reason: 'x', digest: 'sha256:x' });
    expect([answer.statusCode, slug(answer)]).toEqual([403, 'forbidden']);
  });

  test.each([
    [{ reason: 'x', digest: 'd', edition: 1 }, '/edition'],
    [{ digest: 'd' }, '/reason'],
    [{ reason: '  ', digest: 'd' }, '/reason'],
    [{ reason: 'x' }, '/digest'],
  ])('rejects %j, naming the field', async (body, path) => {
    const answer = await api.post('/v1/rulebook/revisions', 'reviewer', body);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors).toMatchObject([{ path }]);
  });

  test('returns the same revision for a repeated idempotency key', async () => {
    await receive();
    await changeLaw({ hours: 48 });
    const first = await propose('reviewer', { 'idempotency-key': 'once' });
    const again = await propose('reviewer', { 'idempotency-key': 'once' });
    expect(again.headers['idempotent-replay']).toBe('true');
    expect(again.json()).toEqual(first.json());
    expect(first.headers['location']).toBe(`/v1/rulebook/revisions/${first.json().number}`);
  });
});

async function audited(action: EventAction) {
  return api.db
    .selectFrom('audit_entry')
    .select(['notice_id', 'actor_id', 'detail'])
    .where('action', '=', action)
    .orderBy('seq', 'desc')
    .limit(1)
    .execute();
}

describe('approving a rulebook revision', () => {
  test('sends each workflow its move with the reason given in the revision', async () => {
    const { notice, revision, path } = await proposed();
    const answer = await api.post(`${path}/approve`, 'admin', { digest: revision.digest });
    expect(answer.json()).toMatchObject({ state: 'approved', decidedBy: { id: api.people.admin.id } });
    const [move] = await moves();
    const clock = await complyClock(notice.id);
    const [command, ...more] = await commands();
    expect(more).toEqual([]);
    expect(command).toEqual({
      notice_id: notice.id,
      name: 'move_clock',
      body: {
        move: move?.id,
        clock: clock.id,
        revision: 0,
        dueAtMs: Date.parse(RECEIVED) + 48 * HOUR_MS,
        escalation: expect.any(Array),
        rulebookRevision: revision.number,
        reason: 'The Act was amended',
      },
    });
    expect(command?.['body'].escalation.at(-1)).toMatchObject({
      percent: 100,
      atMs: Date.parse(RECEIVED) + 48 * HOUR_MS,
    });
    expect(await openReason('rulebook_changed')).toBeUndefined();
    const [entry] = await audited('rulebook_revision_approved');
    expect(entry).toMatchObject({
      actor_id: api.people.admin.id,
      detail: { revision: revision.number, digest: revision.digest, clocks: 1, sent: 1, refused: 0 },
    });
  });

  test.each<[string, () => Parameters<ApiHarness['post']>[1], string]>([
    ['its proposer, who has no permission either', () => 'reviewer', 'four-eyes'],
    ['another reviewer', () => reviewer2, 'forbidden'],
    ['an approver', () => 'approver', 'forbidden'],
    ['counsel', () => 'counsel', 'forbidden'],
  ])('is forbidden for %s', async (_, as, reason) => {
    const { revision, path } = await proposed();
    const answer = await api.post(`${path}/approve`, as(), { digest: revision.digest });
    expect([answer.statusCode, slug(answer)]).toEqual([403, reason]);
    expect(await commands()).toEqual([]);
  });

  test('requires a person other than the proposer, also among those who may approve', async () => {
    await receive();
    await changeLaw({ hours: 48 });
    const { number, digest } = (await propose('admin')).json();
    const path = `/v1/rulebook/revisions/${number}/approve`;
    expect(slug(await api.post(path, 'admin', { digest }))).toBe('four-eyes');
    expect((await api.post(path, admin2, { digest })).statusCode).toBe(200);
  });

  test('rejects a digest other than that of the revision', async () => {
    const { path } = await proposed();
    const answer = await api.post(`${path}/approve`, 'admin', { digest: 'sha256:other' });
    expect([answer.statusCode, slug(answer)]).toEqual([409, 'digest-mismatch']);
  });

  test('rejects the approval after the law has changed again', async () => {
    const { revision, path } = await proposed();
    await changeLaw({ hours: 60 });
    const answer = await api.post(`${path}/approve`, 'admin', { digest: revision.digest });
    expect([answer.statusCode, slug(answer)]).toEqual([409, 'illegal-transition']);
    expect(answer.json().detail).toContain('has changed since');
  });

  test('rejects a second approval of the same revision', async () => {
    const { revision, path } = await proposed();
    await api.post(`${path}/approve`, 'admin', { digest: revision.digest });
    const again = await api.post(`${path}/approve`, 'admin', { digest: revision.digest });
    expect([again.statusCode, slug(again)]).toEqual([409, 'illegal-transition']);
    expect(await commands()).toHaveLength(1);
  });

  test('leaves a clock alone that has moved or ended since, and reports it', async () => {
    const moved = await receive();
    const ended = await receive();
    const { notice, revision, path } = await proposed();
    await sql`update clock set due_at = due_at + interval '1 hour', revision = 1 where id = ${(await complyClock(moved.id)).id}::uuid`.execute(
      api.db,
    );
    await sql`update clock set state = 'met' where notice_id = ${ended.id}::uuid`.execute(api.db);
    await api.post(`${path}/approve`, 'admin', { digest: revision.digest });
    expect((await commands()).map(({ notice_id }) => notice_id)).toEqual([notice.id]);
    expect((await api.get(path, 'reviewer')).json()).toMatchObject({
      state: 'approved',
      clocks: 3,
      moves: { proposed: 1, made: 0, refused: 2 },
    });
  });

  test('raises the alert again when a clock could not follow', async () => {
    const moved = await receive();
    const { revision, path } = await proposed();
    await sql`update clock set due_at = due_at + interval '1 hour', revision = 1 where id = ${(await complyClock(moved.id)).id}::uuid`.execute(
      api.db,
    );
    await api.post(`${path}/approve`, 'admin', { digest: revision.digest });
    await api.rulebookStore.refresh();
    expect(await openReason('rulebook_changed')).toBeUndefined();
    await sql`update clock_move set state = 'made' where state = 'proposed'`.execute(api.db);
    await api.rulebookStore.refresh();
    expect(await openReason('rulebook_changed')).toMatch(/would move/);
  });

  test('returns 404 for an unknown revision number, and 403 to roles that may not approve', async () => {
    for (const number of ['999', '0', 'x', '99999999999']) {
      expect(slug(await api.post(`/v1/rulebook/revisions/${number}/approve`, 'admin', { digest: 'd' }))).toBe(
        'not-found',
      );
      expect(slug(await api.get(`/v1/rulebook/revisions/${number}`, 'reviewer'))).toBe('not-found');
    }
    expect(slug(await api.post('/v1/rulebook/revisions/999/approve', 'reviewer', { digest: 'd' }))).toBe('forbidden');
  });
});

describe('withdrawing a rulebook revision', () => {
  test('moves no clock, writes the audit log, and allows another revision', async () => {
    const { revision, path } = await proposed();
    const answer = await api.post(`${path}/withdraw`, 'reviewer', { reason: 'The calendar was wrong' });
    expect(answer.json()).toMatchObject({ state: 'withdrawn', decidedBy: { id: api.people.reviewer.id } });
    expect((await moves()).map(({ state }) => state)).toEqual(['refused']);
    expect(await audited('rulebook_revision_withdrawn')).toMatchObject([
      { detail: { revision: revision.number, reason: 'The calendar was wrong', clocks: 1 } },
    ]);
    expect(slug(await api.post(`${path}/approve`, 'admin', { digest: revision.digest }))).toBe('illegal-transition');
    const second = (await propose()).json();
    const { items } = (await api.get('/v1/rulebook/revisions?count=true', 'ops')).json();
    expect(items.map(({ number, state }: { number: number; state: string }) => [number, state])).toEqual([
      [second.number, 'proposed'],
      [revision.number, 'withdrawn'],
    ]);
  });

  test('requires a reason and a role that may propose revisions', async () => {
    const { path } = await proposed();
    expect(slug(await api.post(`${path}/withdraw`, 'reviewer', {}))).toBe('validation');
    expect(slug(await api.post(`${path}/withdraw`, 'ops', { reason: 'x' }))).toBe('forbidden');
  });
});

describe('GET /v1/rulebook/diff', () => {
  test('compares the law at two times, line by line', async () => {
    await changeLaw({ version: '2026-02-20' });
    const answer = (await api.get('/v1/rulebook/diff?from=2026-02-19&to=2026-02-20&count=true', 'reviewer')).json();
    expect(answer).toMatchObject({
      total: 1,
      nextCursor: null,
      items: [{ id: 'IN-TEST', change: 'added', after: '2026-02-20' }],
    });
    const back = (await api.get('/v1/rulebook/diff?from=2026-02-20&to=2026-02-19', 'reviewer')).json();
    expect(back.items).toMatchObject([{ id: 'IN-TEST', change: 'ended', before: '2026-02-20' }]);
  });

  test('reads an instant in the time zone of each law', async () => {
    await changeLaw({ version: '2026-02-20' });
    const at = (instant: string) => encodeURIComponent(instant);
    const query = `from=${at('2026-02-19T23:59:59.999+05:30')}&to=${at('2026-02-20T00:00:00+05:30')}`;
    expect((await api.get(`/v1/rulebook/diff?${query}`, 'reviewer')).json().items).toHaveLength(1);
    const same = `from=${at('2026-02-19T00:00:00Z')}&to=${at('2026-02-19T18:29:59Z')}`;
    expect((await api.get(`/v1/rulebook/diff?${same}`, 'reviewer')).json().items).toEqual([]);
  });

  test.each([
    ['?from=2026-02-19', '/query/to'],
    ['?from=yesterday&to=2026-02-20', '/query/from'],
    ['?from=2026-02-30&to=2026-02-20', '/query/from'],
    ['?from=2026-02-19T00:00:00&to=2026-02-20', '/query/from'],
  ])('rejects %s, naming the parameter', async (query, path) => {
    const answer = await api.get(`/v1/rulebook/diff${query}`, 'reviewer');
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, path]);
  });
});

test('every route applies a changed law', async () => {
  await changeLaw({ hours: 7 });
  const { clocks } = (await api.get('/v1/rulebook/regimes/IN-TEST', 'reviewer')).json();
  expect(clocks.find(({ kind }: { kind: string }) => kind === 'comply').counting.amount).toBe(7);
  const { id } = await receive();
  expect((await complyClock(id)).due_at?.getTime()).toBe(Date.parse(RECEIVED) + 7 * HOUR_MS);
});
