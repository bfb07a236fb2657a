import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createPlatformClient, type PlatformClient } from '../../../platforms/client.js';
import { formatReport } from '../../../platforms/conformance/report.js';
import { runChecks, type CheckVerdict } from '../../../platforms/conformance/run-checks.js';
import { startSamplePlatform } from '../../../examples/sample-platform.js';
import { startPlatform, type PlatformFixture } from '../../support/platform-fixture.js';
import { startRegistry, type Registry } from '../../support/registry-fixture.js';

const TOKEN = 'a-token-for-the-sample';
const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-samples').toString('base64')}`;

let registry: Registry;
let simulator: PlatformFixture;
let server: Server;
let url: string;
let sample: PlatformClient;

beforeAll(async () => {
  registry = await startRegistry();
  simulator = await startPlatform(registry);
  server = await startSamplePlatform(0, { token: TOKEN, webhookSecret: SECRET });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sample = createPlatformClient({ url, token: TOKEN, webhookSecret: SECRET });
});
afterAll(async () => {
  await sample.close();
  server.close();
  server.closeAllConnections();
  await once(server, 'close').catch(() => undefined);
  await simulator.stop();
  await registry.stop();
});

let runs = 0;
const twoTargets = () => {
  runs += 1;
  return ['a', 'b'].map((name) => ({ type: 'account', locator: `@conform-${runs}-${name}` }));
};
const tryOut = (platform: PlatformClient, endpoint?: { url: string; token: string; secret: string }) =>
  runChecks({
    platform,
    targets: twoTargets(),
    countries: ['IN', 'TR'],
    ...(endpoint === undefined ? {} : { server: endpoint }),
  });
const broken = (verdicts: readonly CheckVerdict[]) =>
  verdicts.filter(({ outcome }) => outcome === 'broken').map(({ title }) => title);

describe('rules of the platform port', () => {
  test('hold on the sample platform, over HTTP too', async () => {
    const verdicts = await tryOut(sample, { url, token: TOKEN, secret: SECRET });
    expect(formatReport(verdicts)).toMatch(/\n19 passed, 0 failed, 0 not offered$/);
  });

  test('hold on the embedded platform simulator', async () => {
    expect(broken(await tryOut(simulator.client))).toEqual([]);
  });

  test('are not checked on targets that are restricted already or unknown to the platform', async () => {
    const targets = twoTargets();
    const [first] = await sample.resolve(targets);
    const operation = { type: 'account', reason: 'x', notice: 'N', id: first?.id ?? '' };
    await sample.operate([{ ...operation, key: 'held', action: 'withhold', countries: ['FR'] }]);
    await expect(runChecks({ platform: sample, targets, countries: ['IN', 'TR'] })).rejects.toThrow(
      'already restricted',
    );
    const gone: PlatformClient = {
      ...sample,
      resolve: async (all) => all.map(() => ({ id: null, exists: false, owner: null, protectedClass: null })),
    };
    await expect(tryOut(gone)).rejects.toThrow('does not know account');
  });
});

describe('report on a platform that breaks a rule', () => {
  test('names the rule when the platform repeats an operation under the same key', async () => {
    let times = 0;
    const forgetful: PlatformClient = {
      ...sample,
      operate: (operations) =>
        sample.operate(operations.map((one) => ({ ...one, key: `${one.key}-${(times += 1)}` }))).then(
          (results) =>
            new Map(
              operations.flatMap(({ key }, at) => {
                const result = [...results.values()][at];
                return result === undefined ? [] : [[key, { ...result, key }] as const];
              }),
            ),
        ),
    };
    expect(broken(await tryOut(forgetful))).toContain(
      'a repeated key is answered `already` with the first receipt, and nothing is done twice',
    );
  });

  test('names the rule when a restoration lifts more than it names', async () => {
    const lavish: PlatformClient = {
      ...sample,
      operate: (operations) =>
        sample.operate(
          operations.map((one) =>
            one.action === 'restore' && one.countries.length > 0 ? { ...one, countries: ['IN', 'TR'] } : one,
          ),
        ),
    };
    expect(broken(await tryOut(lavish))).toEqual(['a restoration lifts only the countries it names']);
  });

  test('names the rules when the platform reports success and does nothing', async () => {
    const idle: PlatformClient = {
      ...sample,
      state: async (ids) => new Map(ids.map((id) => [id, { id, countries: [], everywhere: false }])),
    };
    expect(broken(await tryOut(idle))).toEqual([
      'a withholding is in force in the countries it names and nowhere else',
      'a restoration lifts only the countries it names',
      'a removal applies everywhere, and its restoration brings back only the previous state',
    ]);
  });

  test('lists withholding by country as not offered, and nothing as broken', async () => {
    const global: PlatformClient = {
      ...sample,
      operate: async (operations) => {
        const refused = operations.filter(({ action }) => action === 'withhold');
        const done = await sample.operate(operations.filter(({ action }) => action !== 'withhold'));
        for (const { key } of refused) done.set(key, { key, status: 'refused', message: 'No countries here.' });
        return done;
      },
    };
    const verdicts = await tryOut(global);
    expect(broken(verdicts)).toEqual([]);
    expect(formatReport(verdicts)).toContain(
      '-    a withholding is in force in the countries it names and nowhere else: not offered (No countries here.)',
    );
  });
});
