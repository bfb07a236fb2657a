import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createServer } from 'node:http';
import { sql } from 'kysely';
import { sendStatements } from '../../../features/publishing/application/letters/send-statements.js';
import { listenOnLoopback } from '../../support/simulators/listen.js';
import { WEBHOOK_TRIES } from '../../../domain/webhooks/webhook-event.js';
import { startApi, type ApiHarness } from '../../support/api-harness.js';

const TOKEN = 'a-token-of-the-platform';
const FACTS = { category: 'STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH', contentDate: '2024-02-01' };

let api: ApiHarness;
let url: string;
let tries: { puid: string; [field: string]: unknown }[];
let held: Map<string, string>;
/** Answer instead of accepting a statement. */
let instead: { status: number; body?: object; holds?: boolean } | null;
let dues = 0;

const server = createServer((request, response) => {
  void (async () => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const statement = JSON.parse(text) as { puid: string };
    expect(request.headers.authorization).toBe(`Bearer ${TOKEN}`);
    tries.push(statement);
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    const uuid = held.get(statement.puid);
    if (instead !== null) {
      if (instead.holds === true) held.set(statement.puid, `uuid-${held.size}`);
      answer(instead.status, instead.body ?? {});
    } else if (uuid === undefined) {
      held.set(statement.puid, `uuid-${held.size}`);
      answer(201, { uuid: held.get(statement.puid), puid: statement.puid });
    } else {
      answer(422, { message: 'not unique', errors: { puid: ['not unique'] }, existing: { uuid } });
    }
  })();
});

beforeAll(async () => {
  url = `http://127.0.0.1:${await listenOnLoopback(server)}/api/v2/statement`;
  api = await startApi();
});
afterAll(async () => {
  server.close();
  await api.close();
});
beforeEach(async () => {
  [tries, held, instead] = [[], new Map(), null];
  await api.db.deleteFrom('statement').execute();
});

const send = () => sendStatements({ ...api.context, transparencyDatabase: { url, token: TOKEN } }, () => false);
const wait = () =>
  api.db
    .updateTable('statement')
    .set({ next_at: new Date(0) })
    .execute();
const draft = (id: string, body: object = FACTS, role: 'reviewer' | 'approver' | 'counsel' = 'reviewer') =>
  api.post(`/v1/notices/${id}/statements`, role, body);
const approve = (
  id: string,
  { version, digest }: { version: number; digest: string },
  role: 'reviewer' | 'approver' | 'counsel' | 'ops' = 'approver',
) => api.post(`/v1/notices/${id}/statements/${version}/approve`, role, { digest });
async function state(id: string, body: object = FACTS) {
  const drafted = await draft(id, body);
  if (drafted.statusCode === 200 && drafted.json().version !== null)
    expect((await approve(id, drafted.json())).statusCode).toBe(200);
  return drafted;
}
const listed = async (id: string) => (await api.get(`/v1/notices/${id}/statements`, 'reviewer')).json().items;

interface Act {
  action?: string;
  decision?: string;
  countries?: string[];
}

async function actedUpon(
  patch: object = {},
  { action = 'remove', decision = 'remove_rules', countries = [] }: Act = {},
) {
  dues += 1;
  const { id } = await api.receive({
    kind: 'request',
    targets: [1, 2].map((no) => ({ type: 'post', locator: `@post-${dues}-${no}` })),
    ...patch,
  });
  await sql`update target set action = ${decision}, grounds = '{own_rules}' where notice_id = ${id}::uuid`.execute(
    api.db,
  );
  for (const no of [1, 2])
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, countries, status, at)
      values (${`${id}-1-${no}`}, ${id}::uuid, 1, ${no}, ${action}, 'post', ${countries}, 'applied', '2024-03-05T10:00:00Z')`.execute(
      api.db,
    );
  return id;
}

describe('statement of reasons', () => {
  test('is sent only once another person has approved it', async () => {
    const id = await actedUpon();
    const drafted = (await draft(id, FACTS, 'counsel')).json();
    expect(drafted).toMatchObject({ drafted: 2, version: 1, digest: expect.stringMatching(/^sha256:/) });
    await send();
    expect(tries).toEqual([]);
    const type = async (answer: ReturnType<typeof approve>) => (await answer).json().type;
    expect(await type(approve(id, drafted, 'counsel'))).toBe('urn:notice-desk:problem:four-eyes');
    expect(await type(approve(id, drafted, 'reviewer'))).toBe('urn:notice-desk:problem:forbidden');
    expect(await type(approve(id, { ...drafted, digest: 'sha256:0' }))).toBe('urn:notice-desk:problem:digest-mismatch');
    const { versions } = (await api.get(`/v1/notices/${id}/statements/versions`, 'approver')).json();
    expect(versions).toMatchObject([
      { version: 1, state: 'drafted', statements: 2, items: null, mayJudge: true, ...FACTS },
    ]);
    expect((await approve(id, drafted)).json()).toMatchObject({ state: 'approved', approvals: 1 });
    await send();
    expect(tries).toHaveLength(2);
  });

  test('is returned to its author with the reason, and not sent', async () => {
    const id = await actedUpon();
    const { version } = (await draft(id)).json();
    await api.post(`/v1/notices/${id}/statements/${version}/return`, 'approver', { reason: 'Another category.' });
    await send();
    expect(tries).toEqual([]);
    const { versions } = (await api.get(`/v1/notices/${id}/statements/versions`, 'reviewer')).json();
    expect(versions).toMatchObject([{ state: 'returned', reason: 'Another category.' }]);
  });

  test('is not approved when the record has changed since it was drafted', async () => {
    const id = await actedUpon();
    const drafted = (await draft(id)).json();
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, status, at)
      values (${`${id}-2-1`}, ${id}::uuid, 2, 1, 'restore', 'post', 'applied', '2024-04-01T10:00:00Z')`.execute(api.db);
    const answer = await approve(id, drafted);
    expect([answer.statusCode, answer.json().type]).toEqual([409, 'urn:notice-desk:problem:digest-mismatch']);
    await send();
    expect(tries).toEqual([]);
  });

  test('is drafted from the record, stated by a person, sent once and receipted', async () => {
    const id = await actedUpon();
    expect((await listed(id))[0]).toMatchObject({
      state: 'unstated',
      due: 'due',
      statement: { decision_visibility: ['DECISION_VISIBILITY_CONTENT_REMOVED'], application_date: '2024-03-05' },
    });
    expect((await state(id)).json()).toMatchObject({ drafted: 2, order: 0, elsewhere: 0 });
    await send();
    await send();
    expect(tries.map(({ puid }) => puid).toSorted()).toEqual([`${id}-1-1`, `${id}-1-2`]);
    expect(tries[0]).toMatchObject({
      decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
      category: FACTS.category,
      content_date: '2024-02-01',
      content_type_other: 'post',
      automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
    });
    expect(JSON.stringify(tries)).not.toContain('@post');
    expect((await listed(id))[0]).toMatchObject({
      state: 'accepted',
      receipt: expect.stringMatching(/^uuid-/),
      version: 1,
    });
  });

  test('is not sent again for the same facts, and becomes another version for changed ones', async () => {
    const id = await actedUpon();
    await state(id);
    await send();
    expect((await state(id)).json()).toMatchObject({ drafted: 0 });
    const corrected = { ...FACTS, category: 'STATEMENT_CATEGORY_VIOLENCE', items: [2] };
    expect((await state(id, corrected)).json()).toMatchObject({ drafted: 1 });
    await send();
    expect(tries.at(-1)).toMatchObject({ puid: `${id}-1-2-v2`, category: 'STATEMENT_CATEGORY_VIOLENCE' });
    expect((await listed(id)).map(({ version }: { version: number }) => version)).toEqual([1, 2]);
  });

  test('is outdated once its item is restored, and stated again with the date of restoration', async () => {
    const id = await actedUpon();
    await state(id);
    await send();
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, status, at)
      values (${`${id}-2-1`}, ${id}::uuid, 2, 1, 'restore', 'post', 'applied', '2024-04-01T10:00:00Z')`.execute(api.db);
    expect((await listed(id)).map(({ outdated }: { outdated: boolean }) => outdated)).toEqual([true, false]);
    expect((await state(id)).json()).toMatchObject({ drafted: 1 });
    await send();
    expect(tries.at(-1)).toMatchObject({ puid: `${id}-1-1-v2`, end_date_visibility_restriction: '2024-04-01' });
    expect((await listed(id))[0]).toMatchObject({ outdated: false, state: 'accepted' });
  });

  test('is recognised by its puid after a lost answer, and keeps the first receipt', async () => {
    const id = await actedUpon();
    await state(id, { ...FACTS, items: [1] });
    instead = { status: 503, holds: true };
    await send();
    instead = null;
    await wait();
    await send();
    expect(tries).toHaveLength(2);
    expect((await listed(id))[0]).toMatchObject({ state: 'accepted', receipt: 'uuid-0' });
  });

  test('stays refused with the reason and an alert, and can be stated again', async () => {
    const id = await actedUpon();
    await state(id, { ...FACTS, items: [1] });
    instead = { status: 422, body: { message: 'The selected category is invalid.' } };
    await send();
    await wait();
    await send();
    expect(tries).toHaveLength(1);
    expect((await listed(id))[0]).toMatchObject({ state: 'refused', lastError: expect.stringContaining('invalid') });
    const open = async () =>
      (await api.get('/v1/ops/alerts', 'ops')).json().items.map(({ kind }: { kind: string }) => kind);
    expect(await open()).toContain('statements_not_taken');
    instead = null;
    await state(id, { ...FACTS, items: [1] });
    await send();
    expect(await open()).not.toContain('statements_not_taken');
  });

  test('is retried for a day, then given up, and resumes under the same puid', async () => {
    const id = await actedUpon();
    await state(id, { ...FACTS, items: [1] });
    instead = { status: 503 };
    await send();
    expect((await listed(id))[0]).toMatchObject({ state: 'pending', tries: 1 });
    await api.db
      .updateTable('statement')
      .set({ tries: WEBHOOK_TRIES - 1, next_at: new Date(0) })
      .execute();
    await send();
    expect((await listed(id))[0]).toMatchObject({ state: 'dead' });
    instead = null;
    expect((await state(id, { ...FACTS, items: [1] })).json()).toMatchObject({ drafted: 1 });
    await send();
    expect((await listed(id))[0]).toMatchObject({ state: 'accepted', version: 1 });
  });

  test('is not due for orders of a Member State, nor for effects outside the EEA', async () => {
    const order = { kind: 'removal_order', authority: { name: 'An Office', country: 'DE' }, jurisdiction: 'DE' };
    const ordered = await actedUpon(order, { action: 'withhold', decision: 'withhold', countries: ['DE'] });
    expect((await state(ordered)).json()).toMatchObject({ drafted: 0, order: 2 });
    expect((await state(await actedUpon(order))).json()).toMatchObject({ drafted: 2 });
    const abroad = await actedUpon({}, { action: 'withhold', decision: 'withhold', countries: ['IN'] });
    expect((await state(abroad)).json()).toMatchObject({ drafted: 0, elsewhere: 2 });
    expect((await listed(abroad))[0]).toMatchObject({ due: 'elsewhere', state: null, statement: null });
  });

  test('is not stated for a secret notice, and waits while its notice is secret', async () => {
    const id = await actedUpon();
    await state(id);
    const become = (level: string) =>
      sql`update notice set secrecy_level = ${level} where id = ${id}::uuid`.execute(api.db);
    await become('restricted');
    await send();
    expect(tries).toEqual([]);
    expect((await api.post(`/v1/notices/${id}/statements`, 'counsel', FACTS)).json()).toMatchObject({
      type: 'urn:notice-desk:problem:illegal-transition',
    });
    await become('open');
    await send();
    expect(tries).toHaveLength(2);
  });

  test('is stated by roles that may submit, and recorded in the notice’s timeline', async () => {
    const id = await actedUpon();
    expect((await draft(id, FACTS, 'approver')).statusCode).toBe(403);
    await state(id);
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.at(-1)).toMatchObject({ action: 'reasons_stated', detail: { ...FACTS, targets: 2 } });
  });

  test('waits while no transparency database is configured', async () => {
    const id = await actedUpon();
    await state(id);
    await sendStatements({ ...api.context, transparencyDatabase: null }, () => false);
    expect((await listed(id))[0]).toMatchObject({ state: 'pending', tries: 0 });
  });
});
