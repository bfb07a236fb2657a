import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let registry: pg.Client;
beforeAll(async () => {
  desk = await startDesk({ DESK_CANARY: 'PT3S', MAIL_FROM: 'Canary <canary@desk.example>' });
  registry = new pg.Client(desk.adminDatabase());
  await registry.connect();
});
afterAll(async () => {
  await registry?.end();
  await desk.discard();
});

const rows = async (text: string) => (await registry.query(text)).rows;
const passed = () => rows('select id from canary where passed order by begins_at');
const pagesFor = async (reason: string) => {
  const { platform, platformToken } = desk.file();
  const response = await fetch(`${platform}/_pager`, { headers: { authorization: `Bearer ${platformToken}` } });
  const { items } = (await response.json()) as { items: { body: Record<string, unknown> }[] };
  return items.map(({ body }) => body).filter((body) => body['reason'] === reason);
};
const alerts = async () => (await desk.call('ops', 'GET', '/v1/ops/alerts?kind=canary_silent')).body.items;
const part = async () => {
  const { body } = await desk.call(null, 'GET', '/readyz');
  return body.parts.find(({ name }: { name: string }) => name === 'canary');
};

test('canary notice is acknowledged, approved by another person, enforced, reported, restored and closed', async () => {
  const [{ id }] = await eventually(passed, (found) => found.length > 0);
  const [notice] = await rows(`select stage, outcome, applied, restored, number from notice where id = '${id}'`);
  expect(notice).toMatchObject({ stage: 'closed', restored: 1, number: `C-${id}` });
  const letters = await rows(`select kind, state from letter where notice_id = '${id}' order by n`);
  expect(letters).toEqual(
    expect.arrayContaining(['acknowledgement', 'report_of_effect'].map((kind) => ({ kind, state: 'sent' }))),
  );
  const operations = await rows(`select action, status from operation where notice_id = '${id}' order by submission`);
  expect(operations).toEqual([
    { action: 'preserve', status: 'applied' },
    { action: 'restore', status: 'applied' },
  ]);
  expect(await part()).toMatchObject({ state: 'up' });
});

test('canary notice leaves no open restriction, no mail in an outbox and no notice in a list', async () => {
  const outbox = await desk.call('auditor', 'GET', '/v1/outbox?limit=200');
  expect(JSON.stringify(outbox.body)).not.toContain('canary@desk.example"]');
  const { body: notices } = await desk.call('auditor', 'GET', '/v1/notices?count=true');
  expect([notices.items, notices.total]).toEqual([[], 0]);
  const { body: report } = await desk.call('counsel', 'GET', '/v1/reports/transparency?from=2020-01-01&to=2100-01-01');
  expect(JSON.stringify(report)).not.toContain('Canary');
  const held = await rows('select count(*)::int as n from restriction_support where released_at is null');
  expect(held).toEqual([{ n: 0 }]);
});

test('canary pages with the step it is stuck at while the platform is down, and resolves when one passes', async () => {
  await desk.platform('/_double/faults', { seed: 1, down: true });
  // On a busy machine a canary may be late before the platform is down; the one after it stands here.
  const isStuck = ({ step }: Record<string, unknown>) => step === 'resolution' || step === 'enforcement';
  const pages = await eventually(
    () => pagesFor('canary_silent'),
    (found) => found.some(isStuck),
    90_000,
  );
  const page = pages.find(isStuck);
  expect(page?.['text']).toEqual(expect.stringContaining('the platform'));
  expect(await alerts()).toHaveLength(1);
  expect(await part()).toMatchObject({ state: 'down' });
  await desk.platform('/_double/faults', { seed: 1 });
  await eventually(alerts, (items) => items.length === 0);
  const recovered = (found: Record<string, unknown>[]) => found.some(({ of }) => of === 'canary_silent');
  await eventually(() => pagesFor('recovered'), recovered);
  await eventually(part, ({ state }) => state === 'up');
  const open = () => rows(`select id from notice where of_canary(id) and stage <> 'closed'`);
  await eventually(open, (left) => left.length <= 1);
});
