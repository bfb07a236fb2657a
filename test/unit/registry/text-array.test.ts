import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toTextArray } from '../../../registry/text-array.js';
import { startThrowAwayPostgres } from '../../support/postgres/embedded-postgres.js';

let postgres: Awaited<ReturnType<typeof startThrowAwayPostgres>>;
beforeAll(async () => {
  postgres = await startThrowAwayPostgres();
});
afterAll(() => postgres.stop());

test('round-trips any list of texts through a PostgreSQL array', async () => {
  const awkward = fc.constantFrom('', 'NULL', 'null', '"', '\\', '\\"', '{a,b}', ' ', 'a,b', '","', "'", '\n');
  const text = fc.oneof(
    awkward,
    fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', '')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(text, { maxLength: 20 }), async (texts) => {
      const { rows } = await postgres.pool.query<{ kept: string[] }>('select $1::text[] as kept', [toTextArray(texts)]);
      expect(rows[0]?.kept).toEqual(texts);
    }),
    { numRuns: 300 },
  );
});
