import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionOptions } from '../../../client/connection/connection.js';
import { type Env, readDeskConfig, readProcessConfig } from '../../../config/env.js';
import { PROCESS, refusals } from '../../support/settings.js';

const CA = '-----BEGIN CERTIFICATE-----\nca\n-----END CERTIFICATE-----';
const CERT = '-----BEGIN CERTIFICATE-----\ncert\n-----END CERTIFICATE-----';
const KEY = '-----BEGIN PRIVATE KEY-----\nkey\n-----END PRIVATE KEY-----';
const CLOUD = 'desk.a1b2c.tmprl.cloud:7233';

let folder: string;
const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'temporal-names-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const { TEMPORAL_ADDRESS: _, ...WITHOUT } = PROCESS;
const read = (env: Env) => readProcessConfig({ ...WITHOUT, ...env }).secrets.temporal;
const refused = (env: Env) => refusals(() => readProcessConfig({ ...WITHOUT, ...env }));
const withProfile = (toml: string, env: Env = {}) => ({ TEMPORAL_CONFIG_FILE: write('temporal.toml', toml), ...env });
const PROFILES = `
[profile.default]
address = "other.example:7233"
[profile.prod]
address = "${CLOUD}"
namespace = "desk.a1b2c"
api_key = "profile-key"
`;

describe('official Temporal environment variables', () => {
  test('give certificates as texts and as paths, like the names of the desk', () => {
    const given = {
      TEMPORAL_ADDRESS: CLOUD,
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: CA,
      TEMPORAL_TLS_CLIENT_CERT_PATH: write('cert.pem', CERT),
      TEMPORAL_TLS_CLIENT_KEY_PATH: write('key.pem', KEY),
    };
    const own = { TEMPORAL_ADDRESS: CLOUD, TEMPORAL_TLS_CA: CA, TEMPORAL_TLS_CERT: CERT, TEMPORAL_TLS_KEY: KEY };
    expect(read(given)).toEqual(read(own));
    expect(read(given)).toMatchObject({ tlsCa: CA, tlsCert: CERT, tlsKey: KEY });
  });

  test('are accepted beside the same value under the name of the desk', () => {
    const both = {
      TEMPORAL_ADDRESS: CLOUD,
      TEMPORAL_TLS_CA: write('ca.pem', CA),
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: CA,
    };
    expect(read(both).tlsCa).toBe(CA);
  });

  test('turn TLS on with a server name or TEMPORAL_TLS alone', () => {
    for (const env of [
      { TEMPORAL_TLS: 'true' },
      { TEMPORAL_TLS: '1' },
      { TEMPORAL_TLS_SERVER_NAME: 'temporal.example' },
    ])
      expect(connectionOptions(read({ TEMPORAL_ADDRESS: CLOUD, ...env })).tls).toBeDefined();
    expect(connectionOptions(read({ TEMPORAL_ADDRESS: '127.0.0.1:7233' })).tls).toBeUndefined();
  });

  test('are refused where they contradict a name of the desk, without printing a value', () => {
    const lines = refused({
      TEMPORAL_ADDRESS: CLOUD,
      TEMPORAL_TLS_CA: CA,
      TEMPORAL_TLS_SERVER_CA_CERT_DATA: CERT,
    });
    expect(lines).toEqual([
      'TEMPORAL_TLS_CA: TEMPORAL_TLS_CA and TEMPORAL_TLS_SERVER_CA_CERT_DATA give different values. Keep one of them.',
    ]);
  });

  test.each([
    [
      'a path and a text',
      { TEMPORAL_TLS_CLIENT_CERT_PATH: '/x.pem', TEMPORAL_TLS_CLIENT_CERT_DATA: CERT },
      /Cannot specify both/,
    ],
    ['a path without a file', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.pem' }, /no such file/],
    ['no check of the host', { TEMPORAL_TLS_DISABLE_HOST_VERIFICATION: 'true' }, /not supported/],
    [
      'TLS that is off beside a key',
      { TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'k' },
      /it is off, but TEMPORAL_API_KEY/,
    ],
    ['a certificate without its key', { TEMPORAL_TLS_CLIENT_CERT_DATA: CERT }, /TEMPORAL_TLS_KEY: required/],
    ['a server name with a port', { TEMPORAL_TLS_SERVER_NAME: 'temporal.example:7233' }, /expected a host name/],
  ])('refuse %s', (_what, env, reason) => {
    expect(refused({ TEMPORAL_ADDRESS: CLOUD, ...env }).join('\n')).toMatch(reason);
  });
});

describe('a profile of Temporal’s configuration file', () => {
  test('gives what the environment does not', () => {
    expect(read(withProfile(PROFILES, { TEMPORAL_PROFILE: 'prod' }))).toMatchObject({
      address: CLOUD,
      namespace: 'desk.a1b2c',
      apiKey: 'profile-key',
    });
  });

  test('gives TLS without certificates, a server name and files', () => {
    const toml = `[profile.default]\naddress = "${CLOUD}"\n[profile.default.tls]\nserver_name = "real.example"\nserver_ca_cert_path = ${JSON.stringify(write('profile-ca.pem', CA))}\n`;
    const settings = read(withProfile(toml));
    expect(settings).toMatchObject({ tls: true, tlsServerName: 'real.example', tlsCa: CA });
    expect(connectionOptions(settings).tls).toMatchObject({ serverNameOverride: 'real.example' });
  });

  test('is the default one of the given file without TEMPORAL_PROFILE, and none without both names', () => {
    expect(refused(withProfile(PROFILES, { DESK_INSECURE: 'allow' }))).toEqual([]);
    expect(read(withProfile(PROFILES, { DESK_INSECURE: 'allow' })).address).toBe('other.example:7233');
    expect(refused({ HOME: folder })).toEqual([expect.stringContaining('TEMPORAL_ADDRESS: required')]);
  });

  test('reaches the embedded desk, which then starts no server', () => {
    expect(readDeskConfig(withProfile(PROFILES, { TEMPORAL_PROFILE: 'prod' })).config.temporalAddress).toBe(CLOUD);
  });

  test.each([
    ['contradicts the address', { TEMPORAL_ADDRESS: 'elsewhere.example:7233' }, 'TEMPORAL_ADDRESS'],
    ['contradicts the namespace', { TEMPORAL_NAMESPACE: 'default' }, 'TEMPORAL_NAMESPACE'],
    ['contradicts the key', { TEMPORAL_API_KEY: 'another-secret' }, 'TEMPORAL_API_KEY'],
  ])('stops the start if it %s of the environment, and names both places but no secret', (_what, env, name) => {
    const lines = refused(withProfile(PROFILES, { TEMPORAL_PROFILE: 'prod', ...env }));
    expect(lines).toEqual([
      `${name}: ${name} and profile prod of ${join(folder, 'temporal.toml')} give different values. Keep one of them.`,
    ]);
    expect(lines.join()).not.toMatch(/secret|profile-key/);
  });

  test.each([
    ['is not in the file', PROFILES, 'no-such', /Profile 'no-such' not found/],
    ['has an unknown key', '[profile.prod]\naddres = "x:1"\n', 'prod', /unrecognized in profile.prod: addres/],
    ['is not TOML', '[profile.prod', 'prod', /profile prod of /],
    [
      'switches the check of the host off',
      '[profile.prod.tls]\ndisable_host_verification = true\n',
      'prod',
      /disable_host_verification/,
    ],
    ['sends headers', '[profile.prod.grpc_meta]\nx-header = "1"\n', 'prod', /grpc_meta is not supported/],
  ])('stops the start if it %s', (_what, toml, profile, reason) => {
    expect(refused(withProfile(toml, { TEMPORAL_PROFILE: profile, TEMPORAL_ADDRESS: CLOUD })).join('\n')).toMatch(
      reason,
    );
  });

  test('stops the start if its file is missing', () => {
    expect(refused({ TEMPORAL_CONFIG_FILE: '/nowhere.toml', TEMPORAL_ADDRESS: CLOUD }).join('\n')).toMatch(
      /profile default of \/nowhere.toml: there is no such file/,
    );
  });
});

describe('METRICS_LISTEN', () => {
  test('needs a token beyond this machine', () => {
    expect(refused({ TEMPORAL_ADDRESS: '127.0.0.1:7233', METRICS_LISTEN: '0.0.0.0:9464' })).toEqual([
      expect.stringContaining('METRICS_TOKEN: required'),
    ]);
    for (const env of [{ METRICS_LISTEN: '127.0.0.1:9464' }, { METRICS_LISTEN: '0.0.0.0:9464', METRICS_TOKEN: 't' }])
      expect(refused({ TEMPORAL_ADDRESS: '127.0.0.1:7233', ...env })).toEqual([]);
  });
});
