import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { eventually, startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
let registry: pg.Client;
beforeAll(async () => {
  desk = await startDesk({ DESK_CANARY_EVERY: 'PT5S', DESK_CANARY_LIMIT: 'PT20S', DESK_CANARY_MAIL: 'canary@desk.example' });
  registry = new pg.Client(desk.adminDatabase());
  await registry.connect();
}, 180_000);
afterAll(async () => {
  await registry?.end();
  await desk.discard();
}, 60_000);

const rows = async (text: string) => (await registry.query(text)).rows;
const passed = () => rows('select id from canary where passed order by begins_at');
const part = async () => {
  const { body } = await desk.call(null, 'GET', '/readyz');
  return body.parts.find(({ name }: { name: string }) => name === 'canary');
};

test('goes the whole way: acknowledged, approved by the other one, carried out, reported, taken back and closed', async () => {
  const [{ id }] = await eventually(passed, (found) => found.length > 0, 60_000);
  const [notice] = await rows(`select stage, outcome, applied, restored, number from notice where id = '${id}'`);
  expect(notice).toMatchObject({ stage: 'closed', restored: 1, number: `C-${id}` });
  const letters = await rows(`select kind, state, recipient from letter where notice_id = '${id}' order by n`);
  expect(letters).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'acknowledgement', state: 'sent' })]));
  const operations = await rows(`select action, status from operation where notice_id = '${id}' order by submission`);
  expect(operations).toEqual([
    { action: 'preserve', status: 'applied' },
    { action: 'restore', status: 'applied' },
  ]);
  expect(await part()).toMatchObject({ state: 'up' });
}, 120_000);
