import { availableParallelism } from 'node:os';

/** Shared by all tiers; a tier is a folder under test/. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  runtime: '<rootDir>/test/support/jest/native-runtime.cjs',
  transform: {},
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  // A campaign multiplies the number of cases (docs/chaos.md).
  testTimeout: 600_000 * Math.max(1, Number(process.env.CAMPAIGN_FACTOR ?? 1)),
  globalSetup: './test/support/jest/run-folder.js',
  globalTeardown: './test/support/jest/end-run-folder.js',
  testSequencer: './test/support/jest/long-first.js',
  // Tests wait for servers half of their time: one worker a core would leave the cores idle.
  maxWorkers: availableParallelism() + 1,
};
