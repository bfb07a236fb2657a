import type { Plant } from './plant.js';

/** Two places: the desk asks by key before it sends again, and the platform itself knows a key that comes twice. */
export const dedupe: Plant = {
  name: 'dedupe',
  what: 'a repeated operation is not recognised: it is not asked about, and it goes out under a new key',
  caughtBy: 'one-write',
  edits: [
    {
      file: 'activities/platform-client.js',
      find: `const { results } = read(operationsAnswer, await ask({ method: 'POST', path: '/operations', body: { operations } }));`,
      put: `const before = (globalThis.sentBefore ??= new Set());
            const operationsSent = operations.map((one) => before.has(one.key) ? { ...one, key: one.key + ':' + Math.random() } : one);
            for (const { key } of operations) before.add(key);
            const answered = read(operationsAnswer, await ask({ method: 'POST', path: '/operations', body: { operations: operationsSent } }));
            const results = answered.results.map((one) => typeof one?.key === 'string' ? { ...one, key: one.key.split(':').slice(0, 4).join(':') } : one);`,
    },
    {
      file: 'activities/platform-client.js',
      find: `async findOperation(key) {`,
      put: `async findOperation(key) {
            if (key !== '') return undefined;`,
    },
  ],
};
