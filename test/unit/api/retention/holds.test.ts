import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { applyRetention } from '../../../../application/audit/retention/erase.js';
import { appendAudit } from '../../../../registry/notices/audit.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { A_DAY, backdate, closeBy, keepFor, tablesWith } from '../../../support/retention.js';

let api: ApiHarness;
let counsel2: HarnessPerson;
beforeAll(async () => {
  api = await startApi();
  counsel2 = await api.addPerson('Counsel2', ['counsel']);
});
afterAll(() => api.close());

const hold = (id: string, as: Parameters<ApiHarness['post']>[1] = 'counsel') =>
  api.post(`/v1/notices/${id}/hold`, as, { reason: 'Litigation in Delhi' });
const lift = (id: string, as: Parameters<ApiHarness['post']>[1]) =>
  api.post(`/v1/notices/${id}/lift-hold`, as, { reason: 'Settled' });
const readStatus = async (answer: ReturnType<ApiHarness['post']>) => (await answer).statusCode;

describe('legal hold', () => {
  test('is placed by counsel at any stage, once, and shows on the notice and in its timeline', async () => {
    const { id } = await api.receive();
    expect(await readStatus(hold(id, 'reviewer'))).toBe(403);
    expect((await hold(id)).json()).toEqual({ notice: id, state: 'held' });
    expect(await readStatus(hold(id))).toBe(409);
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).json().hold).toMatchObject({
      reason: 'Litigation in Delhi',
      byName: 'counsel',
      lifting: null,
    });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.at(-1)).toMatchObject({ action: 'hold_set', detail: { reason: 'Litigation in Delhi' } });
  });

  test('is lifted by two people, the first of them counsel', async () => {
    const { id } = await api.receive();
    expect(await readStatus(lift(id, 'counsel'))).toBe(409);
    await hold(id);
    expect(await readStatus(lift(id, 'reviewer'))).toBe(403);
    expect(await readStatus(lift(id, 'approver'))).toBe(403);
    expect((await lift(id, 'counsel')).json().state).toBe('lift_requested');
    const again = await lift(id, 'counsel');
    expect([again.statusCode, again.json().type]).toEqual([403, 'urn:notice-desk:problem:four-eyes']);
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).json().hold.lifting).toMatchObject({ byName: 'counsel' });
    expect((await lift(id, 'approver')).json().state).toBe('lifted');
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).json().hold).toBeNull();
    await hold(id);
    expect((await lift(id, counsel2)).json().state).toBe('lift_requested');
  });

  test('on a hidden notice is neither placed, lifted nor seen by people without access', async () => {
    const { id } = await api.receive({ secrecy: await api.gagged() });
    expect(await readStatus(hold(id, counsel2))).toBe(404);
    expect(await readStatus(hold(id))).toBe(200);
    expect(await readStatus(lift(id, counsel2))).toBe(404);
    await keepFor(api.db, A_DAY);
    await closeBy(api.db, { id, days: 2 });
    const seen = async (as: Parameters<ApiHarness['get']>[1]) =>
      (await api.get('/v1/retention', as)).json().items.map(({ notice }: { notice: string }) => notice);
    expect(await seen(counsel2)).toEqual([]);
    expect(await seen('counsel')).toEqual([id]);
    expect((await api.post('/v1/retention/run', counsel2, {})).json()).toEqual({ items: [] });
  });
});

describe('what blocks the erasure of a closed notice', () => {
  const findStop = async (id: string) => {
    const { items } = (await api.get('/v1/retention?limit=200', 'counsel')).json();
    return items.find(({ notice }: { notice: string }) => notice === id)?.stop;
  };
  beforeAll(() => keepFor(api.db, A_DAY));

  test('is nothing once everything about the notice has ended', async () => {
    const { id } = await api.receive();
    await closeBy(api.db, { id, days: 2 });
    expect(await findStop(id)).toBeNull();
  });

  test('is a clock that keeps running after closing, such as one to preserve', async () => {
    const { id } = await api.receive({ orderedDeadline: { within: 'PT4H' } });
    await closeBy(api.db, { id, days: 2 });
    await api.db.updateTable('clock').set({ state: 'running' }).where('notice_id', '=', id).execute();
    expect(await findStop(id)).toBe('clock');
  });

  test('is an order that is in force by its own terms', async () => {
    const { id } = await api.receive({ effectiveUntil: '2090-01-01T00:00:00Z' });
    await closeBy(api.db, { id, days: 2 });
    expect(await findStop(id)).toBe('in_force');
  });

  test('is an open alert', async () => {
    const { id } = await api.receive();
    await closeBy(api.db, { id, days: 2 });
    await api.db
      .insertInto('alert')
      .values({ id: uuidv7(), key: id, kind: 'restore_due', notice_id: id, summary: 'x', resolved_at: null })
      .execute();
    expect(await findStop(id)).toBe('alert');
  });

  test('is a linked open notice, unless that notice is hidden from its readers', async () => {
    const [open, beside] = [await api.receive(), await api.receive()];
    const linked = [{ notice: open.id, as: 'follows' }];
    await api.receive({ relatesTo: linked, secrecy: await api.gagged() });
    await closeBy(api.db, { id: open.id, days: 2 });
    expect(await findStop(open.id)).toBeNull();
    await api.receive({ relatesTo: [{ notice: beside.id, as: 'follows' }] });
    await closeBy(api.db, { id: beside.id, days: 2 });
    expect(await findStop(beside.id)).toBe('linked_open');
  });
});

describe('erasing a person who has left', () => {
  const erase = (id: string, as: 'admin' | 'counsel' = 'admin') => api.post(`/v1/people/${id}/erase`, as, {});
  const leave = async ({ id }: HarnessPerson, name: string) =>
    api.post('/v1/people', 'admin', {
      id,
      name,
      email: `${name.toLowerCase()}@desk.example`,
      roles: ['reviewer'],
      active: false,
    });
  const confirm = async (answer: ReturnType<typeof erase>, as: 'counsel' | 'admin' = 'counsel') =>
    api.post(`/v1/changes/${(await answer).json().change}/confirm`, as, {});

  test('requires two people, and removes the name everywhere but in texts that others wrote', async () => {
    await keepFor(api.db, A_DAY);
    const person = await api.addPerson('Zqperson', ['reviewer']);
    const { id: notice } = await api.receive();
    await api.post(`/v1/notices/${notice}/annotate`, person, { text: 'Seen.', audience: 'internal' });
    const shifts = { shifts: [], languages: ['hi'], capacity: 3 };
    expect((await api.post(`/v1/people/${person.id}/roster`, 'ops', shifts)).statusCode).toBe(200);
    expect((await api.post('/v1/me/seen', person, { items: ['mail:1'] })).statusCode).toBe(204);
    expect((await api.post('/v1/me/shift-note', person, { text: 'Zqperson hands over.' })).statusCode).toBe(200);
    expect(await readStatus(erase(person.id))).toBe(409);
    // Mails about their own entry, and one to another person that names them.
    const admin = await api.addPerson('Zqadmin', ['admin']);
    const entry = { id: person.id, name: 'Zqperson', email: 'zqperson@desk.example', roles: ['reviewer'] };
    expect((await api.post('/v1/people', admin, { ...entry, name: 'Zqperson Other' })).statusCode).toBe(202);
    await sql`insert into directory_message (key, change_id, person_id, to_address, detail, until_at)
      select 'other', id, ${api.people.ops.id}::uuid, 'ops@desk.example',
        '{"about": "key_confirmed", "fields": [], "byName": "Zqperson"}', now() from change limit 1`.execute(api.db);
    expect((await leave(person, 'Zqperson')).statusCode).toBe(200);
    await backdate(api.db, { table: 'person', column: 'inactive_since', id: person.id, days: 2 });
    expect(await readStatus(erase(person.id, 'counsel'))).toBe(403);
    const erasure = erase(person.id);
    expect((await erasure).statusCode).toBe(202);
    expect((await confirm(erasure, 'admin')).statusCode).toBe(403);
    await api.get('/v1/audit', 'auditor');
    expect((await confirm(erasure)).statusCode).toBe(200);
    expect(await tablesWith(api.db, 'Zqperson')).toEqual([]);
    const { rows: own } = await sql`select person_id from roster where person_id = ${person.id}::uuid
      union all select person_id from seen_item where person_id = ${person.id}::uuid`.execute(api.db);
    expect(own).toEqual([]);
    const { items } = (await api.get('/v1/people?limit=200', 'admin')).json();
    expect(items.find(({ id }: HarnessPerson) => id === person.id)).toMatchObject({
      name: expect.stringMatching(/^staff-[0-9a-f]{20}$/),
      roles: [],
      active: false,
    });
    const { items: log } = (await api.get('/v1/audit?limit=200&order=newest', 'auditor')).json();
    expect(log[1]).toMatchObject({ entry: { action: 'person_erased', detail: { person: person.id } } });
    expect((await leave(person, 'Zqperson')).statusCode).toBe(409);
    expect(await readStatus(erase(person.id))).toBe(202);
    expect((await confirm(erase(person.id))).body).toContain('already been erased');
  });

  test('waits for the retention period and for legal holds on notices the person worked on', async () => {
    const person = await api.addPerson('Working', ['reviewer', 'counsel']);
    const { id: notice } = await api.receive();
    expect(await readStatus(hold(notice, person))).toBe(200);
    await leave(person, 'Working');
    expect((await confirm(erase(person.id))).body).toContain('has not ended');
    await backdate(api.db, { table: 'person', column: 'inactive_since', id: person.id, days: 2 });
    const held = await confirm(erase(person.id));
    expect([held.statusCode, held.body]).toEqual([409, expect.stringContaining('legal hold')]);
    expect(held.body).not.toContain(notice);
  });
});

test('retention erases session, browser and account of expired sign-ins, and keeps younger ones', async () => {
  await keepFor(api.db, A_DAY);
  const { id: person } = api.people.reviewer;
  const signedIn = async (days: number, mark: string) => {
    const at = new Date(Date.now() - days * 86_400_000);
    const session = uuidv7();
    const kept = { started_at: at, last_seen_at: at, user_agent: mark, revoked_at: null, id_token_sealed: null };
    await api.db
      .insertInto('session')
      .values({ id: session, token_sha256: Buffer.from(mark), person_id: person, ...kept })
      .execute();
    const detail = { session, issuer: 'https://issuer.example', subject: mark, firstOfSubject: false, userAgent: mark };
    const actor = { kind: 'person' as const, id: person, name: 'reviewer', roles: [] };
    await appendAudit(api.db, [{ at, noticeId: null, actor, action: 'sign_in', detail }]);
  };
  await signedIn(2, 'zqold');
  await signedIn(0, 'zqyoung');
  await applyRetention(api.context, () => false);
  expect(await tablesWith(api.db, 'zqold')).toEqual([]);
  expect(await tablesWith(api.db, 'zqyoung')).toEqual(['audit_entry', 'session']);
  const { items } = (await api.get('/v1/audit?action=sign_ins_erased', 'auditor')).json();
  expect(items[0].entry.detail).toEqual({ sessions: 1, entries: 1 });
});
