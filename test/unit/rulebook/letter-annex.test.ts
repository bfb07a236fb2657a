import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { annexCsv, annexCsvWithBreaks, annexSha256 } from '../../../registry/letters/annex.js';
import type { AnnexRow } from '../../../registry/letters/tables.js';

const rows = (count: number) =>
  Array.from({ length: count }, (_, index): AnnexRow => [index + 1, 'account', `@a${index + 1}`, 'overbroad', '']);

test.each([0, 1, 1_000, 1_001, 2_500])(
  'names each of %i items once below one header, with and without pauses',
  async (count) => {
    const csv = annexCsv('push_back', rows(count));
    const [head, ...lines] = csv.trimEnd().split('\r\n');
    expect(head).toBe('no,type,locator,grounds,note');
    expect(lines.map((line) => Number.parseInt(line, 10))).toEqual(rows(count).map(([no]) => no));
    expect(await annexCsvWithBreaks('push_back', rows(count))).toBe(csv);
    expect(await annexSha256('push_back', rows(count))).toBe(createHash('sha256').update(csv).digest('hex'));
  },
);

test('lets other work run while it writes a long annex', async () => {
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 0);
  await annexCsvWithBreaks('push_back', rows(20_000));
  clearInterval(turning);
  expect(turns).toBeGreaterThan(1);
});
