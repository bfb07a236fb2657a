import { availableParallelism } from 'node:os';

/** One configuration for every tier; a tier is a folder under test/. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // cookie 2 is ESM only and reached through a require() in fastify's inject.
  transformIgnorePatterns: ['/node_modules/(?!(cookie)/)'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
    '/node_modules/cookie/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/data/'],
  testTimeout: 60_000,
  globalSetup: './test/support/jest/run-folder.js',
  globalTeardown: './test/support/jest/end-run-folder.js',
  testSequencer: './test/support/jest/long-first.js',
  // Half of a test's time is waiting for servers: with a worker for each core the cores would stand idle.
  maxWorkers: availableParallelism() + 1,
};
