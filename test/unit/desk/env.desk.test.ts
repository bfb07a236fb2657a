import { describe, expect, test } from '@jest/globals';
import { readDeskConfig } from '../../../config/env.js';
import { refusals } from '../../support/settings.js';

describe('readDeskConfig', () => {
  test('requires no variable and has the documented defaults', () => {
    const { config, secrets } = readDeskConfig({});
    expect(config).toMatchObject({
      home: './data',
      host: '127.0.0.1',
      port: 8080,
      demo: true,
      logLevel: 'info',
      rateLimitPerMinute: 6000,
      massTargets: 1000,
      widerScope: 'flag',
      secondReviewPercent: 0,
      ratifyWithinMinutes: 1_440,
      temporalNamespace: 'default',
      mailFrom: 'Notice Desk <desk@desk.example>',
    });
    const { temporalTls, payloadKey, ...others } = secrets;
    expect(Object.values({ ...others, ...temporalTls }).every((secret) => secret === undefined)).toBe(true);
    expect(payloadKey).toEqual({ current: undefined, former: [], command: undefined });
  });

  test('reports every invalid variable together, with what is expected', () => {
    const lines = refusals(() =>
      readDeskConfig({ DESK_PORT: '70000', DESK_DEMO: 'yes', DESK_LOG: 'loud', TEMPORAL_ADDRESS: 'nowhere' }),
    );
    expect(lines).toHaveLength(4);
    expect(lines.join('\n')).toContain('DESK_PORT: expected a port, 0 to 65535 (0 = any free port), got "70000".');
    expect(lines.join('\n')).toContain('DESK_DEMO: expected `on` or `off`, got "yes".');
  });

  test.each([
    ['PT24H', 1_440],
    ['P1DT30M', 1_470],
    ['PT90M', 90],
    ['PT0M', null],
    ['P1M', null],
    ['PT', null],
    ['24h', null],
  ])('reads or rejects DESK_RATIFY_WITHIN %s', (text, minutes) => {
    if (minutes === null) expect(refusals(() => readDeskConfig({ DESK_RATIFY_WITHIN: text }))).toHaveLength(1);
    else expect(readDeskConfig({ DESK_RATIFY_WITHIN: text }).config.ratifyWithinMinutes).toBe(minutes);
  });

  test.each([
    ['PT24H', 86_400],
    ['P1DT1H1M1S', 90_061],
    ['PT0S', 0],
    ['PT5M', 300],
    ['P', null],
    ['PT', null],
    ['24', null],
    ['PT-1H', null],
  ])('reads or rejects DESK_CONTACT_DELAY %s', (text, seconds) => {
    if (seconds === null) expect(refusals(() => readDeskConfig({ DESK_CONTACT_DELAY: text }))).toHaveLength(1);
    else expect(readDeskConfig({ DESK_CONTACT_DELAY: text }).config.contactDelaySeconds).toBe(seconds);
  });

  test.each([
    ['documents=P10Y, texts=keep', { documents: 'P10Y', texts: null, people: 'P30D' }],
    ['people=P1Y2M3W4D', { people: 'P1Y2M3W4D', documents: null }],
    ['paper=P10Y', null],
    ['documents=P10Y,documents=P1Y', null],
    ['documents=10 years', null],
    ['documents=PT1H', null],
    ['documents=P0D', null],
    ['documents', null],
    ['P10Y', null],
    ['constructor=P1Y', null],
  ])('reads or rejects DESK_RETENTION %s', (text, kept) => {
    const read = () => readDeskConfig({ DESK_RETENTION: text }).config.retention;
    if (kept !== null) expect(read()).toMatchObject(kept);
    else
      expect(refusals(read)).toEqual([
        expect.stringMatching(/^DESK_RETENTION: expected kinds with times.* kinds: documents, .*got /),
      ]);
  });

  test('keeps everything for good by default, and passes the periods to its child processes', () => {
    const { retention } = readDeskConfig({}).config;
    expect(Object.entries(retention).filter(([kind, period]) => period !== null && kind !== 'people')).toEqual([]);
    const DESK_RETENTION = 'letters=P10Y,people=keep';
    expect(readDeskConfig({ DESK_RETENTION }).texts).toEqual({ DESK_RETENTION });
  });

  test('rejects an unknown DESK_ name and suggests the nearest known one', () => {
    expect(refusals(() => readDeskConfig({ DESK_HOEM: '/x' }))).toEqual([
      'DESK_HOEM: no such setting. Did you mean DESK_HOME?',
    ]);
  });

  test.each(['-1', '1.5', '0x50', ' 80', '8080 '])('rejects the port %j', (DESK_PORT) => {
    expect(refusals(() => readDeskConfig({ DESK_PORT }))).toHaveLength(1);
  });

  test('treats an empty value as not given', () => {
    expect(readDeskConfig({ DESK_PORT: '', DATABASE_URL: '' }).config.port).toBe(8080);
  });

  test('turns the rate limit off', () => {
    expect(readDeskConfig({ DESK_RATE_LIMIT: 'off' }).config.rateLimitPerMinute).toBeUndefined();
    expect(refusals(() => readDeskConfig({ DESK_RATE_LIMIT: '0' }))).toHaveLength(1);
  });

  test('reads the trusted proxies', () => {
    const trusted = (text: string) => readDeskConfig({ DESK_TRUSTED_PROXIES: text }).config.trustedProxies;
    expect(readDeskConfig({}).config.trustedProxies).toEqual([]);
    expect(trusted('loopback')).toEqual(['loopback']);
    expect(trusted('none')).toEqual([]);
    expect(trusted('10.0.0.0/8, 2001:db8::/32,192.0.2.7')).toEqual(['10.0.0.0/8', '2001:db8::/32', '192.0.2.7']);
    for (const wrong of ['10.0.0.0/33', 'proxy.example', '10.0.0.0/8/8', '10.0.0.0/', ','])
      expect(refusals(() => readDeskConfig({ DESK_TRUSTED_PROXIES: wrong }))).toHaveLength(1);
  });

  test('reads the interval of the drift check, and the platform rate', () => {
    expect(readDeskConfig({}).config).toMatchObject({ driftEverySeconds: 600, platformRate: undefined });
    const given = { DESK_DRIFT_CHECK_EVERY: 'PT1H2M3S', PLATFORM_RATE: '50' };
    expect(readDeskConfig(given).config).toMatchObject({ driftEverySeconds: 3_723, platformRate: 50 });
    expect(readDeskConfig({ DESK_DRIFT_CHECK_EVERY: 'off' }).config.driftEverySeconds).toBeUndefined();
  });

  test.each(['PT', 'P1D', '10m', 'PT0S', '-PT5S', 'PT1M1H'])(
    'rejects %j as the interval of the drift check',
    (text) => {
      expect(refusals(() => readDeskConfig({ DESK_DRIFT_CHECK_EVERY: text }))).toHaveLength(1);
    },
  );

  test('rejects a platform without its token and secret', () => {
    expect(refusals(() => readDeskConfig({ PLATFORM_URL: 'http://127.0.0.1:1' }))).toEqual([
      'PLATFORM_TOKEN: required, expected text.',
      'PLATFORM_WEBHOOK_SECRET: required, expected `whsec_` and base64.',
    ]);
  });

  test('rejects a kind of platform that is not registered', () => {
    expect(refusals(() => readDeskConfig({ PLATFORM_KIND: 'other' }))).toEqual([
      'PLATFORM_KIND: expected `port`, got "other".',
    ]);
  });

  test('never prints an invalid secret', () => {
    const lines = refusals(() => readDeskConfig({ DATABASE_URL: 'mysql://u:hunter2@h/d' }));
    expect(lines).toEqual(['DATABASE_URL: expected a postgres:// URL.']);
  });

  test('returns deeply frozen objects', () => {
    const { config, secrets } = readDeskConfig({});
    expect(Object.isFrozen(config) && Object.isFrozen(secrets)).toBe(true);
  });
});
