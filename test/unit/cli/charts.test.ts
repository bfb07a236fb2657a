import { expect, test } from '@jest/globals';
import { deskOfFile, ID, run } from '../../support/fake-desk.js';

const desk = deskOfFile();
const part = { count: 1, of: 2 };

test('reports scorecard shows each measure with what it counts', async () => {
  const card = { complete: part, verified: part, refused: { count: 4, of: 269 }, repliesInTime: part, withdrawn: part };
  desk.answer = () => ({
    body: { name: 'Ministry', orders: 3, ...card, medianGivenSeconds: 46_800, withDeadline: 2, secret: 1 },
  });
  const { out } = await run(desk, ['reports', 'scorecard', 'in-meity', '--weeks', '26']);
  expect(out).toMatch(/^Ministry: 3 orders, 1 of them secret$/m);
  expect(out).toMatch(/^targets refused +4 +269 *$/m);
  expect(out).toContain('13 h given (median)');
  expect(desk.seen[0]).toMatchObject({ path: '/v1/reports/scorecard', query: { authority: 'in-meity', weeks: '26' } });
});

test('reports dashboard shows shares on time, the load and what became of targets', async () => {
  desk.answer = () => ({
    body: {
      onTime: { byLaw: [{ name: 'IN-69A-EMERG', onTime: 9, total: 16 }] },
      load: { days: [{ day: '2026-12-01', due: 1_178, capacity: null }] },
      flow: { rows: [{ decided: 'withheld', inForce: 13, restored: 256, answered: 0, failed: 0, open: 0 }] },
    },
  });
  const { out } = await run(desk, ['reports', 'dashboard', '--zone', 'Asia/Kolkata']);
  expect(out).toMatch(/^IN-69A-EMERG +9 +16 *$/m);
  expect(out).toMatch(/^2026-12-01 +1178 +unknown *$/m);
  expect(out).toMatch(/^withheld +13 +256 +0 +0 +0 *$/m);
  expect(desk.seen.at(-1)).toMatchObject({ query: { zone: 'Asia/Kolkata' } });
});

test('targets in-force lists what was in force at an instant and under which notice', async () => {
  const held = {
    number: 'N-2021-000031',
    no: 7,
    locator: '@a',
    everywhere: false,
    countries: ['IN'],
    since: 'S',
    until: null,
  };
  desk.answer = () => ({ body: { items: [held], nextCursor: null } });
  const { out } = await run(desk, ['targets', 'in-force', ID, '--at', '2021-02-05T00:00:00Z']);
  expect(out).toMatch(/^N-2021-000031 +7 +@a +IN +S *$/m);
  expect(desk.seen.at(-1)).toMatchObject({
    path: `/v1/notices/${ID}/series/in-force`,
    query: { at: '2021-02-05T00:00:00Z' },
  });
});
