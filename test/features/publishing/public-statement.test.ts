import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../support/api-harness.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const HTML = { accept: 'text/html' };
const page = async (path: string, language = 'en') => api.get(path, null, { ...HTML, 'accept-language': language });
const feed = async () => (await api.get('/statements/feed.atom', null)).body;
const view = async (id: string) => (await api.get(`/v1/notices/${id}/public-statement`, 'reviewer')).json();
const draft = (id: string, text: string, title = 'What we did') =>
  api.post(`/v1/notices/${id}/public-statement`, 'reviewer', { title, text });
async function approve(id: string, as: 'approver' | 'counsel' | 'reviewer') {
  const [last] = (await view(id)).versions;
  return api.post(`/v1/notices/${id}/public-statement/${last.version}/approve`, as, { digest: last.digest });
}
async function carriedOut(patch: object = {}): Promise<string> {
  const { id } = await api.receive({
    regime: 'IN-ITR-3-1-D',
    targets: [1, 2, 3].map((no) => ({ type: 'account', locator: `@s${no}` })),
    ...patch,
  });
  await sql`update notice set outcome = 'partly_complied' where id = ${id}::uuid`.execute(api.db);
  for (const no of [1, 2])
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, countries, status, at)
      values (${`${id}-1-${no}`}, ${id}::uuid, 1, ${no}, 'withhold', 'account', '{IN}', 'applied', '2024-03-05T10:00:00Z')`.execute(
      api.db,
    );
  return id;
}
async function published(text = 'Two of three are withheld in India.'): Promise<string> {
  const id = await carriedOut();
  await draft(id, text);
  await approve(id, 'approver');
  await approve(id, 'counsel');
  return id;
}

describe('public statement of a notice', () => {
  test('is published after two approvals by people who did not write it, with the figures of the ledger', async () => {
    const id = await carriedOut();
    expect((await draft(id, 'Two of three <are> withheld.')).statusCode).toBe(200);
    expect((await approve(id, 'reviewer')).json().type).toBe('urn:notice-desk:problem:four-eyes');
    await approve(id, 'approver');
    expect((await approve(id, 'approver')).json().type).toBe('urn:notice-desk:problem:four-eyes');
    expect((await page(`/statements/${id}`)).statusCode).toBe(404);
    await approve(id, 'counsel');
    const { statusCode, body, headers } = await page(`/statements/${id}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('Two of three &lt;are&gt; withheld.');
    expect(body).toContain('<dt>Withheld by country</dt><dd dir="auto">2 (in India)</dd>');
    expect(body).not.toContain('<script');
    expect(headers['content-language']).toBe('en');
    expect(await feed()).toContain(`<id>urn:uuid:${id}</id>`);
    expect((await page('/statements')).body).toContain(`/statements/${id}`);
    expect((await view(id)).address).toBe(`http://desk.test/statements/${id}`);
  });

  test('is shown in the language of the reader', async () => {
    const id = await published();
    expect((await page(`/statements/${id}`, 'de-DE')).body).toContain('<dt>Gesetz</dt>');
    expect((await page(`/statements/${id}`, 'fr')).body).toContain('<dt>Reçue</dt>');
  });

  test('shows a corrected version once approved, with the previous one below', async () => {
    const id = await published('The first.');
    await sql`update notice set restored = 1 where id = ${id}::uuid`.execute(api.db);
    expect(await view(id)).toMatchObject({ outdated: true });
    await draft(id, 'The second.');
    expect((await page(`/statements/${id}`)).body).not.toContain('The second.');
    await approve(id, 'approver');
    await approve(id, 'counsel');
    const { body } = await page(`/statements/${id}`);
    expect(body.indexOf('The second.')).toBeLessThan(body.indexOf('Earlier versions'));
    expect(body.indexOf('The first.')).toBeGreaterThan(body.indexOf('Earlier versions'));
    expect(body).toContain('Version 2');
    expect(await feed()).toContain('(version 2)');
    expect(await view(id)).toMatchObject({ outdated: false });
  });

  test('disappears without trace while its notice is secret, and returns when the secrecy ends', async () => {
    const never = '00000000-0000-7000-8000-000000000000';
    const readPages = async (id: string) =>
      Promise.all([page(`/statements/${id}`), page('/statements')].map(async (one) => (await one).body)).then(
        async (pages) => [...pages, await feed()],
      );
    const before = await readPages(never);
    const id = await published('Shortly known.');
    await sql`update notice set secrecy_level = 'gagged' where id = ${id}::uuid`.execute(api.db);
    expect(await readPages(id)).toEqual(before);
    await sql`update notice set secrecy_until = now() where id = ${id}::uuid`.execute(api.db);
    expect((await page(`/statements/${id}`)).body).toContain('Shortly known.');
  });

  test('cannot be drafted for a secret notice', async () => {
    const id = await carriedOut();
    await sql`update notice set secrecy_level = 'restricted' where id = ${id}::uuid`.execute(api.db);
    const answer = await api.post(`/v1/notices/${id}/public-statement`, 'counsel', { title: 'T', text: 'T' });
    expect(answer.json().type).toBe('urn:notice-desk:problem:illegal-transition');
  });

  test('has no pages and no feed unless switched on', async () => {
    const off = await startApi({ publicStatements: false });
    const answers = await Promise.all(['/statements', '/statements/feed.atom'].map((path) => off.get(path, null)));
    await off.close();
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401]);
  });

  test('keeps its published text when the texts of the notice are erased, and loses its drafts', async () => {
    const id = await published('It stays.');
    await draft(id, 'A draft.');
    await sql`insert into notice_erasure (notice_id, kind, period, at, counts) values (${id}::uuid, 'texts', 'P1Y', now(), '{}')`.execute(
      api.db,
    );
    expect((await page(`/statements/${id}`)).body).toContain('It stays.');
    const { rows } =
      await sql`select version, state, body::text from publication where notice_id = ${id}::uuid and version = 2`.execute(
        api.db,
      );
    expect(rows).toEqual([{ version: 2, state: 'replaced', body: '{}' }]);
  });
});
