import { expect, test } from '@jest/globals';
import { type Env, readDeskConfig } from '../../../config/env.js';
import { platformEnv } from '../../../desk/child-env.js';
import { PLATFORMS } from '../../../platforms/registered.js';
import { refusals } from '../../support/settings.js';

test('settings of Synapse require URL and token of a homeserver, and are passed to the enforcement process', () => {
  const SYNAPSE: Env = { PLATFORM_KIND: 'synapse', SYNAPSE_URL: 'http://localhost:1', SYNAPSE_TOKEN: 'syt_a' };
  const missing = refusals(() => readDeskConfig({ PLATFORM_KIND: 'synapse' }, PLATFORMS));
  expect(missing.map((line) => line.split(':')[0])).toEqual(['SYNAPSE_URL', 'SYNAPSE_TOKEN']);
  const passed = platformEnv(
    readDeskConfig(SYNAPSE, PLATFORMS),
    { platformToken: 'a', platformWebhookSecret: 'b' },
    { platformUrl: 'http://localhost:1' },
  );
  expect(passed).toMatchObject(SYNAPSE);
});
