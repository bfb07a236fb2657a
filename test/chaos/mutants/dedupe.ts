import type { Mutant } from './mutant.js';

/**
 * An operation with unknown outcome is resent under its key; this bug uses another key, which the platform cannot
 * recognise.
 */
export const dedupe: Mutant = {
  name: 'dedupe',
  what: 'a repeated operation is not recognised: it goes out under a new key',
  campaign: 'C7',
  run: ['--kills', '10', '--notices', '12', '--seed', '5'],
  caughtBy: 'one-write',
  edits: [
    {
      file: 'platforms/client.js',
      find: 'const answer = await ask({\n\t\t\t\tmethod: "POST",\n\t\t\t\tpath: "/operations",\n\t\t\t\tbody: { operations }\n\t\t\t});',
      put: `const before = (globalThis.sentBefore ??= new Set());
            const operationsSent = operations.map((one) => before.has(one.key) ? { ...one, key: one.key + ':' + Math.random() } : one);
            for (const { key } of operations) before.add(key);
            const answered = read(operationsAnswer, await ask({ method: 'POST', path: '/operations', body: { operations: operationsSent } }));
            const answer = { results: answered.results.map((one) => typeof one?.key === 'string' ? { ...one, key: one.key.split(':').slice(0, 4).join(':') } : one) };`,
    },
  ],
};
