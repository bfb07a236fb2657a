import { availableParallelism } from 'node:os';

/** One configuration for every tier; a tier is a folder under test/. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  runtime: '<rootDir>/test/support/jest/native-runtime.cjs',
  transform: {},
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  // A campaign tries many times as many cases (docs/chaos.md).
  testTimeout: 600_000 * Math.max(1, Number(process.env.CAMPAIGN_FACTOR ?? 1)),
  globalSetup: './test/support/jest/run-folder.js',
  globalTeardown: './test/support/jest/end-run-folder.js',
  testSequencer: './test/support/jest/long-first.js',
  // Half of a test's time is waiting for servers: with a worker for each core the cores would stand idle.
  maxWorkers: availableParallelism() + 1,
};
