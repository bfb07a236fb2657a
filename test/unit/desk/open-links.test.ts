import { describe, expect, test } from '@jest/globals';
import { findOpenLinks } from '../../../config/open-links.js';
import { ConfigError, readDeskConfig, readProcessConfig } from '../../../config/env.js';

const HERE = {
  DATABASE_URL: 'postgres://desk:pw@127.0.0.1:5432/notice_desk',
  TEMPORAL_ADDRESS: 'localhost:7233',
  SMTP_URL: 'smtp://[::1]:25',
  PLATFORM_URL: 'http://127.0.0.1:8090',
  PAGER_WEBHOOK_URL: 'http://localhost:9000/page',
  DESK_PUBLIC_URL: 'http://127.0.0.1:8080',
};
const AWAY = {
  DATABASE_URL: 'postgres://desk:pw@db.internal:5432/notice_desk',
  TEMPORAL_ADDRESS: 'temporal.internal:7233',
  SMTP_URL: 'smtp://mail.internal:25',
  PLATFORM_URL: 'http://platform.internal',
  PAGER_WEBHOOK_URL: 'http://pager.internal/page',
  DESK_PUBLIC_URL: 'http://desk.internal',
};
const CLOSED = {
  DATABASE_URL: `${AWAY.DATABASE_URL}?sslmode=verify-full`,
  TEMPORAL_ADDRESS: AWAY.TEMPORAL_ADDRESS,
  TEMPORAL_API_KEY: 'key',
  SMTP_URL: 'smtp://mail.internal:25?requireTLS=true',
  PLATFORM_URL: 'https://platform.internal',
  PAGER_WEBHOOK_URL: 'https://pager.internal/page',
  DESK_PUBLIC_URL: 'https://desk.internal',
};

describe('parts off this machine', () => {
  test('are found open where nothing seals the way, each by its variable', () => {
    expect(
      findOpenLinks(AWAY)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(AWAY).sort());
  });

  test('are not open on this machine, nor over TLS', () => {
    expect(findOpenLinks(HERE)).toEqual([]);
    expect(findOpenLinks(CLOSED)).toEqual([]);
  });

  test('each Ozone and its resolver have to be closed too', () => {
    const urls = (last: string) =>
      new Map([
        ['*', 'https://ozone.example'],
        ['IN', last],
      ]);
    expect(findOpenLinks({ OZONE_URL: urls('http://127.0.0.1:1') })).toEqual([]);
    const open = findOpenLinks({ OZONE_URL: urls('http://in.example'), OZONE_RESOLVER_URL: 'http://pds.example' });
    expect(open.map(({ name }) => name).sort()).toEqual(['OZONE_RESOLVER_URL', 'OZONE_URL']);
  });

  test('a mode of PostgreSQL that only prefers TLS is open', () => {
    for (const mode of ['prefer', 'allow', 'disable', 'no-verify'])
      expect(findOpenLinks({ DATABASE_URL: `${AWAY.DATABASE_URL}?sslmode=${mode}` })).toHaveLength(1);
  });

  test('stop a process and a desk at their start, unless that is allowed, which is then shown', () => {
    const env = { ...AWAY, PAYLOAD_KEY: Buffer.alloc(32).toString('base64') };
    expect(() => readProcessConfig(env)).toThrow(ConfigError);
    expect(() => readDeskConfig({ DATABASE_URL: AWAY.DATABASE_URL })).toThrow(/DATABASE_URL: reached off this machine/);
    const { config } = readProcessConfig({ ...env, DESK_INSECURE: 'allow' });
    expect([...config.openLinks].sort()).toEqual(Object.keys(AWAY).sort());
  });

  test('a certificate for Temporal without its key, and no key for payloads, are refused by name', () => {
    const env = { ...HERE, TEMPORAL_TLS_CERT: '-----BEGIN CERTIFICATE-----\n' };
    expect(() => readProcessConfig(env)).toThrow(/PAYLOAD_KEY: required/);
    expect(() => readProcessConfig(env)).toThrow(/TEMPORAL_TLS_KEY: required/);
  });
});
