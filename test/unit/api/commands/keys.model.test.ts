import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { runs } from '../../../support/jest/cases.js';

let api: ApiHarness;
let callers: HarnessPerson[];
beforeAll(async () => {
  api = await startApi();
  callers = [await api.addPerson('One', ['intake']), await api.addPerson('Other', ['intake'])];
});
afterAll(() => api.close());

interface Requested {
  caller: number;
  key: number;
  body: number;
}

const call = fc.record({ caller: fc.nat({ max: 1 }), key: fc.nat({ max: 2 }), body: fc.nat({ max: 1 }) });
const sequences = fc.array(fc.array(call, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });

let cases = 0;

async function send(prefix: string, { caller, key, body }: Requested) {
  const as = callers[caller];
  if (as === undefined) throw new Error('no such caller');
  const order = {
    kind: 'request',
    authority: { name: 'Office', country: 'IN' },
    jurisdiction: 'IN',
    reference: prefix,
    subject: `Body ${body}`,
  };
  for (;;) {
    const answer = await api.post('/v1/notices', as, order, { 'idempotency-key': `${prefix}-${key}` });
    const problem = answer.statusCode === 201 ? null : String(answer.json().type).split(':').at(-1);
    if (problem !== 'idempotency-in-flight') return { ...answer, id: answer.json().id, problem };
  }
}

test('each idempotency key of a caller stands for one notice and one body under any mix of requests', async () => {
  await fc.assert(
    fc.asyncProperty(sequences, async (jobs) => {
      cases += 1;
      const prefix = `keys-${cases}`;
      const known = new Map<string, { body: number; id: string }>();
      for (const round of jobs) {
        const answers = await Promise.all(round.map((one) => send(prefix, one)));
        for (const [at, { id, problem }] of answers.entries()) {
          const { caller, key, body } = round[at] ?? { caller: 0, key: 0, body: 0 };
          const which = `${caller} ${key}`;
          if (problem === null && !known.has(which)) known.set(which, { body, id });
        }
        for (const [at, { id, problem }] of answers.entries()) {
          const { caller, key, body } = round[at] ?? { caller: 0, key: 0, body: 0 };
          const first = known.get(`${caller} ${key}`);
          expect(first).toBeDefined();
          const expected =
            first?.body === body ? { id: first.id, problem: null } : { problem: 'idempotency-key-reused' };
          expect({ id, problem }).toMatchObject(expected);
        }
      }
      const { rows } = await sql<{ id: string }>`select id from notice where reference = ${prefix}`.execute(api.db);
      expect(rows.map(({ id }) => id).toSorted()).toEqual([...known.values()].map(({ id }) => id).toSorted());
    }),
    runs(12),
  );
}, 3_600_000);
