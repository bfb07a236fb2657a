import { expect, test } from '@jest/globals';
import { deskOfFile, run } from '../../support/fake-desk.js';

const desk = deskOfFile();

test('ops rebuild-all follows every page and prints the result for each notice', async () => {
  const pages = [
    { items: [{ notice: 'a', number: 'N-2026-000001', state: 'rebuilt', why: null }], nextCursor: 'a' },
    {
      items: [{ notice: 'b', number: 'N-2026-000002', state: 'failed', why: 'No worker responds.' }],
      nextCursor: null,
    },
  ];
  let calls = 0;
  desk.answer = () => ({ body: pages[calls++] });
  const { out } = await run(desk, ['ops', 'rebuild-all', '--reason', 'Restored']);
  expect(out).toBe(
    'N-2026-000001  rebuilt\nN-2026-000002  failed: No worker responds.\nRebuilt: 1 of 2. Run it again for the 1 that failed.\n',
  );
  expect(desk.seen.map(({ path, as, body }) => ({ path, as, body }))).toEqual([
    { path: '/v1/ops/rebuild-all', as: 'ops', body: { reason: 'Restored' } },
    { path: '/v1/ops/rebuild-all', as: 'ops', body: { reason: 'Restored', cursor: 'a' } },
  ]);
});
