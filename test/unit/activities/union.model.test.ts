import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { PlatformClient } from '../../../platforms/client.js';
import { isFinal } from '../../../platforms/messages.js';
import {
  applyOperations,
  createPlatformSchema,
  findOperations,
  readState,
  resolveStoredTargets,
} from '../../../desk/simulators/platform-store.js';
import type { Operation } from '../../../desk/simulators/platform-messages.js';
import type { TargetType } from '../../../domain/targets/target.js';
import { openDatabase } from '../../../registry/db.js';
import { startRegistry, type Registry } from '../../support/registry-fixture.js';
import { checkUnion } from '../../support/union-model.js';
import { cases } from '../../support/jest/cases.js';

const RUNS = Number(process.env['MODEL_RUNS'] ?? cases(120));

let started: Registry;
let registry: Registry;

beforeAll(async () => {
  started = await startRegistry();
  // No data here outlives the test: waiting for the disk at each commit would only cost sequences.
  const url = `${started.url}?options=${encodeURIComponent('-c synchronous_commit=off')}`;
  registry = { ...started, db: openDatabase({ url }), pool: new pg.Pool({ connectionString: url, max: 4 }) };
  // A connection that is being closed may still see the server stop.
  registry.pool.on('error', () => undefined);
  await createPlatformSchema(registry.pool);
});
afterAll(async () => {
  await registry.db.destroy();
  await registry.pool.end();
  await started.stop();
});

/** The simulator's store without its HTTP server. An item has two names. */
const platform: PlatformClient = {
  resolve: (targets) =>
    resolveStoredTargets(
      registry.pool,
      targets.map(({ type, locator }) => ({ type: type as TargetType, locator: locator.replace(/-alias$/, '') })),
    ),
  async operate(operations) {
    const results = await applyOperations(registry.pool, operations as Operation[]);
    return new Map(results.filter(isFinal as never).map((result) => [result.key, result as never]));
  },
  findOperations: async (keys) => {
    const found = await findOperations(registry.pool, keys);
    return new Map(keys.map((key) => [key, (found.get(key) ?? null) as never]));
  },
  state: async (ids) => new Map((await readState(registry.pool, ids)).map((state) => [state.id, state])),
  sendMessages: async () => new Map(),
  content: async () => undefined,
  close: async () => undefined,
};

test('registry and platform stay the plain union under overlaps, partial restorations, aliases and losses', async () => {
  const lose = async (id: string) => {
    await registry.pool.query('delete from platform_simulator.effect where id = $1', [id]);
  };
  expect(await checkUnion({ registry, platform, lose }, { runs: RUNS })).toBe(RUNS);
});
