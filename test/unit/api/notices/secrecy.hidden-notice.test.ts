import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

const SECRET = 'Operation Quiet';
const MISSING = '018f0000-0000-7000-8000-00000000dead';
const PARTS = [
  '',
  '/targets',
  '/targets/1/history',
  '/clocks',
  '/timeline',
  '/letters',
  '/letters/1/pdf',
  '/documents',
  `/documents/${'a'.repeat(64)}`,
  '/bundle',
  '/enforcement',
];
/** Everyone but auditors, and counsel where the notice names them. */
const OUTSIDERS: Role[] = ['reviewer', 'approver', 'ops', 'admin'];

let api: ApiHarness;
let hidden: { id: string; number: string };
let known: { id: string; number: string };

/** Rows as the workers write them: a support, a letter, a staff mail, an alert. */
async function leaveTraces(
  noticeId: string,
  { key, country, at }: { key: string; country: string; at: string },
): Promise<void> {
  await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id, status)
    values (${key}, ${noticeId}::uuid, 1, 1, 'withhold', 'account', 'p-1', 'applied')`.execute(api.db);
  await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
    values (${key}, ${noticeId}::uuid, 1, 'account', '@one', 'p-1', array[${country}], false, ${at}::timestamptz)`.execute(
    api.db,
  );
  await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state, message_id)
    values (${noticeId}::uuid, 1, ${`letter-${key}`}, 'push_back', 'en', ${`Letter ${key}`}, 'Text', 'sent', ${`<letter-${key}@desk>`})`.execute(
    api.db,
  );
  await sql`insert into staff_message (key, notice_id, channel, subject, message_id)
    values (${`staff-${key}`}, ${noticeId}::uuid, 'mail', 'Due soon', ${`<staff-${key}@desk>`})`.execute(api.db);
  for (const mail of [`letter-${key}`, `staff-${key}`]) {
    await sql`insert into mail_catcher.message (id, message_id, envelope_from, envelope_to, headers, subject, raw)
      values (gen_random_uuid(), ${`<${mail}@desk>`}, 'desk@desk.example', array['x@desk.example'], '{}', ${`Mail ${mail}`}, 'raw')`.execute(
      api.db,
    );
  }
  await sql`insert into alert (id, key, kind, notice_id, summary) values (gen_random_uuid(), ${key}, 'letter_bounced', ${noticeId}::uuid, 'Bounced')`.execute(
    api.db,
  );
}

beforeAll(async () => {
  api = await startApi();
  hidden = await api.receive({
    subject: SECRET,
    reference: SECRET,
    secrecy: await api.gagged(),
  });
  known = await api.receive({ subject: 'Open one' });
  await leaveTraces(hidden.id, { key: 'hidden', country: 'DE', at: '2020-01-01T00:00:00Z' });
  await leaveTraces(known.id, { key: 'known', country: 'IN', at: '2021-02-01T00:00:00Z' });
});
afterAll(() => api.close());

const json = async (path: string, as: Role) => {
  const response = await api.get(path, as);
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.body}`);
  return response.json();
};

describe('notice that the caller cannot read', () => {
  test.each(OUTSIDERS)('is answered to %s like a nonexistent one on every route, byte for byte', async (role) => {
    for (const part of PARTS) {
      const [one, none, malformed] = await Promise.all(
        [hidden.id, MISSING, 'not-an-id'].map((id) => api.get(`/v1/notices/${id}${part}`, role)),
      );
      expect(one?.statusCode).toBe(404);
      const stripped = (response: typeof one, id: string) => response?.body.replace(`/v1/notices/${id}${part}`, '/x');
      expect(stripped(one, hidden.id)).toBe(stripped(none, MISSING));
      expect(stripped(malformed, 'not-an-id')).toBe(stripped(none, MISSING));
      const names = (response: typeof one) => Object.keys(response?.headers ?? {}).sort();
      expect(names(one)).toEqual(names(none));
    }
  });

  test('is in no list, count, search or statistic', async () => {
    for (const role of OUTSIDERS) {
      expect((await json('/v1/notices?count=true', role)).total).toBe(1);
      expect((await json(`/v1/notices?q=${encodeURIComponent(SECRET)}&count=true`, role)).total).toBe(0);
      expect((await json(`/v1/notices?q=${hidden.number}&count=true`, role)).total).toBe(0);
      expect((await json('/v1/stats', role)).notices).toBe(1);
    }
    expect((await json('/v1/stats', 'counsel')).notices).toBe(2);
  });

  test('is in no alert list', async () => {
    const page = await json('/v1/ops/alerts?count=true', 'ops');
    expect(page).toMatchObject({
      total: 1,
      items: [{ notice: known.id, number: known.number, kind: 'letter_bounced' }],
    });
    expect(page.items[0].temporalUrl).toBe(`http://127.0.0.1:8233/namespaces/default/workflows/notice-${known.id}`);
    expect((await json('/v1/ops/alerts?count=true', 'counsel')).total).toBe(2);
  });

  test('adds no restriction, country or earlier start to GET /v1/restrictions', async () => {
    expect(await json('/v1/restrictions?count=true', 'reviewer')).toMatchObject({
      total: 1,
      items: [
        {
          type: 'account',
          locator: '@one',
          countries: ['IN'],
          everywhere: false,
          supportedBy: [known.id],
          since: '2021-02-01T00:00:00.000Z',
        },
      ],
    });
    const [whole] = (await json('/v1/restrictions', 'counsel')).items;
    expect(whole).toMatchObject({ countries: ['DE', 'IN'], since: '2020-01-01T00:00:00.000Z' });
    expect(new Set(whole.supportedBy)).toEqual(new Set([hidden.id, known.id]));
  });

  test('is not found among the restrictions by any part of an item', async () => {
    for (const q of ['@on', 'ONE', 'one', '%40ONE'])
      expect(await json(`/v1/restrictions?q=${q}&count=true`, 'reviewer')).toMatchObject({
        total: 1,
        items: [{ locator: '@one', countries: ['IN'] }],
      });
    for (const q of ['other', '%25', 'o_e'])
      expect((await json(`/v1/restrictions?q=${q}`, 'counsel')).items).toEqual([]);
  });

  test('hides a restriction that it alone holds', async () => {
    await sql`update restriction_support set released_at = now() where operation_key = 'known'`.execute(api.db);
    expect(await json('/v1/restrictions?type=account&locator=%40one&count=true', 'reviewer')).toEqual({
      items: [],
      nextCursor: null,
      total: 0,
    });
    expect((await json('/v1/restrictions?count=true', 'counsel')).total).toBe(1);
    await sql`update restriction_support set released_at = null where operation_key = 'known'`.execute(api.db);
  });

  test('has no mail in the outbox list', async () => {
    const subjects = async (role: Role) =>
      (await json('/v1/outbox', role)).items.map((mail: { subject: string }) => mail.subject).sort();
    expect(await subjects('ops')).toEqual(['Mail letter-known', 'Mail staff-known']);
    expect(await subjects('admin')).toEqual(['Mail letter-known', 'Mail staff-known']);
    expect(await subjects('auditor')).toHaveLength(4);
    expect((await json('/v1/outbox?count=true', 'ops')).total).toBe(2);
  });

  test('is left out of the transparency report, even for people who can read it', async () => {
    for (const role of ['reviewer', 'counsel', 'auditor'] as const) {
      const { items } = await json('/v1/reports/transparency?from=2020-01-01&to=2100-01-01', role);
      expect(items).toMatchObject([{ notices: 1, targets: 1, byOutcome: { open: 1 } }]);
    }
  });

  test('becomes visible when its secrecy ends', async () => {
    const { id } = await api.receive({
      secrecy: { ...(await api.gagged()), until: '2020-01-01T00:00:00Z' },
    });
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).statusCode).toBe(200);
    await sql`update notice set secrecy_until = null where id = ${id}::uuid`.execute(api.db);
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).statusCode).toBe(404);
  });
});

describe('permissions on a readable notice', () => {
  test('let ops and admin read facts, but no letters, documents or bundles', async () => {
    for (const role of ['ops', 'admin'] as const) {
      for (const part of ['', '/targets', '/clocks', '/timeline'])
        expect((await api.get(`/v1/notices/${known.id}${part}`, role)).statusCode).toBe(200);
      for (const part of ['/letters', '/letters/1/pdf', '/documents', `/documents/${'a'.repeat(64)}`, '/bundle']) {
        expect((await api.get(`/v1/notices/${known.id}${part}`, role)).json()).toMatchObject({
          type: 'urn:notice-desk:problem:forbidden',
          status: 403,
        });
      }
      expect((await api.get(`/v1/notices/${known.id}`, role)).json()).not.toHaveProperty('body');
    }
  });

  test.each<[string, Role]>([
    ['/v1/audit', 'ops'],
    ['/v1/audit', 'admin'],
    ['/v1/outbox', 'reviewer'],
    ['/v1/people', 'reviewer'],
    ['/v1/keys', 'auditor'],
    ['/v1/changes', 'ops'],
    ['/v1/ops/alerts', 'intake'],
    ['/v1/restrictions', 'intake'],
    ['/v1/stats', 'intake'],
    ['/v1/events', 'intake'],
    ['/v1/authorities', 'intake'],
    ['/v1/reports/transparency?from=2020-01-01&to=2021-01-01', 'intake'],
  ])('deny %s to %s', async (path, role) => {
    expect((await api.get(path, role)).json()).toMatchObject({
      type: 'urn:notice-desk:problem:forbidden',
      status: 403,
    });
  });

  test('require credentials for every route under /v1', async () => {
    for (const path of [
      '/v1/me',
      '/v1/notices',
      `/v1/notices/${known.id}`,
      '/v1/events',
      '/v1/rulebook/grounds',
      '/v1/nothing',
    ]) {
      const response = await api.get(path, null);
      expect(response.json()).toMatchObject({ type: 'urn:notice-desk:problem:unauthenticated', status: 401 });
    }
  });
});

describe('readable notice linked to an unreadable one', () => {
  test('hides the link and its timeline entry, also from counts and bundle', async () => {
    const { id } = await api.receive();
    await sql`insert into notice_link (from_notice, to_notice, link_as) values (${id}::uuid, ${hidden.id}::uuid, 'follows')`.execute(
      api.db,
    );
    const detail = JSON.stringify({ notice: hidden.id, number: hidden.number, as: 'follows' });
    await sql`insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash)
      values (now(), ${id}::uuid, 'person', 'x', 'X', 'link', ${detail}::jsonb, sha256('x'))`.execute(api.db);
    const timeline = async (role: Role) => json(`/v1/notices/${id}/timeline?count=true`, role);
    expect(await timeline('counsel')).toMatchObject({ total: 2, items: [{}, { action: 'link' }] });
    expect(await timeline('reviewer')).toMatchObject({ total: 1, items: [{ action: 'notice_received' }] });
    for (const path of [`/v1/notices/${id}`, `/v1/notices/${id}/timeline`]) {
      expect((await api.get(path, 'reviewer')).body).not.toContain(hidden.id);
    }
    const [bundle, whole] = await Promise.all([
      api.get(`/v1/notices/${id}/bundle`, 'reviewer'),
      api.get(`/v1/notices/${id}/bundle`, 'counsel'),
    ]);
    expect(bundle.rawPayload.length).toBeLessThan(whole.rawPayload.length);
  });
});
