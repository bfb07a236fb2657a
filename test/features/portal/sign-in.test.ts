import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { ApiHarness } from '../../support/api-harness.js';
import { nameSigners, type PortalFixture, type Visitor } from './support/portal.js';
import { withSigners } from './support/signers.js';

let api: ApiHarness;
let portal: PortalFixture;
let signer: Visitor;
const { from } = withSigners((...given) => ([api, portal, signer] = given));

describe('portal sign-in', () => {
  const ask = (email: string) => portal.visitor().post('/portal/links', { email }, from());

  test('answers every link request alike, and mails only directory addresses that have a signer', async () => {
    portal.smtp.received.length = 0;
    const addresses = [
      'in-meity@authority.example',
      'nobody@elsewhere.example',
      'in-mib@authority.example',
      'no address',
    ];
    const answers = [];
    for (const email of addresses) answers.push(await ask(email));
    expect(new Set(answers.map(({ body, statusCode }) => `${statusCode} ${body}`)).size).toBe(1);
    await portal.mail();
    expect(portal.smtp.received.map(({ to }) => to)).toEqual([['in-meity@authority.example']]);
    expect(portal.smtp.received[0]?.text).toContain('http://desk.test/portal/open?token=');
    const { rows } = await sql<{ count: number }>`select count(*) as count from portal_request`.execute(api.db);
    expect(rows[0]?.count).toBe(0);
  });

  test('returns 429 after 20 link requests for one mailbox within an hour', async () => {
    portal.smtp.received.length = 0;
    for (let n = 0; n < 20; n += 1) await ask('IN-MHA@authority.example');
    expect((await ask('IN-MHA@authority.example')).statusCode).toBe(429);
    await portal.mail();
    // One of the twenty within the hour was used to sign in before.
    expect(portal.smtp.received).toHaveLength(19);
    await sql`delete from portal_link`.execute(api.db);
  });

  test('retries a link mail that the mail server deferred, and drops a request older than 30 minutes', async () => {
    portal.smtp.received.length = 0;
    portal.smtp.refuse(451);
    await ask('in-meity@authority.example');
    await portal.mail();
    const dueNow = () => sql`update portal_request set next_at = now()`.execute(api.db);
    const links = async () =>
      (
        await sql`select from portal_link where used_at is null and made_at > now() - interval '1 minute'`.execute(
          api.db,
        )
      ).rows.length;
    const before = await links();
    portal.smtp.refuse(null);
    await dueNow();
    await portal.mail();
    expect([portal.smtp.received.length, (await links()) - before]).toEqual([1, 1]);
    await ask('in-meity@authority.example');
    await sql`update portal_request set requested_at = now() - interval '31 minutes'`.execute(api.db);
    await portal.mail();
    expect(portal.smtp.received).toHaveLength(1);
  });

  test('uses up a sign-in link by its button only, once, and not by opening the page', async () => {
    await ask('in-meity@authority.example');
    await portal.mail();
    const token = portal.lastToken();
    for (let visit = 0; visit < 2; visit += 1) {
      const page = await portal.visitor().get(`/portal/open?token=${token}`);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('A. Officer, Joint Secretary');
      expect(page.body).not.toContain('Gone');
    }
    const open = (name: string) => portal.visitor().post('/portal/open', { token, name }, from());
    expect((await open('Gone')).statusCode).toBe(404);
    const [one, two] = await Promise.all([open('B. Officer'), open('B. Officer')]);
    expect(new Set([one.statusCode, two.statusCode])).toEqual(new Set([303, 404]));
    const cookie = String((one.statusCode === 303 ? one : two).headers['set-cookie']);
    expect(cookie).toMatch(/^nd_portal=[\w-]{43}; Path=\/portal; HttpOnly; SameSite=Strict$/);
    expect((await open('B. Officer')).statusCode).toBe(404);
    expect((await portal.visitor().get(`/portal/open?token=${token}`)).statusCode).toBe(404);
  });

  test('gives the same answer to expired, unknown and malformed link tokens', async () => {
    await ask('in-meity@authority.example');
    await portal.mail();
    const over = portal.lastToken();
    await sql`update portal_link set expires_at = now() - interval '1 s' where used_at is null`.execute(api.db);
    const bodies = [];
    for (const token of [over, 'A'.repeat(43), '', '../x']) {
      const visited = await portal.visitor().get(`/portal/open?token=${encodeURIComponent(token)}`);
      const opened = await portal.visitor().post('/portal/open', { token, name: 'A. Officer' }, from());
      bodies.push(`${visited.statusCode} ${visited.body}`, `${opened.statusCode} ${opened.body}`);
    }
    expect(new Set(bodies).size).toBe(1);
  });

  test('stores neither link token nor session cookie in the registry', async () => {
    const { rows } = await sql<{ kept: string }>`
      select to_jsonb(one)::text as kept from portal_link one union all select to_jsonb(two)::text from portal_session two`.execute(
      api.db,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ kept }) => kept).join()).not.toContain(portal.lastToken());
  });

  test('ends the session of a signer as soon as the directory no longer names them', async () => {
    await nameSigners(api, 'in-mib', [{ name: 'D. Officer', rank: 'Director' }]);
    const fourth = await portal.signIn('in-mib', 'D. Officer');
    expect((await fourth.get('/portal/new')).statusCode).toBe(200);
    await nameSigners(api, 'in-mib', [{ name: 'E. Officer', rank: 'Director' }]);
    expect((await fourth.get('/portal/new')).statusCode).toBe(401);
    await nameSigners(api, 'in-mib', [{ name: 'D. Officer', rank: 'Director' }]);
    expect((await fourth.get('/portal/new')).statusCode).toBe(401);
    const { rows } = await sql<{ detail: object }>`
      select detail from audit_entry where action = 'portal_left' and actor_name = 'D. Officer'`.execute(api.db);
    expect(rows).toEqual([{ detail: expect.objectContaining({ authority: 'in-mib', removed: true }) }]);
  });

  test('ends the session on sign-out, and requires the form’s own CSRF token', async () => {
    const second = await portal.signIn('in-meity', 'B. Officer');
    expect((await second.post('/portal/leave', { csrf: 'wrong' })).statusCode).toBe(403);
    const { csrf } = await second.hidden('/portal');
    expect((await second.post('/portal/leave', { csrf })).statusCode).toBe(303);
    expect((await second.get('/portal/new')).statusCode).toBe(401);
    const { rows } = await sql<{ action: string; actor_kind: string }>`
      select action, actor_kind from audit_entry where actor_name = 'B. Officer' and action in ('portal_signed_in', 'portal_left')
      order by seq`.execute(api.db);
    expect(rows.slice(-2)).toEqual([
      { action: 'portal_signed_in', actor_kind: 'authority' },
      { action: 'portal_left', actor_kind: 'authority' },
    ]);
  });

  test('ends a session that was idle for more than an hour', async () => {
    const second = await portal.signIn('in-meity', 'B. Officer');
    await sql`update portal_session set last_seen_at = now() - interval '61 minutes' where signer_name = 'B. Officer'`.execute(
      api.db,
    );
    expect((await second.get('/portal/new')).statusCode).toBe(401);
  });

  test('serves every page without scripts and forbids caching', async () => {
    for (const page of [
      await portal.visitor().get('/portal'),
      await signer.get('/portal'),
      await signer.get('/portal/new'),
    ]) {
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.headers['cache-control']).toBe('private, no-store');
      expect(page.body).not.toContain('<script');
    }
  });
});
