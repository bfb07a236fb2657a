import { expect, test } from '@jest/globals';
import { deskOfFile, ID, run } from '../../support/fake-desk.js';

const desk = deskOfFile();

test('reports agreement shows counts, and kappa only where there are pairs enough', async () => {
  const kappa = { value: 0.4286, low: 0.31, high: 0.5512 };
  desk.answer = () => ({
    body: {
      scope: 'all',
      leastPairs: 30,
      all: { pairs: 200, agreed: 140, kappa },
      byAction: [{ action: 'withhold', pairs: 12, agreed: 9, kappa: null }],
      byPerson: [{ person: { id: 'p', name: 'Priya' }, pairs: 40, agreed: 40, kappa: null }],
      golden: [{ set: 'Satire', person: { id: 'p', name: 'Priya' }, pairs: 31, agreed: 30, kappa, sameGrounds: 20 }],
    },
  });
  const { out } = await run(desk, ['reports', 'agreement', '--from', '2026-01-01T00:00:00Z']);
  expect(out).toMatch(/^all +200 +140 +0\.43 \(0\.31 to 0\.55\) *$/m);
  expect(out).toMatch(/^withhold +12 +9 +fewer than 30 pairs *$/m);
  expect(out).toMatch(/^Priya +40 +40 +one action only *$/m);
  expect(out).toMatch(/^Satire: Priya +31 +30 +0\.43/m);
  expect(desk.seen[0]).toMatchObject({ path: '/v1/reports/agreement', query: { from: '2026-01-01T00:00:00Z' } });
});

test('second-reviews answer sends one decision', async () => {
  desk.answer = () => ({ body: { agrees: false } });
  const { out } = await run(desk, ['second-reviews', 'answer', ID, '--to', 'withhold', '--ground', 'legal_basis_met']);
  expect(out).toBe('Recorded. The other decision has another action.\n');
  expect(desk.seen.at(-1)).toMatchObject({
    path: `/v1/second-reviews/${ID}`,
    body: { action: 'withhold', grounds: ['legal_basis_met'] },
  });
});

test('golden mark sends the agreed decision, and none where the targets keep their own', async () => {
  desk.answer = () => ({ body: { marked: [1, 2], skipped: [3] } });
  const mark = ['golden', 'mark', ID, '--set', 'Satire', '--targets', '1-3'];
  const { out } = await run(desk, mark);
  expect(out).toBe('Marked: 1, 2. Left out: 3.\n');
  expect(desk.seen.at(-1)).toMatchObject({
    path: `/v1/notices/${ID}/golden`,
    body: { set: 'Satire', targets: [1, 2, 3] },
  });
  await run(desk, [...mark, '--to', 'label', '--ground', 'legal_basis_met']);
  expect(desk.seen.at(-1)).toMatchObject({ body: { agreed: { action: 'label', grounds: ['legal_basis_met'] } } });
  expect((await run(desk, [...mark, '--to', 'label'])).code).toBe(2);
});

test('golden confirm names the items', async () => {
  desk.answer = () => ({ status: 204, body: undefined });
  const { out } = await run(desk, ['golden', 'confirm', ID]);
  expect(out).toBe('Confirmed.\n');
  expect(desk.seen.at(-1)).toMatchObject({ path: '/v1/golden-items/confirm', body: { items: [ID] } });
});
