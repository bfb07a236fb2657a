import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { runs } from '../../../support/jest/cases.js';

let api: ApiHarness;
let notice: string;
beforeAll(async () => {
  api = await startApi();
  notice = (await api.receive()).id;
  await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id)
    values (${notice}::uuid, 1, 'decision', 'open', 'sha256:0', ${api.people.reviewer.id}::uuid, '{approver}', '{}', 1, 1, gen_random_uuid())`.execute(
    api.db,
  );
});
afterAll(() => api.close());

const PATHS = () => [
  '/v1/notices',
  `/v1/notices/${notice}/targets`,
  `/v1/notices/${notice}/targets/1/history`,
  `/v1/notices/${notice}/second-reviews`,
  `/v1/notices/${notice}/clocks`,
  `/v1/notices/${notice}/timeline`,
  `/v1/notices/${notice}/letters`,
  `/v1/notices/${notice}/documents`,
  `/v1/notices/${notice}/enforcement`,
  `/v1/notices/${notice}/submissions`,
  `/v1/notices/${notice}/submissions/1/targets`,
  `/v1/notices/${notice}/submissions/1/changes`,
  '/v1/presence',
  '/v1/views',
  '/v1/restrictions',
  '/v1/imported-cases',
  '/v1/exported-cases',
  '/v1/stats',
  '/v1/reports/transparency',
  '/v1/reports/dsa',
  '/v1/reports/dsa/notices',
  '/v1/reports/tco',
  '/v1/reports/us',
  '/v1/rulebook/regimes',
  '/v1/rulebook/grounds',
  '/v1/rulebook/diff',
  '/v1/rulebook/revision',
  '/v1/rulebook/revisions',
  '/v1/rulebook/reviews',
  '/v1/rulebook/changelog',
  '/v1/rulebook/incidents',
  '/v1/rulebook/corrections',
  '/v1/ops/alerts',
  '/v1/ops/overview',
  '/v1/rulebook/letter-languages',
  '/v1/me/settings',
  '/v1/me/inbox',
  '/v1/me/notifications',
  '/v1/audit',
  '/v1/authorities',
  '/v1/people',
  '/v1/keys',
  '/v1/changes',
  '/v1/session',
  '/v1/sessions',
  '/auth/info',
  '/v1/outbox',
  '/v1/rulebook/regimes/IN-69A-EMERG',
  `/v1/notices/${notice}`,
];
const NAMES = [
  'limit',
  'cursor',
  'count',
  'after',
  'since',
  'kind',
  'q',
  'sort',
  'stage',
  'dueBefore',
  'dueWithin',
  'stages',
  'against',
  'assignee',
  'action',
  'type',
  'locator',
  'from',
  'to',
  'format',
  'at',
  'submission',
  'person',
  'x',
];

const forgedCursor = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double(),
      fc.constant(null),
      fc.constant('due'),
      fc.uuid(),
      fc.maxSafeInteger(),
      fc.constant('\0'),
    ),
    { maxLength: 6 },
  )
  .map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'));
const value = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => encodeURIComponent(text.toWellFormed())),
  forgedCursor,
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1e9',
    '9007199254740993',
    '2147483648',
    'NaN',
    'true',
    '%00',
    '%ff',
    '%E0%A4',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00Z',
    '2021-02-01',
    'account',
    "';--",
  ),
);

describe('hostile query', () => {
  test('never causes a 5xx, and every refusal is a problem document', async () => {
    const everyone = await api.addPerson('Everyone', ['reviewer', 'ops', 'auditor', 'admin']);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.array(fc.tuple(fc.constantFrom(...NAMES), value), { maxLength: 3 }),
        async (which, query) => {
          const path = PATHS()[which % PATHS().length] ?? '';
          const response = await api.get(
            `${path}?${query.map(([name, text]) => `${name}=${text}`).join('&')}`,
            everyone,
          );
          expect([response.statusCode < 500, response.body]).toEqual([true, expect.anything()]);
          if (response.statusCode >= 400) {
            expect(response.headers['content-type']).toContain('application/problem+json');
            expect(response.json()).toMatchObject({
              status: response.statusCode,
              type: expect.stringMatching(/^urn:notice-desk:problem:/),
              instance: path,
            });
          }
        },
      ),
      runs(600),
    );
  });

  test('with a well-formed but meaningless cursor never causes a 5xx', async () => {
    const uuid = '018f0000-0000-7000-8000-000000000001';
    const keys: [string, unknown[]][] = [
      ['/v1/notices', ['due', 253402300799999, uuid, 1]],
      ['/v1/notices', ['due', null, uuid, 2147483647]],
      ['/v1/notices?sort=received', ['received', -62135596800000, uuid, 0]],
      ['/v1/notices?sort=consequence', ['consequence', 253402300799999, uuid, 2147483647]],
      ['/v1/appeals', [-62135596800000, uuid]],
      [`/v1/notices/${notice}/targets`, [2147483647]],
      [`/v1/notices/${notice}/clocks`, [2147483647, uuid]],
      [`/v1/notices/${notice}/timeline`, [Number.MAX_SAFE_INTEGER]],
      ['/v1/audit', [Number.MAX_SAFE_INTEGER]],
      ['/v1/ops/alerts', [-62135596800000, uuid]],
      ['/v1/outbox', [Number.MAX_SAFE_INTEGER, uuid]],
      ['/v1/restrictions', ['a', 'b', 'c']],
      ['/v1/people', ['a', uuid]],
      ['/v1/keys', ['a']],
      ['/v1/changes', [uuid]],
      ['/v1/sessions', [uuid]],
      ['/v1/authorities', ['z']],
      ['/v1/reports/transparency?from=0001-01-01&to=9999-12-31', ['', '', '', '', '']],
      ['/v1/reports/dsa/notices?year=2024&measure=act', ['z']],
      ['/v1/rulebook/grounds', [2147483647]],
      [`/v1/notices/${notice}/submissions`, [2147483647]],
      [`/v1/notices/${notice}/submissions/1/targets`, [2147483647]],
      [`/v1/notices/${notice}/submissions/1/changes`, [2147483647]],
      ['/v1/presence', [uuid, uuid]],
      ['/v1/views', ['a', uuid]],
    ];
    const everyone = await api.addPerson('Everyone', ['reviewer', 'ops', 'auditor', 'admin']);
    for (const [path, key] of keys) {
      const cursor = Buffer.from(JSON.stringify(key)).toString('base64url');
      const response = await api.get(`${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`, everyone);
      expect([path, response.statusCode]).toEqual([path, 200]);
    }
  });
});
