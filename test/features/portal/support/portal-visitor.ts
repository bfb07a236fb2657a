import { eventually } from '../../../support/eventually.js';
import type { RunningDesk } from '../../../support/running-desk.js';

export interface PortalVisitor {
  /** The portal's progress word of a notice; empty if it shows none. */
  progressOf(number: string): Promise<string>;
  answer(number: string, text: string): Promise<void>;
  withdraw(number: string, text: string): Promise<void>;
}

export async function visitPortal(desk: RunningDesk, authority: string): Promise<PortalVisitor> {
  const { api } = desk.file();
  const form = (fields: Record<string, string>) => ({
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual' as const,
  });
  const email = `${authority}@authority.example`;
  await fetch(`${api}/portal/links`, form({ email }));
  const token = await eventually(
    async () => {
      const { items } = (await desk.call('ops', 'GET', '/v1/outbox?limit=200')).body;
      const mail = items.find(
        (one: { envelope: { to: string[] }; text: string }) =>
          one.envelope.to.includes(email) && one.text.includes('/portal/open?token='),
      );
      return /token=([A-Za-z0-9_-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    },
    (found) => found !== '',
  );
  const opened = await fetch(`${api}/portal/open`, form({ token, name: 'A. Officer' }));
  const cookie = /nd_portal=[^;]+/.exec(opened.headers.get('set-cookie') ?? '')?.[0] ?? '';
  const page = async (path: string) =>
    (await fetch(`${api}${path}`, { headers: { cookie, accept: 'text/html' } })).text();
  const send = async (shown: string, path: string, fields: Record<string, string>) => {
    const text = await page(shown);
    const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1] ?? '';
    const body = new FormData();
    for (const [name, value] of Object.entries({ csrf: hidden('csrf'), form: hidden('form'), ...fields }))
      body.set(name, value);
    const answer = await fetch(`${api}${path}`, { method: 'POST', headers: { cookie }, body, redirect: 'manual' });
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  return {
    async progressOf(number) {
      const text = await page(`/portal/notices/${number}`);
      return /<span class="state">([^<]+)\.<\/span>/.exec(text)?.[1] ?? '';
    },
    answer: (number, text) => send(`/portal/notices/${number}`, `/portal/notices/${number}/answers`, { text }),
    withdraw: (number, text) =>
      send(`/portal/notices/${number}/withdraw`, `/portal/notices/${number}/withdraw`, { text }),
  };
}
