import { describe, expect, test } from '@jest/globals';
import { type Env, readDeskConfig, readProcessConfig } from '../../../config/env.js';
import { joinOzones } from '../../../config/ozone.js';
import { platformEnv } from '../../../desk/child-env.js';
import { PROCESS, refusals } from '../../support/settings.js';

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

  const OZONE: Env = {
    PLATFORM_KIND: 'ozone',
    OZONE_URL: 'http://localhost:1,IN=http://localhost:2, TR=http://localhost:3',
    OZONE_IDENTIFIER: 'did:plc:abc',
    OZONE_PASSWORD: 'one\nIN=two=2',
  };

  test('reads Ozone servers by country, with the password of each', () => {
    const { config, secrets } = readDeskConfig(OZONE);
    expect(config.platformKind).toBe('ozone');
    const { urls } = config.ozone;
    expect(joinOzones(urls ?? new Map(), secrets.ozonePasswords ?? new Map())).toEqual([
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
  ])('rejects %s %j', (name, text) => {
    const lines = refusals(() => readDeskConfig({ ...OZONE, [name]: text }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name}: expected `));
    expect(lines[0]).not.toContain('only');
  });

  test('passes the Ozone settings to the enforcement process', () => {
    const desk = readDeskConfig({ ...OZONE, OZONE_COUNTRY_LABEL: 'withheld-{country}' });
    const { OZONE_URL, OZONE_IDENTIFIER, OZONE_PASSWORD, OZONE_COUNTRY_LABEL, PLATFORM_KIND } = platformEnv(
      desk,
      { platformToken: 'made-for-the-double', platformWebhookSecret: `whsec_${'a'.repeat(32)}` },
      { platformUrl: 'http://localhost:1' },
    );
    const reported = { PLATFORM_KIND, OZONE_URL, OZONE_IDENTIFIER, OZONE_PASSWORD, OZONE_COUNTRY_LABEL };
    const { config, secrets } = readProcessConfig({ ...PROCESS, ...reported });
    expect(config.platformKind).toBe('ozone');
    expect(config.ozone).toEqual(desk.config.ozone);
    expect(secrets.ozonePasswords).toEqual(desk.secrets.ozonePasswords);
  });

  test('requires URL and token of a homeserver, and passes both to the enforcement process', () => {
    const SYNAPSE: Env = { PLATFORM_KIND: 'synapse', SYNAPSE_URL: 'http://localhost:1', SYNAPSE_TOKEN: 'syt_a' };
    expect(refusals(() => readDeskConfig({ PLATFORM_KIND: 'synapse' })).map((line) => line.split(':')[0])).toEqual([
      'SYNAPSE_URL',
      'SYNAPSE_TOKEN',
    ]);
    const reported = platformEnv(
      readDeskConfig(SYNAPSE),
      { platformToken: 'a', platformWebhookSecret: 'b' },
      { platformUrl: 'http://localhost:1' },
    );
    expect(reported).toMatchObject(SYNAPSE);
  });

  test('requires URL, identifier and password for Ozone', () => {
    const lines = refusals(() => readDeskConfig({ PLATFORM_KIND: 'ozone' }));
    expect(lines.map((line) => line.split(':')[0])).toEqual(['OZONE_URL', 'OZONE_IDENTIFIER', 'OZONE_PASSWORD']);
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
