import { expect, test } from '@jest/globals';
import { readDeskConfig, readProcessConfig } from '../../../config/env.js';
import { readClusterConfig } from '../../../desk/cluster/cluster.js';
import { PROCESS, refusals } from '../../support/settings.js';
import { deploymentOptions } from '../../../worker/release.js';

test('worker versioning defaults to pinned, and to auto-upgrade on the embedded desk', () => {
  expect(readProcessConfig(PROCESS).config.workerVersioning).toBe('pinned');
  expect(readClusterConfig({}).config.workerVersioning).toBe('pinned');
  expect(readDeskConfig({}).config.workerVersioning).toBe('auto-upgrade');
});

test('DESK_WORKER_VERSIONING accepts the known modes and rejects others', () => {
  expect(readClusterConfig({ DESK_WORKER_VERSIONING: 'auto-upgrade' }).config.workerVersioning).toBe('auto-upgrade');
  expect(refusals(() => readProcessConfig({ ...PROCESS, DESK_WORKER_VERSIONING: 'off' }))).toEqual([
    expect.stringContaining('`pinned` or `auto-upgrade`'),
  ]);
});

test.each([
  ['pinned', 'PINNED'],
  ['auto-upgrade', 'AUTO_UPGRADE'],
] as const)('a worker of a %s desk reports that mode with its build', (versioning, behavior) => {
  expect(deploymentOptions('0.2.0-aa', versioning)).toEqual({
    useWorkerVersioning: true,
    version: { deploymentName: 'notice-desk', buildId: '0.2.0-aa' },
    defaultVersioningBehavior: behavior,
  });
});
