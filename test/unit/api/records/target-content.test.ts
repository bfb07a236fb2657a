import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Db } from '../../../../registry/db.js';
import { startContentRequests } from '../../../../worker/content-requests.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { startPlatform, type PlatformFixture } from '../../../support/platform-fixture.js';
import { openAs } from '../../../support/postgres/registry-logins.js';

let api: ApiHarness;
let platform: PlatformFixture;
let enforcement: Db;
let answering: ReturnType<typeof startContentRequests>;
let id: string;
const warnings: string[] = [];

const [SPEAKS, GONE] = [account('@speaks'), account('@gone')];

beforeAll(async () => {
  api = await startDomainApi(createDomainEngine());
  platform = await startPlatform(api);
  enforcement = openAs(api.url, 'enforcement');
  ({ id } = await api.receive({ targets: [SPEAKS, GONE, account('@unasked'), account('@unknown')] }));
  const found = await platform.client.resolve([SPEAKS, GONE]);
  await platform.configure([
    { ...SPEAKS, content: 'Join us.\n<b>Now</b>', language: 'pa' },
    { ...GONE, exists: false },
  ]);
  for (const [at, { id: platformId }] of found.entries()) await setTarget(at + 1, platformId, true);
  await setTarget(4, null, true);
});
afterAll(async () => {
  await enforcement.destroy();
  await platform.stop();
  await api.close();
});

function setTarget(no: number, platformId: string | null, lookedUp: boolean) {
  return sql`update target set platform_id = ${platformId}, looked_up = ${lookedUp}
    where notice_id = ${id}::uuid and no = ${no}`.execute(api.db);
}

function account(locator: string) {
  return { type: 'account', locator };
}

const startAnswering = () =>
  startContentRequests({
    db: enforcement,
    platform: platform.client,
    logger: { warn: (message: string) => warnings.push(message) } as never,
  });
const readContent = (no: number | string, as: Parameters<ApiHarness['get']>[1] = 'reviewer') =>
  api.get(`/v1/notices/${id}/targets/${no}/content`, as);

describe('GET /v1/notices/{id}/targets/{no}/content', () => {
  beforeEach(async () => {
    await platform.faults({});
    answering = startAnswering();
  });
  afterEach(() => answering.stop());

  test('shows what the platform shows now, stores nothing of it, and logs who asked for which target', async () => {
    const answer = await readContent(1, 'counsel');
    expect([answer.statusCode, answer.json()]).toMatchObject([
      200,
      { state: 'shown', content: { text: 'Join us.\n<b>Now</b>', cut: false, language: 'pa' } },
    ]);
    const { rows } = await sql`select from content_request`.execute(api.db);
    expect(rows).toEqual([]);
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.find(({ action }: { action: string }) => action === 'content_requested')).toMatchObject({
      actor: { id: api.people.counsel.id },
      detail: { target: 1 },
    });
    expect(JSON.stringify(items)).not.toContain('Join us');
  });

  test('tells a target that is gone from one that was not looked up yet and from one that is not offered', async () => {
    const states = [];
    for (const no of [2, 3, 4]) states.push((await readContent(no)).json());
    await platform.faults({ noContent: true });
    states.push((await readContent(1)).json());
    expect(states).toEqual(['gone', 'unresolved', 'gone', 'not_offered'].map((state) => ({ state, content: null })));
  });

  test('answers 503 with a time to retry while the platform is down', async () => {
    await platform.faults({ down: 1 });
    const { statusCode, headers, json } = await readContent(1);
    expect([statusCode, headers['retry-after'], json().detail]).toEqual([
      503,
      '5',
      'The platform does not show its content now. Try again later.',
    ]);
    await platform.faults({});
    expect((await readContent(1)).statusCode).toBe(200);
    expect(warnings).toEqual([]);
  });

  test('is for people who read documents, and for targets that the notice has', async () => {
    expect([(await readContent(1, 'intake')).statusCode, (await readContent(1, 'admin')).statusCode]).toEqual([
      403, 403,
    ]);
    expect([(await readContent(5)).statusCode, (await readContent('one')).statusCode]).toEqual([404, 404]);
  });
});

test('content answers 503 if no enforcement process runs, and leaves no request behind', async () => {
  const realNow = performance.now.bind(performance);
  // The wait of 15 seconds passes in a tenth of one.
  performance.now = () => realNow() * 150;
  const { statusCode } = await readContent(1).finally(() => {
    performance.now = realNow;
  });
  expect(statusCode).toBe(503);
  expect((await sql`select from content_request`.execute(api.db)).rows).toEqual([]);
});
