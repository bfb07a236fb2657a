import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

let api: ApiHarness;
let open: { id: string; number: string };
let secret: { id: string; number: string };

const targets = (...locators: string[]) => locators.map((locator) => ({ type: 'account', locator }));

beforeAll(async () => {
  api = await startApi();
  open = await api.receive({ subject: 'Harvest order', targets: targets('@harvest_watch', '@other') });
  secret = await api.receive({
    subject: 'Harvest gag',
    targets: targets('@harvest_watch_2'),
    secrecy: await api.gagged(),
  });
  await sql`update target set platform_id = 'p' || no, looked_up = true where locator like '@harvest%'`.execute(api.db);
  for (const [n, { id }] of [open, secret].entries())
    await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state, counts)
      values (${id}::uuid, 1, ${`key-${n}`}, 'dialogue_request', 'en', 'About the harvest', 'Which 100%_field?', 'sent', '{}')`.execute(
      api.db,
    );
  await sql`insert into inbound_mail (id, way, envelope, sha256, content_sha256, raw, size, subject, from_address, read_at, sorted_at)
    values (gen_random_uuid(), 'smtp', '{}', 'a', 'b', 'x', 1, 'Harvest question', 'desk@meity.example', now(), now())`.execute(
    api.db,
  );
});
afterAll(() => api.close());

const find = async (q: string, who: Parameters<ApiHarness['get']>[1] = 'reviewer', more = '') =>
  (await api.get(`/v1/search?q=${encodeURIComponent(q)}${more}`, who)).json();

describe('GET /v1/search', () => {
  test('finds notices, targets, letters and mail by part of their text, without those hidden from the reader', async () => {
    const found = await find('HARVEST');
    expect(found.notices).toEqual([expect.objectContaining({ id: open.id, subject: 'Harvest order' })]);
    expect(found.targets).toEqual([
      { notice: open.id, number: open.number, no: 1, type: 'account', locator: '@harvest_watch', status: 'undecided' },
    ]);
    expect(found.letters).toEqual([
      expect.objectContaining({ notice: open.id, n: 1, kind: 'dialogue_request', subject: 'About the harvest' }),
    ]);
    expect(found.mail).toEqual([expect.objectContaining({ subject: 'Harvest question', number: null })]);
  });

  test('shows a person named in a secrecy the notice too, and records that they looked', async () => {
    const found = await find('harvest', 'counsel');
    expect(found.targets.map(({ notice }: { notice: string }) => notice).sort()).toEqual([open.id, secret.id].sort());
    expect(found.letters).toHaveLength(2);
    const log = (await api.get(`/v1/audit?action=secret_read&notice=${secret.id}`, 'auditor')).json().items;
    expect(log.map(({ entry }: { entry: { detail: object } }) => entry.detail)).toContainEqual(
      expect.objectContaining({ list: 'search' }),
    );
  });

  test('finds an account by the beginning of its handle after @, and a target not looked up by its whole locator', async () => {
    const names = async (q: string) => (await find(q)).targets.map(({ locator }: { locator: string }) => locator);
    expect(await names('@harv')).toEqual(['@harvest_watch']);
    expect(await names('@watch')).toEqual([]);
    expect(await names('watch')).toEqual(['@harvest_watch']);
    expect(await names('@other')).toEqual(['@other']);
    expect(await names('@oth')).toEqual([]);
  });

  test('takes % and _ of a text literally', async () => {
    expect((await find('100%_f')).letters).toHaveLength(1);
    expect((await find('1_0%_f')).letters).toEqual([]);
    expect((await find('@%%%')).targets).toEqual([]);
  });

  test('forgets a letter with its text', async () => {
    await sql`update letter set subject = '', text = '' where notice_id = ${secret.id}::uuid`.execute(api.db);
    expect((await find('about the harvest', 'counsel')).letters).toHaveLength(1);
  });

  test('finds authorities and laws, laws by their facts after those by their name', async () => {
    expect((await find('meity')).authorities).toContainEqual(expect.objectContaining({ id: 'in-meity' }));
    const { laws } = await find('IN-69A-EMERG');
    expect(laws[0]).toMatchObject({ id: 'IN-69A-EMERG' });
  });

  test('finds entries of the audit log by the words on screen, for auditors alone', async () => {
    await api.get('/v1/audit?limit=1', 'auditor');
    const found = await find('Notice received', 'auditor', '&called=receive');
    expect(found.audit.length).toBeGreaterThan(0);
    expect((await find('receive', 'reviewer')).audit).toEqual([]);
  });

  test('gives intake only what it sent itself, and nothing of other lists', async () => {
    const found = await find('harvest', 'intake');
    expect(found).toMatchObject({ targets: [], mail: [], letters: [], audit: [], authorities: [] });
  });

  test('rejects no text, too long a text and NUL, and finds nothing for blanks', async () => {
    for (const q of ['', 'q=', `q=${'a'.repeat(301)}`, 'q=%00'])
      expect((await api.get(`/v1/search?${q}`, 'reviewer')).statusCode).toBe(422);
    expect(await find('  ')).toMatchObject({ notices: [], laws: [] });
    expect((await api.get('/v1/search?q=a', null)).statusCode).toBe(401);
  });
});
