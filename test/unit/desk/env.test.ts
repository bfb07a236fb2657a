import { createHash, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  type Env,
  readCliConfig,
  readDeskConfig,
  readProcessConfig,
  readWatchdogConfig,
  required,
} from '../../../config/env.js';
import { makeSigningKey } from '../../../config/approval-keys.js';
import { ENV_NAMES } from '../../../config/settings.js';
import { PROCESS, refusals } from '../../support/settings.js';

describe('readProcessConfig', () => {
  test('keeps secrets out of the part that may be logged', () => {
    const { config, secrets } = readProcessConfig({ ...PROCESS, PLATFORM_TOKEN: 'tok-3n', DESK_EMBEDDED: '1' });
    expect(config.embedded).toBe(true);
    expect(JSON.stringify(config)).not.toMatch(/tok-3n|:pw@/);
    expect(secrets.platformToken).toBe('tok-3n');
  });

  test('names every missing variable', () => {
    const lines = refusals(() => readProcessConfig({}));
    expect(lines.map((line) => line.split(':')[0])).toEqual(['DATABASE_URL', 'TEMPORAL_ADDRESS']);
    expect(() => required('PLATFORM_TOKEN', undefined)).toThrow(/^PLATFORM_TOKEN: required, expected /);
  });

  test('reads a secret from the file named by _FILE, without its line end', () => {
    const folder = mkdtempSync(join(tmpdir(), 'desk-env-'));
    const { PLATFORM_TOKEN: _, ...rest } = PROCESS;
    writeFileSync(join(folder, 'token'), 'from-file\n');
    const given = readProcessConfig({ ...rest, PLATFORM_TOKEN_FILE: join(folder, 'token') });
    rmSync(folder, { recursive: true });
    expect(given.secrets.platformToken).toBe('from-file');
    expect(refusals(() => readProcessConfig({ ...rest, PLATFORM_TOKEN_FILE: join(folder, 'token') }))[0]).toContain(
      'PLATFORM_TOKEN_FILE: expected the path of a readable file',
    );
  });
});

describe('sign-in configuration', () => {
  const OIDC = {
    OIDC_ISSUER: 'https://login.example/t',
    OIDC_CLIENT_ID: 'desk',
    DESK_PUBLIC_URL: 'https://desk.example/',
  };

  test('is read with its defaults, the public address as origin and the secret apart', () => {
    const { config, secrets } = readProcessConfig({ ...PROCESS, ...OIDC, OIDC_CLIENT_SECRET: 's3cret' });
    expect(config).toMatchObject({
      oidcIssuer: 'https://login.example/t',
      oidcClientId: 'desk',
      oidcTrustEmail: false,
      publicUrl: 'https://desk.example',
    });
    expect(secrets.oidcClientSecret).toBe('s3cret');
    expect(JSON.stringify(config)).not.toContain('s3cret');
  });

  test.each([
    ['https://desk.example', { id: 'desk.example', origin: 'https://desk.example' }],
    ['http://localhost:8080', { id: 'localhost', origin: 'http://localhost:8080' }],
    ['http://127.0.0.1:8080', null],
    ['https://10.0.0.1', null],
    ['https://[::1]:8080', null],
  ])('derives the relying party of passkeys for %s: %j', (DESK_PUBLIC_URL, relyingParty) => {
    expect(readProcessConfig({ ...PROCESS, DESK_PUBLIC_URL }).config.relyingParty).toEqual(relyingParty);
    const on = () => readProcessConfig({ ...PROCESS, DESK_PUBLIC_URL, DESK_STEP_UP: 'on' });
    if (relyingParty !== null) expect(on().config.stepUp).toBe(true);
    else expect(refusals(on)[0]).toContain('DESK_STEP_UP: expected');
  });

  test('requires a public address for step-up, except on the embedded desk', () => {
    expect(refusals(() => readProcessConfig({ ...PROCESS, DESK_STEP_UP: 'on' }))[0]).toContain('DESK_PUBLIC_URL');
    expect(readDeskConfig({ DESK_STEP_UP: 'on' }).config.stepUp).toBe(true);
  });

  test('names the variables that an issuer requires', () => {
    const { OIDC_ISSUER } = OIDC;
    const names = (read: () => unknown) => refusals(read).map((line) => line.split(':')[0]);
    expect(names(() => readProcessConfig({ ...PROCESS, OIDC_ISSUER }))).toEqual(['OIDC_CLIENT_ID', 'DESK_PUBLIC_URL']);
    expect(names(() => readDeskConfig({ OIDC_ISSUER }))).toEqual(['OIDC_CLIENT_ID']);
  });

  test.each([
    ['OIDC_ISSUER', 'http://login.example'],
    ['OIDC_ISSUER', 'nonsense'],
    ['OIDC_ISSUER', 'https://login.example/?tenant=1'],
    ['DESK_PUBLIC_URL', 'https://desk.example/console'],
    ['DESK_PUBLIC_URL', 'https://user@desk.example'],
    ['DESK_PUBLIC_URL', 'desk.example'],
    ['OIDC_TRUST_EMAIL', 'yes'],
  ])('rejects %s %s', (name, value) => {
    expect(refusals(() => readDeskConfig({ ...OIDC, [name]: value })).map((line) => line.split(':')[0])).toEqual([
      name,
    ]);
  });

  test.each(['http://127.0.0.1:8455', 'http://localhost:1/realms/x', 'http://[::1]:9'])(
    'accepts plain HTTP on loopback: %s',
    (OIDC_ISSUER) => {
      expect(readDeskConfig({ ...OIDC, OIDC_ISSUER }).config.oidcIssuer).toBe(OIDC_ISSUER);
    },
  );
});

describe('readWatchdogConfig', () => {
  const SECRET = `whsec_${'a'.repeat(24)}`;
  const DATABASE_URL = PROCESS['DATABASE_URL'];

  test('requires the database only, and no Temporal', () => {
    expect(readWatchdogConfig({ DATABASE_URL })).toMatchObject({ databaseUrl: DATABASE_URL, logLevel: 'info' });
    expect(readWatchdogConfig({ DATABASE_URL }).pager).toBeUndefined();
    expect(refusals(() => readWatchdogConfig({}))).toEqual(['DATABASE_URL: required, expected a postgres:// URL.']);
  });

  test('prefers its own pager to that of the workers', () => {
    const workers = { DATABASE_URL, PAGER_WEBHOOK_URL: 'https://pager.example/p', PAGER_WEBHOOK_SECRET: SECRET };
    expect(readWatchdogConfig(workers).pager).toEqual({ url: 'https://pager.example/p', secret: SECRET });
    const own = { ...workers, WATCHDOG_WEBHOOK_URL: 'https://own.example/p', WATCHDOG_WEBHOOK_SECRET: `${SECRET}bbbb` };
    expect(readWatchdogConfig(own).pager).toEqual({ url: 'https://own.example/p', secret: `${SECRET}bbbb` });
  });

  test('rejects a pager without its secret, in the watchdog and in the desk', () => {
    const half = { DATABASE_URL, WATCHDOG_WEBHOOK_URL: 'https://own.example/p', PAGER_WEBHOOK_SECRET: SECRET };
    const line = 'WATCHDOG_WEBHOOK_SECRET: required, expected `whsec_` and base64.';
    expect(refusals(() => readWatchdogConfig(half))).toEqual([line]);
    expect(refusals(() => readDeskConfig(half))).toEqual([line]);
  });

  test('never prints the address of a dead man’s switch, which is a secret', () => {
    expect(refusals(() => readWatchdogConfig({ DATABASE_URL, WATCHDOG_PING_URL: 'ftp://hc.example/6f1e' }))).toEqual([
      'WATCHDOG_PING_URL: expected an http(s) URL.',
    ]);
  });
});

describe('names of environment variables', () => {
  test('are each described once', () => {
    expect(new Set(ENV_NAMES.map(({ name }) => name)).size).toBe(ENV_NAMES.length);
  });

  test('include every variable that the readers know', () => {
    const source = readFileSync(new URL('../../../config/env.ts', import.meta.url), 'utf8');
    const used = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]);
    expect(used.filter((name) => !ENV_NAMES.some((entry) => entry.name === name))).toEqual([]);
  });

  test('are read in config/ only', () => {
    const root = new URL('../../../', import.meta.url);
    const offenders = [
      'desk',
      'contract',
      'client',
      'api',
      'cli',
      'worker',
      'watchdog',
      'inbound',
      'registry',
      'letters',
      'activities',
      'domain',
      'rulebook',
    ].flatMap((room) =>
      readdirSync(new URL(`${room}/`, root), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.ts'))
        .filter((path) => readFileSync(new URL(`${room}/${path}`, root), 'utf8').includes('process.env'))
        .map((path) => `${room}/${path}`),
    );
    expect(offenders).toEqual([]);
  });

  test('let the command line find its desk', () => {
    expect(readCliConfig({ DESK_URL: 'http://127.0.0.1:8080', DESK_KEY: 'nd_x' })).toEqual({
      home: './data',
      url: 'http://127.0.0.1:8080',
      key: 'nd_x',
    });
  });
});

describe('keys for approvals', () => {
  const { privateKey, publicKey } = makeSigningKey();
  const read = (env: Env) => readProcessConfig({ ...PROCESS, ...env });

  test.each([
    ['PEM', privateKey],
    ['PEM on one line', privateKey.replaceAll('\n', '\\n')],
    ['base64 of PEM', Buffer.from(privateKey).toString('base64')],
    ['base64 of DER', privateKey.split('\n').slice(1, -2).join('')],
  ])('reads a private key as %s and identifies it by its public key', (_form, text) => {
    const key = read({ APPROVAL_SIGNING_KEY: text }).secrets.approvalSigningKey;
    expect(key).toMatchObject({ publicKey, privateKey });
    const raw = Buffer.from(publicKey, 'base64');
    expect(key?.id).toBe(createHash('sha256').update(raw).digest('hex').slice(0, 16));
  });

  test.each([
    'x',
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey,
  ])('rejects an invalid private key with how to make one, without printing it', (text) => {
    const [line] = refusals(() => read({ APPROVAL_SIGNING_KEY: text }));
    expect(line).toContain('openssl genpkey -algorithm ed25519');
    expect(line).not.toContain(`"${text}"`);
  });

  test('gives the enforcement process public keys, a replaced one with its end', () => {
    const other = makeSigningKey().publicKey;
    const { approvalPublicKeys: keys } = read({
      APPROVAL_PUBLIC_KEYS: `${publicKey}, ${other}=2026-01-02T03:04:05+01:00`,
    }).config;
    expect(keys).toMatchObject([
      { publicKey, until: null },
      { publicKey: other, until: '2026-01-02T02:04:05.000Z' },
    ]);
    for (const wrong of ['x', `${publicKey}=tomorrow`, `${publicKey},x`, ','])
      expect(refusals(() => read({ APPROVAL_PUBLIC_KEYS: wrong }))).toHaveLength(1);
  });

  test('names the variable when a key is missing', () => {
    for (const name of ['APPROVAL_SIGNING_KEY', 'APPROVAL_PUBLIC_KEYS'] as const)
      expect(refusals(() => required(name, undefined))[0]).toContain(`${name}: required`);
  });
});
