import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSignIn } from '../../../api/sign-in/issuer.js';
import { DEMO_PEOPLE } from '../../../desk/simulators/demo-people.js';
import type { SimulatorServer } from '../../../desk/simulators/http-server.js';
import { startIssuer } from '../../../desk/simulators/issuer.js';
import { readOrMakeSecrets } from '../../../desk/secrets.js';

const BACK = 'http://127.0.0.1:18080/auth/callback';
const home = mkdtempSync(join(tmpdir(), 'desk-issuer-'));
const secrets = readOrMakeSecrets(home);
const request = (port: number) => ({ port, clientId: 'notice-desk', redirectUri: BACK, ...secrets.issuer });

let issuer: SimulatorServer;
let url: string;
beforeAll(async () => {
  issuer = await startIssuer(request(0));
  url = `http://127.0.0.1:${issuer.port}`;
});
afterAll(async () => {
  await issuer.close();
  rmSync(home, { recursive: true, force: true });
});

const desk = () => createSignIn({ issuer: url, clientId: 'notice-desk', clientSecret: undefined, redirectUri: BACK });

function browser() {
  const cookies = new Map<string, string>();
  return async function open(from: string, form?: Record<string, string>) {
    let body = form === undefined ? undefined : new URLSearchParams(form).toString();
    for (let at = from; ; ) {
      const response = await fetch(at, {
        redirect: 'manual',
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(body === undefined ? {} : { method: 'POST', body }),
      });
      body = undefined;
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      const page = await response.text();
      if (location === null) return { status: response.status, url: at, page, headers: response.headers };
      at = new URL(location, at).href;
      if (at.startsWith(BACK)) return { status: 302, url: at, page: '', headers: response.headers };
    }
  };
}

async function fetchSubject(back: string, sent: { state: string; nonce: string; verifier: string }, by = desk()) {
  const arrival = await by.arrive(new URL(back).searchParams, sent);
  return { subject: arrival.subject, ...(await arrival.findEmail()) };
}

describe('embedded OIDC issuer', () => {
  test('signs in a named person without asking, also after another person', async () => {
    const open = browser();
    for (const name of ['reviewer', 'reviewer2', 'admin', 'reviewer']) {
      const { url: way, ...sent } = await desk().depart(name);
      const { url: back } = await open(way);
      expect(await fetchSubject(back, sent)).toEqual({ subject: name, email: `${name}@desk.example`, verified: true });
    }
  });

  test.each([undefined, 'nobody', '__proto__'])('asks for the person every time when %s is named', async (hint) => {
    const open = browser();
    for (const choice of ['counsel', 'ops']) {
      const { url: way, ...sent } = await desk().depart(hint);
      const answer = await open(way);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
      for (const { name } of DEMO_PEOPLE) expect(answer.page).toContain(`value="${name}"`);
      const again = await open(answer.url, { person: 'nobody' });
      expect(again.page).toContain('Who is signing in?');
      const { url: back } = await open(answer.url, { person: choice });
      expect((await fetchSubject(back, sent)).subject).toBe(choice);
    }
  });

  test('serves a page without scripts, with one heading and its language', async () => {
    const { page, headers } = await browser()((await desk().depart(undefined)).url);
    expect(page).toMatch(/<html lang="en">/);
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain('<main>');
    expect(page).not.toContain('<script');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('tells a person with an expired sign-in to start again', async () => {
    const lost = await browser()(`${url}/interaction/gone`);
    expect([lost.status, lost.page]).toEqual([400, expect.stringContaining('Open the console again')]);
    const { url: way } = await desk().depart(undefined);
    const elsewhere = new URL(way);
    elsewhere.searchParams.set('redirect_uri', 'http://evil.example/');
    const refused = await browser()(elsewhere.href);
    expect([refused.status, refused.page]).toEqual([400, expect.stringContaining('Sign-in failed')]);
  });

  test('stays the same issuer with the same key after a restart', async () => {
    const before = desk();
    await before.ping();
    const keys = async () => (await fetch(`${url}/jwks`)).json();
    const old = await keys();
    await issuer.close();
    issuer = await startIssuer(request(issuer.port));
    // The previous connection has to be noticed as closed.
    await sleep(100);
    expect(await keys()).toEqual(old);
    const { url: way, ...sent } = await before.depart('approver');
    expect((await fetchSubject((await browser()(way)).url, sent, before)).subject).toBe('approver');
  });
});
