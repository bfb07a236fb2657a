import { describe, expect, test } from '@jest/globals';
import { type Env, readDeskConfig, readProcessConfig } from '../../../config/env.js';
import { findOpenLinks } from '../../../config/open-links.js';
import { listPlatformLinks } from '../../../config/platform-settings.js';
import { platformEnv } from '../../../desk/child-env.js';
import { joinOzones } from '../../../platforms/ozone/settings.js';
import { PLATFORMS } from '../../../platforms/registered.js';
import { PROCESS, refusals } from '../../support/settings.js';

describe('settings of Ozone', () => {
  const OZONE: Env = {
    PLATFORM_KIND: 'ozone',
    OZONE_URL: 'http://localhost:1,IN=http://localhost:2, TR=http://localhost:3',
    OZONE_IDENTIFIER: 'did:plc:abc',
    OZONE_PASSWORD: 'one\nIN=two=2',
  };

  test('name Ozone servers by country, with the password of each', () => {
    const { config, platformTexts } = readDeskConfig(OZONE, PLATFORMS);
    expect(config.platformKind).toBe('ozone');
    expect(joinOzones(platformTexts)).toEqual([
      { name: '*', url: 'http://localhost:1', password: 'one' },
      { name: 'IN', url: 'http://localhost:2', password: 'two=2' },
      { name: 'TR', url: 'http://localhost:3', password: 'one' },
    ]);
  });

  test.each([
    ['OZONE_URL', 'IN=http://localhost:2'],
    ['OZONE_URL', 'http://localhost:1,http://localhost:2'],
    ['OZONE_URL', 'http://localhost:1,IN=ftp://localhost'],
    ['OZONE_IDENTIFIER', 'desk.example'],
    ['OZONE_PASSWORD', 'IN=only'],
    ['OZONE_COUNTRY_LABEL', 'withheld'],
    ['OZONE_COUNTRY_LABEL', '!geo-{country}'],
  ])('reject %s %j', (name, text) => {
    const lines = refusals(() => readDeskConfig({ ...OZONE, [name]: text }, PLATFORMS));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name}: expected `));
    expect(lines[0]).not.toContain('only');
  });

  test('are passed to the enforcement process', () => {
    const desk = readDeskConfig({ ...OZONE, OZONE_COUNTRY_LABEL: 'withheld-{country}' }, PLATFORMS);
    const passed = platformEnv(
      desk,
      { platformToken: 'made-for-the-simulator', platformWebhookSecret: `whsec_${'a'.repeat(32)}` },
      { platformUrl: 'http://localhost:1' },
    );
    const { config, secrets } = readProcessConfig({ ...PROCESS, ...passed }, PLATFORMS);
    expect(config.platformKind).toBe('ozone');
    expect(secrets.platformTexts).toEqual(desk.platformTexts);
  });

  test('require URL, identifier and password', () => {
    const lines = refusals(() => readDeskConfig({ PLATFORM_KIND: 'ozone' }, PLATFORMS));
    expect(lines.map((line) => line.split(':')[0])).toEqual(['OZONE_URL', 'OZONE_IDENTIFIER', 'OZONE_PASSWORD']);
  });

  test('give the address of the global Ozone as that of the platform', () => {
    const urls = 'IN=http://localhost:2,http://localhost:1';
    expect(readDeskConfig({ ...OZONE, OZONE_URL: urls }, PLATFORMS).config.platformUrl).toBe('http://localhost:1');
  });

  test('are checked for links without TLS: every Ozone and its resolver', () => {
    const findOpen = (given: Record<string, string>) => findOpenLinks({}, listPlatformLinks(PLATFORMS, given));
    const urls = (last: string) => ({ OZONE_URL: `https://ozone.example,IN=${last}` });
    expect(findOpen(urls('http://127.0.0.1:1'))).toEqual([]);
    const open = findOpen({ ...urls('http://in.example'), OZONE_RESOLVER_URL: 'http://pds.example' });
    expect(open.map(({ name }) => name).sort()).toEqual(['OZONE_RESOLVER_URL', 'OZONE_URL']);
  });
});
