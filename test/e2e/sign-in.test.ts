import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { openBrowser, type Browser } from '../chaos/lab/browser.js';
import { receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let api: string;
beforeAll(async () => {
  desk = await startDesk();
  ({ api } = desk.file());
});
afterAll(() => desk.discard());

interface Session {
  person: { id: string; name: string; email: string };
  csrf: string;
}

async function fetchSession(browser: Browser): Promise<Session> {
  return (await (await browser.send('GET', `${api}/v1/session`)).json()) as Session;
}

async function signIn(person: string): Promise<{ browser: Browser; session: Session }> {
  const browser = openBrowser();
  const there = await browser.open(`${api}/auth/sign-in?person=${person}&next=/queue`);
  expect(there.url).toBe(`${api}/queue`);
  return { browser, session: await fetchSession(browser) };
}

const act = ({ browser, session }: { browser: Browser; session: Session }, path: string, body: unknown = {}) =>
  browser.send('POST', `${api}${path}`, { body, headers: { 'x-csrf-token': session.csrf, origin: api } });

test('signs in a demo person without a password, who works on a notice and signs out', async () => {
  const { body: notice } = await receive(desk);
  const reviewer = await signIn('reviewer');
  expect(reviewer.session.person).toMatchObject({ name: 'Reviewer Demo', email: 'reviewer@desk.example' });
  const triage = await act(reviewer, `/v1/notices/${notice.id}/triage`);
  expect(triage.status).toBe(200);
  const forged = await reviewer.browser.send('POST', `${api}/v1/notices/${notice.id}/claim`, { body: {} });
  expect(forged.status).toBe(403);
  expect((await act(reviewer, `/v1/notices/${notice.id}/claim`)).status).toBe(200);
  const timeline = await desk.call('auditor', 'GET', `/v1/notices/${notice.id}/timeline`);
  expect(timeline.body.items).toContainEqual(
    expect.objectContaining({ action: 'claim', actor: expect.objectContaining({ name: 'Reviewer Demo' }) }),
  );
  expect((await act(reviewer, '/auth/sign-out')).status).toBe(204);
  expect((await reviewer.browser.send('GET', `${api}/v1/me`)).status).toBe(401);
});

test('lists the demo people on the issuer’s page and signs in the chosen one', async () => {
  const browser = openBrowser();
  const page = await browser.open(`${api}/auth/sign-in`);
  expect(page.text).toContain('Who is signing in?');
  expect(new URL(page.url).hostname).toBe('127.0.0.1');
  const there = await browser.open(page.url, { person: 'approver2' });
  expect(there.url).toBe(`${api}/`);
  expect((await fetchSession(browser)).person.name).toBe('Approver2 Demo');
  const info = (await (await fetch(`${api}/auth/info`)).json()) as { embedded: boolean; people: unknown[] };
  expect(info).toMatchObject({ embedded: true, issuer: new URL(page.url).origin });
  expect(info.people).toContainEqual({ name: 'approver2', label: 'Approver2 Demo', roles: ['approver'] });
});

test('redirects a sign-in through localhost to the address that holds the session', async () => {
  const { port } = new URL(api);
  const browser = openBrowser();
  const there = await browser.open(`http://localhost:${port}/auth/sign-in?person=ops&next=/ops`);
  expect(there.url).toBe(`${api}/ops`);
  expect((await fetchSession(browser)).person.name).toBe('Ops Demo');
});

test('keeps sessions and sign-in working after API and issuer were killed', async () => {
  const before = await signIn('counsel');
  const subjectsBefore = await signIn('auditor');
  for (const title of ['notice-desk-api', 'notice-desk-simulators']) killChild(title);
  await eventually(
    () =>
      fetch(`${api}/readyz`).then(
        ({ status }) => status,
        () => 0,
      ),
    (status) => status === 200,
    60_000,
  );
  expect((await fetchSession(before.browser)).person).toEqual(before.session.person);
  expect((await act(before, '/auth/sign-out')).status).toBe(204);
  const again = await eventually(
    () => signIn('auditor').catch(() => null),
    (value) => value !== null,
    60_000,
  );
  expect(again?.session.person).toEqual(subjectsBefore.session.person);
});

function killChild(title: string): void {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const pid = rows
    .map((row) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row))
    .find((match) => Number(match?.[2]) === desk.file().pid && match?.[3]?.startsWith(title))?.[1];
  expect([title, pid]).toEqual([title, expect.any(String)]);
  process.kill(Number(pid), 'SIGKILL');
}
