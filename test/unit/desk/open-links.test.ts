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

describe('findOpenLinks: services on other machines', () => {
  test('reports each unencrypted link by its variable', () => {
    expect(
      findOpenLinks(AWAY)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(Object.keys(AWAY).sort());
  });

  test('reports no link on this machine or over TLS', () => {
    expect(findOpenLinks(HERE)).toEqual([]);
    expect(findOpenLinks(CLOSED)).toEqual([]);
  });

  test('reports a PostgreSQL mode that only prefers TLS', () => {
    for (const mode of ['prefer', 'allow', 'disable', 'no-verify'])
      expect(findOpenLinks({ DATABASE_URL: `${AWAY.DATABASE_URL}?sslmode=${mode}` })).toHaveLength(1);
  });

  test('stops processes and desk at their start, unless DESK_INSECURE allows it, which is then shown', () => {
    const env = { ...AWAY, PAYLOAD_KEY: Buffer.alloc(32).toString('base64') };
    expect(() => readProcessConfig(env)).toThrow(ConfigError);
    expect(() => readDeskConfig({ DATABASE_URL: AWAY.DATABASE_URL })).toThrow(
      /DATABASE_URL: connection to another machine/,
    );
    const { config } = readProcessConfig({ ...env, DESK_INSECURE: 'allow' });
    expect([...config.openLinks].sort()).toEqual(Object.keys(AWAY).sort());
  });

  test('names a missing key for a Temporal certificate, and a missing payload key', () => {
    const env = { ...HERE, TEMPORAL_TLS_CERT: '-----BEGIN CERTIFICATE-----\n' };
    expect(() => readProcessConfig(env)).toThrow(/PAYLOAD_KEY: required/);
    expect(() => readProcessConfig(env)).toThrow(/TEMPORAL_TLS_KEY: required/);
  });
});
