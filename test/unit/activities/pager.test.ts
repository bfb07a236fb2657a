import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createPagerActivities } from '../../../activities/pager.js';
import {
  aClockRow,
  aNotice,
  anActivity,
  openAlerts,
  startRegistry,
  type Registry,
} from '../../support/registry-fixture.js';

const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-tests').toString('base64')}`;

let registry: Registry;
let server: Server;
let url: string;
let status = 202;
const pages: { id: string; body: unknown }[] = [];

beforeAll(async () => {
  registry = await startRegistry();
  server = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      const body = new Webhook(SECRET).verify(text, request.headers as Record<string, string>);
      pages.push({ id: String(request.headers['webhook-id']), body });
      response.writeHead(status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await registry.stop();
});
beforeEach(() => {
  pages.length = 0;
  status = 202;
});

async function aPage() {
  const noticeId = await aNotice(registry, ['@a']);
  const row = aClockRow(noticeId);
  await registry.db.insertInto('clock').values(row).execute();
  const clock = row.id;
  return {
    noticeId,
    effect: {
      key: `${noticeId}:${clock}:page:3:1`,
      type: 'page' as const,
      clock,
      level: 3,
      nth: 1,
      to: ['counsel' as const],
    },
  };
}

test('page signs the request, carries its key as webhook id, and is sent once', async () => {
  const page = await aPage();
  const pager = createPagerActivities({ db: registry.worker, pager: { url, secret: SECRET }, activity: anActivity() });
  expect(await pager.page(page)).toEqual({ ok: true });
  expect(await pager.page(page)).toEqual({ ok: true });
  expect(pages).toEqual([
    {
      id: page.effect.key,
      body: expect.objectContaining({
        key: page.effect.key,
        kind: 'comply',
        level: 3,
        nth: 1,
        to: [registry.people.counsel],
      }),
    },
  ]);
});

test('page raises an alert at the third failed attempt, resolved by the next page', async () => {
  const page = await aPage();
  const pager = (attempt: number) =>
    createPagerActivities({ db: registry.worker, pager: { url, secret: SECRET }, activity: anActivity(attempt) });
  status = 500;
  await expect(pager(2).page(page)).rejects.toMatchObject({ type: 'PagerUnavailable', nonRetryable: false });
  expect(await openAlerts(registry.db, page.noticeId)).toEqual([]);
  await expect(pager(3).page(page)).rejects.toMatchObject({ type: 'PagerUnavailable' });
  expect(await openAlerts(registry.db, page.noticeId)).toEqual(['pager_outage']);
  status = 202;
  expect(await pager(4).page(page)).toEqual({ ok: true });
  expect(await openAlerts(registry.db, page.noticeId)).toEqual([]);
});

test('page succeeds without a configured pager, and alerts ops once', async () => {
  const pager = createPagerActivities({ db: registry.worker, pager: null, activity: anActivity() });
  expect(await pager.page(await aPage())).toEqual({ ok: true });
  expect(await pager.page(await aPage())).toEqual({ ok: true });
  const rows = await registry.db.selectFrom('alert').select('key').where('kind', '=', 'pager_missing').execute();
  expect(rows).toEqual([{ key: 'pager_missing' }]);
});

test('pageOps pages ops and counsel once about an urgent alert, with nothing of the subject', async () => {
  const noticeId = await aNotice(registry, ['@a']);
  const effect = {
    key: `${noticeId}:page:forged_command:1`,
    type: 'page_ops' as const,
    about: 'forged_command' as const,
    to: ['ops' as const, 'counsel' as const],
  };
  const pager = createPagerActivities({ db: registry.worker, pager: { url, secret: SECRET }, activity: anActivity() });
  expect(await pager.pageOps({ noticeId, effect })).toEqual({ ok: true });
  expect(await pager.pageOps({ noticeId, effect })).toEqual({ ok: true });
  expect(pages).toEqual([
    {
      id: effect.key,
      body: {
        key: effect.key,
        notice: noticeId,
        number: expect.stringMatching(/^N-/),
        about: 'forged_command',
        to: [registry.people.counsel],
        text: expect.stringContaining('never sent'),
      },
    },
  ]);
  expect(JSON.stringify(pages)).not.toContain('A secret matter');
});
