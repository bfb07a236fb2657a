import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createSignIn } from '../../../../api/sign-in/issuer.js';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiAnswer, type ApiHarness } from '../../../support/api-harness.js';
import {
  CONFIDENTIAL,
  PUBLIC,
  startIssuerFixture,
  type IssuerFixture,
} from '../../../support/simulators/issuer-fixture.js';

const ORIGIN = 'http://desk.test';
const BACK = `${ORIGIN}/auth/callback`;

let issuer: IssuerFixture;
let api: ApiHarness;
let nowMs = Date.now();
/** Shift of the clock that measures how old the issuer's metadata is. */
let issuerMs = 0;

const relyOn = (client: { clientId: string; clientSecret: string | undefined }) =>
  createSignIn({ issuer: issuer.url, redirectUri: BACK, ...client }, () => issuerMs);

beforeAll(async () => {
  issuer = await startIssuerFixture(BACK);
  api = await startApi({ now: () => new Date(nowMs), signIn: relyOn(PUBLIC) });
});
afterAll(async () => {
  await api.close();
  await issuer.stop();
});
beforeEach(() => {
  nowMs = Date.now();
});

type Cookies = Record<string, string>;
const setCookies = (answer: ApiAnswer) => [answer.headers['set-cookie'] ?? []].flat() as string[];

function keep(cookies: Cookies, answer: ApiAnswer): Cookies {
  const kept = { ...cookies };
  for (const line of setCookies(answer)) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0/i.test(line) || value === '') delete kept[name];
    else kept[name] = value;
  }
  return kept;
}

const asHeader = (cookies: Cookies) => ({
  cookie: Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
});
const open = (path: string, cookies: Cookies = {}) => api.get(path, null, asHeader(cookies));
const getPath = (url: string) => url.slice(ORIGIN.length);

async function depart(query = '') {
  const away = await open(`/auth/sign-in${query}`);
  expect(away.statusCode).toBe(302);
  return { url: String(away.headers['location']), cookies: keep({}, away), cookieLines: setCookies(away) };
}

async function signIn(subject: string, query = '') {
  issuer.visitor = subject;
  const { url, cookies } = await depart(query);
  const back = await issuer.visit(url);
  const answer = await open(getPath(back), cookies);
  return {
    answer,
    location: String(answer.headers['location']),
    cookies: keep(cookies, answer),
    back,
    before: cookies,
  };
}

const person = (role: Role) => `${role}@desk.example`;

let count = 0;
async function newcomer(roles: Role[] = ['reviewer']) {
  const name = `Newcomer${(count += 1)}`;
  const { id, key } = await api.addPerson(name, roles);
  const subject = `subject-${count}`;
  issuer.accounts.set(subject, { email: `${name.toLowerCase()}@desk.example`, email_verified: true });
  return { id, key, subject, email: `${name.toLowerCase()}@desk.example` };
}

async function session(roles: Role[] = ['reviewer']) {
  const who = await newcomer(roles);
  const { cookies } = await signIn(who.subject);
  const mine = (await open('/v1/session', cookies)).json();
  const send = (method: 'POST' | 'DELETE', path: string, headers: Record<string, string> = {}, payload?: object) =>
    api.app.inject({
      method,
      url: path,
      headers: { ...asHeader(cookies), ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
  return { ...who, cookies, csrf: mine.csrf as string, mine, send };
}

const listActions = async (id: string) => {
  const { rows } = await sql<{ action: string }>`
    select action from audit_entry where actor_id = ${id} and action <> 'secret_read' order by seq`.execute(api.db);
  return rows.map(({ action }) => action);
};

describe('sign-in', () => {
  test('redirects to the issuer with PKCE, state and nonce, and returns to the requested page', async () => {
    const { subject, id, email } = await newcomer();
    issuer.visitor = subject;
    const { url, cookieLines } = await depart('?next=%2Fnotices%2F1%3Ftab%3Dtargets');
    const sent = new URL(url).searchParams;
    expect(sent.get('code_challenge_method')).toBe('S256');
    for (const name of ['code_challenge', 'state', 'nonce']) expect(sent.get(name)?.length).toBeGreaterThan(40);
    expect(sent.get('redirect_uri')).toBe(BACK);
    expect(cookieLines).toEqual([
      expect.stringMatching(/^nd_sign_in_\w+=[\w-]{43}; Max-Age=600; Path=\/auth\/callback; HttpOnly; SameSite=Lax$/),
    ]);
    const { answer, location, cookies } = await signIn(subject, '?next=%2Fnotices%2F1%3Ftab%3Dtargets');
    expect([answer.statusCode, location]).toEqual([302, '/notices/1?tab=targets']);
    expect(Object.keys(cookies)).toEqual(['nd_session']);
    expect(setCookies(answer).find((line) => line.startsWith('nd_session='))).toMatch(
      /^nd_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const mine = await open('/v1/session', cookies);
    expect(mine.json()).toEqual({
      person: { id, name: expect.stringMatching(/^Newcomer/), email },
      roles: ['reviewer'],
      csrf: expect.any(String),
      stepUp: false,
      passkeysAt: 'http://desk.test',
      startedAt: new Date(nowMs).toISOString(),
      idleMinutes: 30,
      endsAt: new Date(nowMs + 12 * 3_600_000).toISOString(),
      massTargets: 1000,
    });
    expect((await open('/v1/me', cookies)).json()).toEqual({
      person: { id, name: expect.any(String) },
      roles: ['reviewer'],
      key: null,
    });
    expect(await listActions(id)).toEqual(['sign_in']);
  });

  test('works with a client that has a secret', async () => {
    const { subject } = await newcomer();
    api.context.signIn = relyOn(CONFIDENTIAL);
    expect((await signIn(subject)).location).toBe('/');
    api.context.signIn = relyOn({ ...CONFIDENTIAL, clientSecret: 'wrong' });
    expect((await signIn(subject)).location).toBe('/sign-in?problem=refused');
    api.context.signIn = relyOn(PUBLIC);
  });

  test.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    'evil',
    '/%09/evil.example',
    '/a%0d%0aSet-Cookie:x=1',
    '/%5Cevil.example',
  ])('never redirects to another site: next=%s', async (next) => {
    const { subject } = await newcomer();
    const query = next.includes('%') ? next : encodeURIComponent(next);
    expect((await signIn(subject, `?next=${query}`)).location).toBe('/');
  });

  test('works in two tabs concurrently', async () => {
    const { subject } = await newcomer();
    issuer.visitor = subject;
    const one = await depart('?next=%2Fone');
    const two = await depart('?next=%2Ftwo');
    const cookies = { ...one.cookies, ...two.cookies };
    for (const [{ url }, next] of [
      [two, '/two'],
      [one, '/one'],
    ] as const) {
      const answer = await open(getPath(await issuer.visit(url)), cookies);
      expect(answer.headers['location']).toBe(next);
    }
  });

  test('sets Secure cookies if the desk is reached by https', async () => {
    const secure = await startApi({
      publicUrl: 'https://desk.test',
      signIn: relyOn(PUBLIC),
    });
    try {
      const away = await secure.get('/auth/sign-in', null);
      expect(setCookies(away)[0]).toMatch(/^__Secure-nd_sign_in_.*; Secure/);
    } finally {
      await secure.close();
    }
  });
});

describe('sign-in callback', () => {
  const problem = (answer: ApiAnswer) => [answer.statusCode, answer.headers['location']];

  test('works once', async () => {
    const { subject } = await newcomer();
    const { back, before, location } = await signIn(subject);
    expect(location).toBe('/');
    expect(problem(await open(getPath(back), before))).toEqual([302, '/sign-in?problem=expired']);
  });

  test('is rejected from another browser', async () => {
    const { subject } = await newcomer();
    issuer.visitor = subject;
    const { url } = await depart();
    const back = getPath(await issuer.visit(url));
    expect(problem(await open(back))).toEqual([302, '/sign-in?problem=expired']);
    const other = await depart();
    expect(problem(await open(back, other.cookies))).toEqual([302, '/sign-in?problem=expired']);
  });

  test('is rejected with another state, nonce or verifier', async () => {
    const { subject } = await newcomer();
    issuer.visitor = subject;
    const { url, cookies } = await depart();
    const foreign = new URL(await issuer.visit(url));
    foreign.searchParams.set('state', 'x'.repeat(43));
    expect(problem(await open(getPath(foreign.href), cookies))).toEqual([302, '/sign-in?problem=expired']);
    for (const column of ['nonce', 'verifier']) {
      const way = await depart();
      await sql`update sign_in set ${sql.ref(column)} = ${'x'.repeat(43)}`.execute(api.db);
      const answer = await open(getPath(await issuer.visit(way.url)), way.cookies);
      expect([column, ...problem(answer)]).toEqual([column, 302, '/sign-in?problem=refused']);
    }
  });

  test('expires after ten minutes', async () => {
    const { subject } = await newcomer();
    issuer.visitor = subject;
    const { url, cookies } = await depart();
    const back = getPath(await issuer.visit(url));
    nowMs += 601_000;
    expect(problem(await open(back, cookies))).toEqual([302, '/sign-in?problem=expired']);
  });

  test('reports a refused or malformed callback as refused or expired, and never fails', async () => {
    issuer.visitor = null;
    const { url, cookies } = await depart();
    expect(problem(await open(getPath(await issuer.visit(url)), cookies))).toEqual([302, '/sign-in?problem=refused']);
    for (const path of ['', '?', '?state=', '?state=%00&code=%ff', '?code=1', `?state=${'s'.repeat(5_000)}`]) {
      expect(problem(await open(`/auth/callback${path}`, cookies))).toEqual([302, '/sign-in?problem=expired']);
    }
  });

  test('redirects a failed sign-in to a sign-in page that keeps the requested page', async () => {
    issuer.visitor = null;
    const { url, cookies } = await depart('?next=/notices/1?no=2');
    const wanted = `/sign-in?${new URLSearchParams({ problem: 'refused', next: '/notices/1?no=2' }).toString()}`;
    expect(problem(await open(getPath(await issuer.visit(url)), cookies))).toEqual([302, wanted]);
  });

  test('reports the issuer as unreachable while it does not answer', async () => {
    const { subject } = await newcomer();
    issuer.visitor = subject;
    const { url, cookies } = await depart();
    const back = getPath(await issuer.visit(url));
    await issuer.stop();
    try {
      expect(problem(await open(back, cookies))).toEqual([302, '/sign-in?problem=unreachable']);
      issuerMs += 30_000;
      const page = await api.get('/auth/sign-in', null, { accept: 'text/html' });
      expect([page.statusCode, page.headers['content-type']]).toEqual([503, 'text/html; charset=utf-8']);
      expect(page.body).toContain('cannot be reached');
      const answer = await open('/auth/sign-in');
      expect([answer.statusCode, answer.json().type]).toEqual([503, 'urn:notice-desk:problem:sign-in-unavailable']);
      nowMs += 60_000;
      const ready = await api.get('/readyz', null);
      expect(ready.statusCode).toBe(200);
      expect(ready.json().parts).toContainEqual(expect.objectContaining({ name: 'sign-in', state: 'degraded' }));
    } finally {
      await issuer.start();
    }
    expect((await open('/auth/sign-in')).statusCode).toBe(302);
    nowMs += 60_000;
    expect((await api.get('/readyz', null)).json().parts).toContainEqual(
      expect.objectContaining({ name: 'sign-in', state: 'up' }),
    );
  });
});

describe('identity of a person signing in', () => {
  test('is bound by a verified mail address the first time, and by the subject afterwards', async () => {
    const { subject, email } = await newcomer();
    issuer.accounts.set(subject, { email: email.toUpperCase(), email_verified: true });
    expect((await signIn(subject)).location).toBe('/');
    issuer.accounts.set(subject, { email: 'moved@elsewhere.example', email_verified: false });
    issuer.seen.length = 0;
    expect((await signIn(subject)).location).toBe('/');
    expect(issuer.seen).not.toContain('GET /me');
    issuer.accounts.set('heir', { email, email_verified: true });
    expect((await signIn('heir')).location).toBe('/sign-in?problem=no_account');
  });

  test.each([
    ['a mail address that is not verified', { email: person('counsel'), email_verified: false }],
    ['a mail address of which nothing is said', { email: person('counsel') }],
    ['no mail address', {}],
    ['an unknown mail address', { email: 'nobody@desk.example', email_verified: true }],
  ])('is rejected with %s', async (name, account) => {
    issuer.accounts.set(name, account);
    const { location, cookies } = await signIn(name);
    expect(location).toBe('/sign-in?problem=no_account');
    expect(cookies).toEqual({});
  });

  test('is accepted with an unverified mail address if the issuer is trusted for it', async () => {
    const { subject, email } = await newcomer();
    issuer.accounts.set(subject, { email });
    api.context.trustEmail = true;
    expect((await signIn(subject)).location).toBe('/');
    api.context.trustEmail = false;
  });

  test('can be bound again after an admin has released the subject', async () => {
    const { subject, email, id } = await newcomer();
    await signIn(subject);
    issuer.accounts.set(`new ${subject}`, { email, email_verified: true });
    expect((await signIn(`new ${subject}`)).location).toBe('/sign-in?problem=no_account');
    const release = (as: Role) =>
      api.app.inject({
        method: 'DELETE',
        url: `/v1/people/${id}/identities`,
        headers: { authorization: `Bearer ${api.people[as].key}` },
      });
    expect((await release('reviewer')).statusCode).toBe(403);
    const change = await release('admin');
    expect(change.statusCode).toBe(202);
    expect((await signIn(`new ${subject}`)).location).toBe('/sign-in?problem=no_account');
    expect((await api.post(`/v1/changes/${change.json().change}/confirm`, 'counsel', {})).statusCode).toBe(200);
    expect((await signIn(`new ${subject}`)).location).toBe('/');
    expect((await signIn(subject)).location).toBe('/sign-in?problem=no_account');
  });

  test('is rejected while the person is inactive', async () => {
    const { subject, id } = await newcomer();
    await signIn(subject);
    await sql`update person set active = false where id = ${id}::uuid`.execute(api.db);
    expect((await signIn(subject)).location).toBe('/sign-in?problem=no_account');
    const fresh = await newcomer();
    await sql`update person set active = false where id = ${fresh.id}::uuid`.execute(api.db);
    expect((await signIn(fresh.subject)).location).toBe('/sign-in?problem=no_account');
  });
});

describe('session', () => {
  const status = async (cookies: Cookies, headers: Record<string, string> = {}) =>
    (await api.get('/v1/me', null, { ...asHeader(cookies), ...headers })).statusCode;
  const later = (minutes: number) => (nowMs += minutes * 60_000);

  test('ends after half an hour without use, and background requests do not count as use', async () => {
    const { cookies } = await session();
    later(20);
    expect(await status(cookies)).toBe(200);
    later(20);
    expect(await status(cookies, { 'x-background': '1' })).toBe(200);
    expect(await status(cookies, { accept: 'text/event-stream' })).toBe(200);
    later(9);
    expect(await status(cookies, { 'x-background': '1' })).toBe(200);
    later(1);
    expect(await status(cookies)).toBe(401);
    expect((await open('/v1/session', cookies)).statusCode).toBe(401);
  });

  test('ends after twelve hours however much it is used', async () => {
    const { cookies } = await session();
    for (let quarter = 1; quarter < 48; quarter += 1) {
      later(15);
      expect(await status(cookies)).toBe(200);
    }
    later(15);
    expect(await status(cookies)).toBe(401);
  });

  test('has its last use recorded at most once a minute', async () => {
    const { cookies, id } = await session();
    const seen = async () => {
      const row = await api.db
        .selectFrom('session')
        .select('last_seen_at')
        .where('person_id', '=', id)
        .executeTakeFirstOrThrow();
      return row.last_seen_at.getTime() - nowMs;
    };
    nowMs += 59_000;
    await status(cookies);
    expect(await seen()).toBe(-59_000);
    nowMs += 1_000;
    await status(cookies);
    expect(await seen()).toBe(0);
  });

  test('is stored as a hash', async () => {
    const { cookies } = await session();
    const { rows } = await sql<{ text: string }>`select session::text as text from session`.execute(api.db);
    expect(rows.some(({ text }) => text.includes(cookies['nd_session'] ?? 'no cookie'))).toBe(false);
  });

  test('has its person’s current roles, and none once the person is deactivated', async () => {
    const { cookies, id } = await session(['reviewer']);
    await sql`update person set roles = '{auditor}' where id = ${id}::uuid`.execute(api.db);
    expect((await open('/v1/session', cookies)).json().roles).toEqual(['auditor']);
    const { name, email } = await api.db
      .selectFrom('person')
      .select(['name', 'email'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const save = (active: boolean) => api.post('/v1/people', 'admin', { id, name, email, roles: ['auditor'], active });
    expect((await save(false)).statusCode).toBe(200);
    expect(await status(cookies)).toBe(401);
    // Restoring the auditor role waits for a second person.
    const { change } = (await save(true)).json();
    expect((await api.post(`/v1/changes/${change}/confirm`, 'counsel', {})).statusCode).toBe(200);
    expect(await status(cookies)).toBe(401);
  });

  test('is over after signing out', async () => {
    const { cookies, send, csrf, id } = await session();
    const out = await send('POST', '/auth/sign-out', { 'x-csrf-token': csrf });
    expect(out.statusCode).toBe(204);
    expect(setCookies(out)[0]).toMatch(/^nd_session=; /);
    expect(await status(cookies)).toBe(401);
    expect(await listActions(id)).toEqual(['sign_in', 'sign_out']);
  });

  test('ends at the issuer too, by a redirect with its ID token and back to the sign-in page', async () => {
    const { send, csrf, id, subject } = await session();
    const { rows } = await sql<{ text: string }>`
      select encode(id_token_sealed, 'escape') as text from session where person_id = ${id}::uuid`.execute(api.db);
    expect(rows[0]?.text).not.toContain('eyJ');
    const out = await send('POST', '/auth/sign-out', { 'x-csrf-token': csrf });
    const way = new URL(String(out.headers['location']));
    expect(`${way.origin}${way.pathname}`).toBe(`${issuer.url}/session/end`);
    expect(way.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/sign-in`);
    const [, claims = ''] = (way.searchParams.get('id_token_hint') ?? '').split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))).toMatchObject({ sub: subject });
    // The issuer accepts it: it shows its own page and no error.
    expect((await fetch(way)).status).toBe(200);
    const kept = await api.db.selectFrom('session').select('id_token_sealed').where('person_id', '=', id).execute();
    expect(kept).toEqual([{ id_token_sealed: null }]);
  });

  test('without a stored ID token signs out at the issuer with its person’s address', async () => {
    const { send, csrf, id, email } = await session();
    await sql`update session set id_token_sealed = null where person_id = ${id}::uuid`.execute(api.db);
    const out = await send('POST', '/auth/sign-out', { 'x-csrf-token': csrf });
    const sent = new URL(String(out.headers['location'])).searchParams;
    expect([sent.get('id_token_hint'), sent.get('logout_hint'), sent.get('client_id')]).toEqual([null, email, 'desk']);
  });

  test('ends locally only if the issuer supports no sign-out or does not answer', async () => {
    const quiet = await startIssuerFixture(BACK, { signsOut: false });
    const gone = createSignIn({ issuer: 'http://127.0.0.1:9', redirectUri: BACK, ...PUBLIC });
    for (const rely of [createSignIn({ issuer: quiet.url, redirectUri: BACK, ...PUBLIC }), gone]) {
      const { send, csrf, cookies } = await session();
      api.context.signIn = rely;
      const out = await send('POST', '/auth/sign-out', { 'x-csrf-token': csrf });
      api.context.signIn = relyOn(PUBLIC);
      expect([out.statusCode, out.headers['location']]).toEqual([204, undefined]);
      expect(await status(cookies)).toBe(401);
    }
    await quiet.stop();
  });

  test('ends at the next sign-in in the same browser', async () => {
    const { cookies, subject, id } = await session();
    issuer.visitor = subject;
    const away = await open('/auth/sign-in', cookies);
    const way = keep(cookies, away);
    const answer = await open(getPath(await issuer.visit(String(away.headers['location']))), way);
    expect(answer.headers['location']).toBe('/');
    expect(await status(cookies)).toBe(401);
    expect(await status(keep(way, answer))).toBe(200);
    expect(await listActions(id)).toEqual(['sign_in', 'session_revoked', 'sign_in']);
  });

  test('is listed for its person and admins, and revoked by them', async () => {
    const one = await session();
    const two = { cookies: (await signIn(one.subject)).cookies };
    const list = async (cookies: Cookies) => (await open('/v1/sessions?count=true', cookies)).json();
    const mine = await list(one.cookies);
    expect(mine.total).toBe(2);
    expect(mine.items.map(({ current }: { current: boolean }) => current)).toEqual([false, true]);
    expect(mine.items[1]).toEqual({
      id: expect.any(String),
      person: one.id,
      personName: expect.stringMatching(/^Newcomer/),
      startedAt: new Date(nowMs).toISOString(),
      lastSeenAt: new Date(nowMs).toISOString(),
      userAgent: 'lightMyRequest',
      current: true,
    });
    const other = mine.items[0].id as string;
    const stranger = await session();
    const end = (who: typeof one, path: string) => who.send('DELETE', path, { 'x-csrf-token': who.csrf });
    expect((await end(stranger, `/v1/sessions/${other}`)).statusCode).toBe(404);
    expect((await end(stranger, `/v1/people/${one.id}/sessions`)).statusCode).toBe(403);
    expect((await api.get(`/v1/sessions?person=${one.id}`, 'reviewer')).statusCode).toBe(403);
    expect((await api.get(`/v1/sessions?person=${one.id}`, 'admin')).json().items).toHaveLength(2);
    expect((await end(one, `/v1/sessions/${other}`)).statusCode).toBe(204);
    expect((await end(one, `/v1/sessions/${other}`)).statusCode).toBe(204);
    expect(await status(two.cookies)).toBe(401);
    expect((await list(one.cookies)).items).toHaveLength(1);
    const all = await api.app.inject({
      method: 'DELETE',
      url: `/v1/people/${one.id}/sessions`,
      headers: { authorization: `Bearer ${api.people.admin.key}` },
    });
    expect(all.statusCode).toBe(204);
    expect(await status(one.cookies)).toBe(401);
    expect(await listActions(one.id)).toEqual(['sign_in', 'sign_in', 'session_revoked']);
    const { rows } = await sql`
      select 1 from audit_entry where action = 'session_revoked' and actor_id = ${api.people.admin.id}
        and detail ->> 'person' = ${one.id}`.execute(api.db);
    expect(rows).toHaveLength(1);
    expect((await api.get('/v1/sessions/not-an-id', 'admin')).statusCode).toBe(405);
    const missing = await api.app.inject({
      method: 'DELETE',
      url: '/v1/people/x/sessions',
      headers: { authorization: `Bearer ${api.people.admin.key}` },
    });
    expect(missing.statusCode).toBe(404);
  });

  test('does not exist for an API key', async () => {
    const answer = await api.get('/v1/session', 'reviewer');
    expect([answer.statusCode, answer.json().type]).toEqual([404, 'urn:notice-desk:problem:not-found']);
  });

  test('is ignored if the request carries an API key, even an invalid one', async () => {
    const { cookies, id } = await session();
    const me = async (key: string) => api.get('/v1/me', null, { ...asHeader(cookies), authorization: `Bearer ${key}` });
    const answer = await me(api.people.auditor.key);
    expect(answer.json()).toMatchObject({ person: { id: api.people.auditor.id }, key: { name: 'auditor key' } });
    expect(answer.json().person.id).not.toBe(id);
    expect((await me('wrong')).statusCode).toBe(401);
  });
});

describe('unsafe request of a session', () => {
  const note = (id: string) => `/v1/notices/${id}/annotate`;
  const say = { text: 'a note', audience: 'internal' };
  const asJson = (who: { csrf: string }, headers: Record<string, string> = {}) => ({
    'content-type': 'application/json',
    'x-csrf-token': who.csrf,
    ...headers,
  });

  test('requires the CSRF token of its own session', async () => {
    const { id } = await api.receive();
    const me = await session();
    const other = await session();
    for (const token of [undefined, '', 'wrong', `${me.csrf}x`, other.csrf]) {
      const headers: Record<string, string> = token === undefined ? {} : { 'x-csrf-token': token };
      const answer = await me.send('POST', note(id), { 'content-type': 'application/json', ...headers }, say);
      expect([token, answer.statusCode, answer.json().type]).toEqual([token, 403, 'urn:notice-desk:problem:forbidden']);
      expect(answer.json().detail).toContain('Reload');
    }
  });

  test('requires the console’s origin if the browser sends an Origin header', async () => {
    const me = await session();
    const body = { until: new Date(nowMs + 3_600_000).toISOString(), substitute: person('approver') };
    const send = (headers: Record<string, string>) =>
      me.send('POST', `/v1/people/${me.id}/absence`, asJson(me, headers), body);
    for (const origin of ['http://evil.test', 'null', 'http://desk.test:81', 'https://desk.test', '']) {
      expect([origin, (await send({ origin })).statusCode]).toEqual([origin, 403]);
    }
    expect((await send({ origin: ORIGIN })).statusCode).toBe(200);
    expect((await send({})).statusCode).toBe(200);
  });

  test('is answered once per Idempotency-Key, and the audit log names the person', async () => {
    const me = await session(['admin']);
    const body = { id: 'in-desk-test', name: 'A', country: 'IN', kind: 'court' };
    const send = () => me.send('POST', '/v1/authorities', asJson(me, { 'idempotency-key': 'once' }), body);
    const [first, again] = [await send(), await send()];
    expect([first.statusCode, again.statusCode, again.headers['idempotent-replay']]).toEqual([201, 201, 'true']);
    expect(await listActions(me.id)).toEqual(['sign_in', 'authority_saved']);
  });

  test('needs no origin check if it carries an API key', async () => {
    const { id: substitute } = await api.addPerson('Stand', ['counsel']);
    const body = { until: new Date(nowMs + 3_600_000).toISOString(), substitute };
    const answer = await api.post(`/v1/people/${api.people.counsel.id}/absence`, 'counsel', body, {
      origin: 'http://elsewhere.test',
    });
    expect(answer.statusCode).toBe(200);
  });
});

describe('GET /auth/info', () => {
  test('tells everyone how people sign in', async () => {
    expect((await api.get('/auth/info', null)).json()).toEqual({
      issuer: issuer.url,
      embedded: true,
      signedIn: false,
      people: [],
    });
  });
});
