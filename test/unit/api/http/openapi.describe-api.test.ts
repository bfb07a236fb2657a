import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { sql } from 'kysely';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';

interface Document {
  openapi: string;
  paths: Record<
    string,
    Record<
      string,
      {
        summary?: string;
        tags?: string[];
        security?: unknown[];
        parameters?: { name: string; in: string }[];
        responses: Record<string, { $ref?: string; content?: Record<string, { schema: object }> }>;
      }
    >
  >;
  components: Record<string, Record<string, unknown>>;
}

let api: ApiHarness;
let document: Document;
let notice: string;

beforeAll(async () => {
  api = await startApi();
  document = (await api.get('/openapi.json', null)).json();
  const { id } = await api.receive({
    orderedDeadline: { within: 'PT4H' },
    secrecy: { level: 'restricted', until: '2020-01-01T00:00:00Z' },
    documents: [{ name: 'a.pdf', mediaType: 'application/pdf', contentBase64: 'aGk=' }],
  });
  notice = id;
  await api.receive({ authority: { name: 'Somebody', country: 'IN' }, relatesTo: [{ notice, as: 'follows' }] });
  await api.post(`/v1/notices/${id}/targets`, 'reviewer', '@two\n', { 'content-type': 'text/plain' });
  await sql`update target set action = 'withhold', grounds = '{legal_basis_met}', countries = '{IN}', decided_by = ${api.people.reviewer.id}::uuid,
    decided_at = now(), status = 'applied' where notice_id = ${id}::uuid`.execute(api.db);
  await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state, counts)
    values (${id}::uuid, 1, 'l', 'report_of_effect', 'en', 'S', 'T', 'queued', '{"withhold": 1}')`.execute(api.db);
  await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id, started_at)
    values (${id}::uuid, 1, 'decision', 'approved', 'sha256:x', ${api.people.reviewer.id}::uuid, '{approver}', '{"withhold": 1}', 1, 1, gen_random_uuid(), now())`.execute(
    api.db,
  );
  await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id, status) values ('o', ${id}::uuid, 1, 1, 'withhold', 'account', 'p', 'applied')`.execute(
    api.db,
  );
  await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
    values ('o', ${id}::uuid, 1, 'account', '@one', 'p', '{IN}', false, now())`.execute(api.db);
  await sql`insert into alert (id, key, kind, notice_id, summary) values (gen_random_uuid(), 'a', 'letter_bounced', ${id}::uuid, 'x'), (gen_random_uuid(), 'b', 'worker_missing', null, 'y')`.execute(
    api.db,
  );
  await sql`insert into mail_catcher.message (id, message_id, envelope_from, envelope_to, headers, subject, raw) values (gen_random_uuid(), null, '', '{a@b.example}', '{"to": ["x", "y"], "from": "z"}', null, 'raw')`.execute(
    api.db,
  );
});
afterAll(() => api.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('GET /openapi.json', () => {
  test('is OpenAPI 3.1, and resolves every reference in it', () => {
    expect(document.openapi).toBe('3.1.0');
    const refs = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g);
    for (const [, kind = '', name = ''] of refs) expect(document.components[kind]).toHaveProperty(name);
  });

  test('gives every operation a summary, a tag, its path parameters and the problem answer', () => {
    for (const { path, operation } of operations()) {
      expect([path, operation.summary]).toEqual([path, expect.any(String)]);
      expect([path, operation.tags]).toEqual([path, [expect.any(String)]]);
      expect(operation.responses['default']).toEqual({ $ref: '#/components/responses/Problem' });
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(
        (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name),
      ).toEqual(wanted);
    }
  });

  test('names the open routes, and requires a key or a session for all others', () => {
    const open = operations()
      .filter(({ operation }) => operation.security?.length === 0)
      .map(({ path }) => path);
    expect(open.sort()).toEqual([
      '/auth/callback',
      '/auth/info',
      '/auth/sign-in',
      '/healthz',
      '/metrics',
      '/readyz',
      '/v1/receipt-keys',
    ]);
    expect(document.components['securitySchemes']).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      session: { type: 'apiKey', in: 'cookie', name: 'nd_session' },
    });
  });

  test('serves the reference page with and without a trailing slash, and its script', async () => {
    const [page, same] = [await api.get('/docs', null), await api.get('/docs/', null)];
    expect(same.body).toBe(page.body);
    const [, source = ''] = /<script src="([^"]+)"/.exec(page.body) ?? [];
    const script = await api.get(source, null);
    expect(script.headers['content-type']).toBe('application/javascript; charset=utf-8');
    expect(script.body).toContain('createApiReference');
  });

  test('needs no inline script in the API’s own pages', async () => {
    for (const path of ['/', '/docs', '/outbox']) {
      const page = await api.get(path, null, { accept: 'text/html' });
      expect(page.headers['content-type']).toContain('text/html');
      expect(page.headers['content-security-policy']).toContain("script-src 'self'");
      for (const [, attributes = '', content = ''] of page.body.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
        expect([attributes.includes('application/json') || attributes.includes('src="/'), content.trim()]).toEqual([
          true,
          '',
        ]);
      }
      expect(page.body).not.toMatch(/(src|href)="https?:/);
    }
  });
});

describe('answers by the OpenAPI document', () => {
  const cases: [string, string, Role][] = [
    ['/v1/me', '', 'reviewer'],
    ['/v1/notices', '?count=true', 'reviewer'],
    ['/v1/notices', '', 'intake'],
    ['/v1/notices/{id}', '', 'reviewer'],
    ['/v1/notices/{id}', '', 'ops'],
    ['/v1/notices/{id}', '', 'intake'],
    ['/v1/notices/{id}/targets', '?count=true', 'reviewer'],
    ['/v1/notices/{id}/targets/{no}/history', '?count=true', 'reviewer'],
    ['/v1/notices/{id}/uploads', '?count=true', 'reviewer'],
    ['/v1/notices/{id}/list-diff', '', 'reviewer'],
    ['/v1/notices/{id}/list-diff', '?part=added&count=true', 'reviewer'],
    ['/v1/notices/{id}/clocks', '?count=true', 'reviewer'],
    ['/v1/notices/{id}/timeline', '?count=true', 'reviewer'],
    ['/v1/notices/{id}/letters', '?count=true', 'reviewer'],
    ['/v1/notices/{id}/documents', '?count=true', 'reviewer'],
    ['/v1/notices/{id}/enforcement', '', 'reviewer'],
    ['/v1/restrictions', '?count=true', 'reviewer'],
    ['/v1/exported-cases', '?count=true', 'auditor'],
    ['/v1/stats', '', 'reviewer'],
    ['/v1/stats', '', 'admin'],
    ['/v1/reports/transparency', '?from=2020-01-01T00%3A00%3A00%2B05%3A30&to=2100-01-01', 'reviewer'],
    ['/v1/rulebook/regimes', '?at=2021-02-01T00%3A00%3A00Z&count=true', 'reviewer'],
    ['/v1/rulebook/regimes/{id}', '', 'reviewer'],
    ['/v1/rulebook/grounds', '', 'intake'],
    ['/v1/rulebook/diff', '?from=2026-02-19&to=2026-02-20&count=true', 'reviewer'],
    ['/v1/ops/alerts', '?count=true', 'ops'],
    ['/v1/audit', '?after=0&count=true', 'auditor'],
    ['/v1/audit/proof', '?seq=1', 'auditor'],
    ['/v1/audit/proof', '?from=1', 'admin'],
    ['/v1/authorities', '', 'ops'],
    ['/v1/people', '?count=true', 'admin'],
    ['/v1/keys', '', 'admin'],
    ['/v1/outbox', '', 'ops'],
    ['/auth/info', '', 'ops'],
    ['/healthz', '', 'ops'],
    ['/readyz', '', 'ops'],
  ];

  test.each(cases)('%s%s as %s matches its schema', async (path, query, role) => {
    const id = path.startsWith('/v1/rulebook') ? 'IN-69A-EMERG' : notice;
    const response = await api.get(path.replace('{id}', id).replace('{no}', '1') + query, role);
    expect(response.statusCode).toBe(200);
    const schema = document.paths[path]?.['get']?.responses['200']?.content?.['application/json']?.schema;
    const ajv = new Ajv2020({ strict: false });
    const validate = ajv.compile({ ...schema, components: document.components });
    const answer = response.json();
    expect([validate(answer), validate.errors]).toEqual([true, null]);
    if ('items' in answer) expect(answer.items.length).toBeGreaterThan(0);
  });
});
