import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { makeSmallRulebook, type SmallRulebook } from '../../../support/law/small-rulebook.js';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

const LAW = { regime: 'IN-TEST', version: '2021-02-25' };

let book: SmallRulebook;
let api: ApiHarness;
let counsel2: HarnessPerson;

beforeAll(async () => {
  book = makeSmallRulebook();
  api = await startApi({}, { rulebookDir: book.dir });
  counsel2 = await api.addPerson('counsel2', ['counsel']);
});
afterAll(async () => {
  await api.close();
  book.remove();
});
beforeEach(async () => {
  await sql`truncate law_review, law_incident, alert`.execute(api.db);
  book.write();
  await api.applyFolder();
});

type As = Parameters<ApiHarness['get']>[1];

async function law(as: As = 'reviewer') {
  const { items } = (await api.get('/v1/rulebook/reviews', as)).json();
  return items.find(({ id }: { id: string }) => id === LAW.regime);
}

async function review(as: Parameters<ApiHarness['post']>[1], patch: Record<string, unknown> = {}) {
  const { digest } = await law();
  return api.post('/v1/rulebook/reviews', as, {
    ...LAW,
    digest,
    barAdmission: 'Bar Council of Delhi, D/1',
    jurisdiction: 'IN',
    scope: 'Hosts of user content',
    reviewedUntil: new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10),
    note: 'Compared with the gazette',
    ...patch,
  });
}

async function fact(id = 'clock:comply') {
  return (await law()).facts.find((one: { id: string }) => one.id === id);
}

function record(as: Parameters<ApiHarness['post']>[1] = 'counsel', patch: Record<string, unknown> = {}) {
  const wrong = { ...LAW, fact: 'clock:comply', found: '3 hours', source: 'The gazette', ...patch };
  return api.post('/v1/rulebook/incidents', as, wrong);
}

async function auditActions() {
  const rows = await api.db.selectFrom('audit_entry').select('action').execute();
  return rows.map(({ action }) => action);
}

async function complyClock(notice: string) {
  const { items } = (await api.get(`/v1/notices/${notice}/clocks`, 'reviewer')).json();
  return items.find(({ kind }: { kind: string }) => kind === 'comply');
}

const slug = (answer: { json(): { type: string } }) => answer.json().type.replace('urn:notice-desk:problem:', '');

describe('review of a law', () => {
  test('requires two different counsel, and is recorded in the audit log', async () => {
    expect(await law()).toMatchObject({ state: 'draft', until: null, by: [], facts: expect.any(Array) });
    const first = await review('counsel');
    expect([first.statusCode, first.json().state]).toEqual([201, 'reviewed_once']);
    const again = await review('counsel');
    expect([again.statusCode, slug(again)]).toEqual([403, 'four-eyes']);
    expect((await review(counsel2)).json()).toMatchObject({ state: 'reviewed_twice', by: [{}, {}] });
    expect(await auditActions()).toEqual(expect.arrayContaining(['law_reviewed']));
  });

  test('is open to counsel only', async () => {
    const answer = await review('reviewer');
    expect([answer.statusCode, slug(answer)]).toEqual([403, 'forbidden']);
    expect((await record('admin')).statusCode).toBe(403);
  });

  test('rejects a stale digest, and turns a changed law back into a draft', async () => {
    expect(slug(await review('counsel', { digest: 'x' }))).toBe('digest-mismatch');
    await review('counsel');
    book.write({ hours: 48 });
    await api.applyFolder();
    expect((await law()).state).toBe('draft');
  });

  test.each(['2020-01-01', '2099-01-01', 'soon'])('rejects %s as the end of a review', async (reviewedUntil) => {
    expect((await review('counsel', { reviewedUntil })).json()).toMatchObject({ errors: [{ path: '/reviewedUntil' }] });
  });

  test.each(['barAdmission', 'jurisdiction', 'scope', 'reviewedUntil'])('is refused without %s', async (name) => {
    const answer = await review('counsel', { [name]: undefined });
    expect([answer.statusCode, answer.json().errors[0].path]).toEqual([422, `/${name}`]);
  });

  test('of one fact counts for that fact, with bar admission, jurisdiction and scope, and for its clocks', async () => {
    const { id } = await api.receive({ receivedAt: '2026-03-02T10:00:00.000Z' });
    expect((await review('counsel', { fact: 'clock:comply' })).statusCode).toBe(201);
    expect(slug(await review('counsel', { fact: 'clock:comply' }))).toBe('four-eyes');
    await review(counsel2, { fact: 'clock:comply', scope: 'All' });
    expect(await law()).toMatchObject({ state: 'draft', by: [] });
    expect(await fact('inForce')).toMatchObject({ state: 'draft' });
    const by = { barAdmission: 'Bar Council of Delhi, D/1', jurisdiction: 'IN', fact: 'clock:comply' };
    expect(await fact()).toMatchObject({ state: 'reviewed_twice', by: [by, by] });
    expect((await complyClock(id)).review).toMatchObject({ state: 'reviewed_twice' });
    expect((await review('counsel', { fact: 'clock:none' })).json().errors[0].message).toBe(
      'Its facts are inForce, clock:comply.',
    );
  });

  test('of one fact ends when that fact changes or proves wrong, and not with another fact', async () => {
    await review('counsel', { fact: 'inForce' });
    await review('counsel', { fact: 'clock:comply' });
    book.write({ hours: 47 });
    await api.applyFolder();
    expect([(await fact()).state, (await fact('inForce')).state]).toEqual(['draft', 'reviewed_once']);
    await record();
    expect([(await fact()).mistakes.length, (await fact('inForce')).state]).toEqual([1, 'reviewed_once']);
    await record('counsel', { fact: 'inForce' });
    expect((await fact('inForce')).state).toBe('draft');
  });

  test('of the whole version counts for each fact', async () => {
    await review('counsel');
    expect(await fact()).toMatchObject({ state: 'reviewed_once', by: [{ fact: null }] });
    await review(counsel2, { fact: 'clock:comply' });
    expect([(await fact()).state, (await law()).state]).toEqual(['reviewed_twice', 'reviewed_once']);
  });

  test('names the known laws or versions when the reviewed one does not exist', async () => {
    expect((await review('counsel', { regime: 'IN-NONE' })).json().errors[0].path).toBe('/regime');
    expect((await review('counsel', { version: '1999-01-01' })).json().errors[0].message).toContain('2021-02-25');
  });

  test('raises an alert once expired, marks every clock made from the law, and resolves it with a new review', async () => {
    const { id } = await api.receive({ receivedAt: '2026-03-02T10:00:00.000Z' });
    await review('counsel');
    expect((await complyClock(id)).review).toMatchObject({ state: 'reviewed_once', mistakes: [] });
    await sql`update law_review set until = '2021-01-01'`.execute(api.db);
    await api.applyFolder();
    expect((await complyClock(id)).review).toMatchObject({ state: 'expired', until: '2021-01-01' });
    const open = () =>
      api.db.selectFrom('alert').select(['kind', 'summary']).where('resolved_at', 'is', null).execute();
    expect(await open()).toContainEqual({
      kind: 'law_review_due',
      summary: 'Law reviews expired: IN-TEST since 2021-01-01.',
    });
    await review('counsel');
    await api.applyFolder();
    expect(await open()).not.toContainEqual(expect.objectContaining({ kind: 'law_review_due' }));
  });

  test('does not mark a clock that comes from company policy or from the order', async () => {
    const { id } = await api.receive({ orderedDeadline: { within: 'PT4H' } });
    const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
    expect(items.map(({ basis, review: stand }: Record<string, unknown>) => [basis, stand])).toEqual(
      expect.arrayContaining([
        ['order', null],
        ['policy', null],
      ]),
    );
  });
});

describe('incident: a wrong fact of law', () => {
  test('undoes reviews, marks clocks, and lists the affected notices that the reader can read', async () => {
    const touched = await api.receive({ receivedAt: '2026-03-02T10:00:00.000Z' });
    const ordered = await api.receive({ orderedDeadline: { within: 'PT4H' } });
    const person = api.people.counsel.id;
    const secret = await api.receive({ secrecy: { level: 'gagged', people: [person, 'role:approver'] } });
    await review(counsel2);
    const recorded = await record();
    expect(recorded.statusCode).toBe(201);
    expect(recorded.json()).toMatchObject({
      fact: 'clock:comply',
      said: 'comply: 36 hours from receipt, can be paused',
    });
    expect(await law()).toMatchObject({ state: 'draft', mistakes: [recorded.json().number] });
    expect((await complyClock(touched.id)).review.mistakes).toHaveLength(1);
    const path = `/v1/rulebook/incidents/${recorded.json().number}`;
    const numbers = async (as: As) =>
      (await api.get(`${path}?limit=200`, as)).json().items.map((item: { number: string }) => item.number);
    expect(await numbers('counsel')).toEqual(expect.arrayContaining([touched.number, secret.number]));
    expect(await numbers('reviewer')).toContain(touched.number);
    expect(await numbers('reviewer')).not.toContain(secret.number);
    expect(await numbers('counsel')).not.toContain(ordered.number);
  });

  test('is corrected once, and does not affect notices received later', async () => {
    const before = await api.receive();
    const { number } = (await record()).json();
    const path = `/v1/rulebook/incidents/${number}`;
    const correct = () => api.post(`${path}/correct`, 'counsel', { correction: 'A new version' });
    expect((await correct()).json()).toMatchObject({ correction: 'A new version', correctedAt: expect.any(String) });
    expect(slug(await correct())).toBe('illegal-transition');
    const after = await api.receive();
    const { items } = (await api.get(`${path}?limit=200`, 'reviewer')).json();
    const numbers = items.map((item: { number: string }) => item.number);
    expect(numbers).toContain(before.number);
    expect(numbers).not.toContain(after.number);
    expect((await law()).mistakes).toEqual([]);
    expect(await auditActions()).toEqual(expect.arrayContaining(['law_incident_recorded', 'law_incident_corrected']));
  });

  test('affects every notice under the version when the fact is not a clock', async () => {
    const { number: notice } = await api.receive({ orderedDeadline: { within: 'PT4H' } });
    const { number } = (await record('counsel', { fact: 'inForce' })).json();
    const { items } = (await api.get(`/v1/rulebook/incidents/${number}?limit=200`, 'reviewer')).json();
    expect(items.map((item: { number: string }) => item.number)).toContain(notice);
  });

  test('names the facts of the law when an incident names an unknown one', async () => {
    expect((await record('counsel', { fact: 'clock:decide' })).json().errors[0].message).toBe(
      'Its facts are inForce, clock:comply.',
    );
  });
});

describe('GET /v1/rulebook/changelog', () => {
  test('lists dates of laws and editions of the rulebook, newest first, in pages', async () => {
    book.write({ hours: 12 });
    await api.applyFolder();
    const { items } = (await api.get('/v1/rulebook/changelog', 'reviewer')).json();
    const byEdition = items.filter(({ of }: { of: string }) => of === 'rulebook');
    expect(byEdition[0]).toMatchObject({
      id: expect.stringMatching(/^rulebook:\d+$/),
      differences: [{ id: 'IN-TEST' }],
    });
    expect(items.at(-1)).toMatchObject({ id: 'law:2009-01-01', of: 'law' });
    const first = (await api.get('/v1/rulebook/changelog?limit=1', 'reviewer')).json();
    const next = (await api.get(`/v1/rulebook/changelog?limit=1&cursor=${first.nextCursor}`, 'reviewer')).json();
    expect([first.items[0].id, next.items[0].id]).toEqual([items[0].id, items[1].id]);
  });

  test('is also served as a JSON Feed', async () => {
    const answer = await api.get('/v1/rulebook/changelog?format=feed&limit=1', 'reviewer');
    expect(answer.headers['content-type']).toContain('application/feed+json');
    expect(answer.json()).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', items: [{}] });
  });
});
