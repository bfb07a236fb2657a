import { createRequire } from 'node:module';
import { afterEach, describe, expect, test } from '@jest/globals';
import { aBareNotice } from '../support/builders.js';
import { bundleWorkflows, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

const require = createRequire(import.meta.url);

afterEach(replayAndDispose);

/**
 * The harness uses parts of the SDK that are not a stable API. When this file fails after an upgrade, fix `sandbox.ts`
 * first.
 */
describe('Temporal SDK under the workflow harness', () => {
  test('has the version of every @temporalio package that the harness was written for', () => {
    const versions = ['activity', 'client', 'common', 'proto', 'worker', 'workflow'].map((name) => [
      name,
      (require(`@temporalio/${name}/package.json`) as { version: string }).version,
    ]);
    expect(new Set(versions.map(([, version]) => version))).toEqual(new Set(['1.24.0']));
  });

  test('shares one protobufjs 8, without which a recorded history cannot be read', () => {
    const fromUs = require.resolve('protobufjs');
    for (const name of ['common', 'proto', 'worker']) {
      expect(createRequire(require.resolve(`@temporalio/${name}/package.json`)).resolve('protobufjs')).toBe(fromUs);
    }
    expect((require('protobufjs/package.json') as { version: string }).version).toMatch(/^8\./);
  });

  test('keeps the module cache of each workflow apart in the bundle', async () => {
    expect((await bundleWorkflows()).code).toContain('globalThis.__webpack_module_cache__');
  });

  test('exchanges activations and commands under the names that the harness reads', async () => {
    const run = await startNotice({ input: { ...aBareNotice(), targets: 1 } });
    expect(run.history).toEqual(['scheduleActivity', 'startTimer']);
    expect(run.timersAtMs).toHaveLength(1);
    expect(run.pendingActivities()).toMatchObject([{ type: 'resolveTargets', taskQueue: 'enforcement' }]);
    expect((await run.state()).version).toBe(1);
  });

  test('shares no state between two notices in one sandbox', async () => {
    const one = await startNotice({ input: { noticeId: 'one', targets: 3 } });
    const two = await startNotice({ input: { noticeId: 'two', targets: 5 } });
    expect((await one.state()).ledger.targets).toBe(3);
    expect((await two.state()).ledger.targets).toBe(5);
    expect((await one.state()).noticeId).toBe('one');
  });
});
