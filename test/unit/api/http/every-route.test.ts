import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { PROBLEMS } from '../../../../api/problems.js';
import { ROLES } from '../../../../domain/people/permission.js';
import { startApi, type ApiAnswer, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { sealLetters } from '../../../support/seal-letters.js';

interface Operation {
  security?: unknown[];
  requestBody?: { content: Record<string, unknown> };
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>;
}
interface Route {
  path: string;
  method: string;
  operation: Operation;
}

let api: ApiHarness;
let routes: Route[];
let everyone: HarnessPerson;
let withoutRoles: HarnessPerson;
let notice: string;
let sha256: string;

beforeAll(async () => {
  api = await startApi();
  everyone = await api.addPerson('Everyone', [...ROLES]);
  withoutRoles = await api.addPerson('Nobody', []);
  const { paths } = (await api.get('/openapi.json', null)).json() as {
    paths: Record<string, Record<string, Operation>>;
  };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  notice = (
    await api.receive({
      orderedDeadline: { within: 'PT4H' },
      documents: [{ name: 'a.txt', mediaType: 'text/plain; charset=utf-8', contentBase64: 'aGk=' }],
    })
  ).id;
  const { items } = (await api.get(`/v1/notices/${notice}/documents`, everyone)).json();
  sha256 = items[0].sha256;
  await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state, counts)
    values (${notice}::uuid, 1, 'l', 'report_of_effect', 'en', 'S', 'T', 'queued', '{}')`.execute(api.db);
  await sealLetters({ db: api.db, keyOf: (of) => api.context.keys.keyOf(of) }, notice);
});
afterAll(() => api.close());

/** Streams end when the client does; they have their own tests. */
const isStream = ({ operation }: Route) => operation.responses['200']?.content?.['text/event-stream'] !== undefined;

const real = (path: string) =>
  path
    .replace('/regimes/{id}', '/regimes/IN-69A-EMERG')
    .replace('{digest}', sha256)
    .replaceAll(/\{(n|no)\}/g, '1')
    .replaceAll('{id}', notice);
const absent = (path: string) => path.replaceAll(/\{\w+\}/g, uuidv7());

interface Probe {
  as: HarnessPerson | null;
  url: string;
  headers?: Record<string, string>;
  payload?: string;
}

async function send({ method }: { method: string }, { as, url, headers = {}, payload }: Probe): Promise<ApiAnswer> {
  const bearer = as === null ? {} : { authorization: `Bearer ${as.key}` };
  return api.app.inject({
    method: method as 'GET',
    url,
    headers: { ...bearer, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Requests that are wrong in every way a route allows, and one that is right. */
function probes({ path, method, operation }: Route): Probe[] {
  const key = { 'idempotency-key': uuidv7() };
  const all: Probe[] = [
    { as: null, url: absent(path) },
    { as: { ...everyone, key: 'wrong' }, url: absent(path) },
    { as: everyone, url: absent(path) },
    { as: everyone, url: `${real(path)}?nothing=1` },
    { as: everyone, url: `${real(path)}?limit=1e2&cursor=x` },
    { as: withoutRoles, url: real(path) },
  ];
  if (method === 'GET') return [...all, { as: everyone, url: real(path) }];
  const bodies: Probe[] = ['{}', '{', '[]', '{"nothing":1}'].map((payload) => ({
    as: everyone,
    url: real(path),
    headers: { ...JSON_TYPE, ...key },
    payload,
  }));
  const odd: Probe[] = [
    { as: everyone, url: real(path), headers: { 'content-type': 'application/x-nothing', ...key }, payload: 'x' },
    { as: everyone, url: real(path), headers: { ...JSON_TYPE, 'idempotency-key': '\x01' }, payload: '{}' },
    { as: everyone, url: real(path), headers: { ...JSON_TYPE, 'content-length': '99999999' } },
  ];
  return operation.requestBody === undefined
    ? [...all, { as: everyone, url: absent(path) }]
    : [...all, ...bodies, ...odd];
}

const essence = (header: unknown) => String(header).split(';')[0] ?? '';

/** `GET /path` for each route in Fastify's printed tree: a line continues the line that it is indented under. */
function readTree(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^(.*?[├└]── )(\S*)(?: \(([A-Z, ]+)\))?/.exec(line) ?? [];
    if (indent === '') return [];
    const depth = indent.length / 4 - 1;
    const whole = (above[depth - 1] ?? '') + segment;
    above[depth] = whole;
    const path = whole.replaceAll(/:(\w+)/g, '{$1}');
    return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${path}`);
  });
}

test('routes in code and OpenAPI document match, as do problem types and docs/errors.md', async () => {
  const registered = readTree(api.app.printRoutes({ commonPrefix: false }));
  const hidden = /^\w+ (\/|\/appeal|\/law.*|\/portal.*|\/statements.*|\/openapi\.json|\/docs.*)$/;
  const inCode = registered.filter((route) => !/^(HEAD|OPTIONS) /.test(route) && !hidden.test(route));
  expect(inCode.length).toBeGreaterThan(100);
  expect(new Set(inCode)).toEqual(new Set(routes.map(({ method, path }) => `${method} ${path}`)));
  const page = readFileSync(new URL('../../../../docs/integrating/errors.md', import.meta.url), 'utf8');
  const listed = [...page.matchAll(/^\| (\d+) \| `([\w-]+)` \|/gm)].map(([, status, slug]) => [slug, Number(status)]);
  expect(Object.fromEntries(listed)).toEqual(
    Object.fromEntries(Object.entries(PROBLEMS).map(([slug, { status }]) => [slug, status])),
  );
});

describe('every route of the OpenAPI document', () => {
  test('answers only with declared statuses and content types', async () => {
    const undeclared: string[] = [];
    const seen = new Set<number>();
    for (const route of routes.filter((one) => !isStream(one))) {
      const { path, method, operation } = route;
      for (const probe of probes(route)) {
        const { statusCode, headers, body } = await send(route, probe);
        seen.add(statusCode);
        const line = `${method} ${path} (${probe.url}): ${statusCode} ${String(headers['content-type'])}`;
        const declared = operation.responses[statusCode];
        if (declared === undefined) undeclared.push(line);
        const types =
          declared?.$ref === undefined ? Object.keys(declared?.content ?? {}) : ['application/problem+json'];
        if (body !== '' && !types.includes('*/*') && !types.includes(essence(headers['content-type'])))
          undeclared.push(line);
      }
    }
    expect([...new Set(undeclared)]).toEqual([]);
    for (const status of [200, 401, 403, 404, 413, 415, 422, 400]) expect([...seen]).toContain(status);
    expect([...seen].filter((status) => status >= 500)).toEqual([503]); // no issuer to sign in at, no Temporal
  });

  test('declares the problems that any route may answer', () => {
    for (const { path, operation } of routes) {
      const problems = [400, 422, 500, 503, 'default', ...(operation.security?.length === 0 ? [] : [401, 403, 429])];
      for (const status of problems) {
        const { $ref, content } = operation.responses[status] ?? {};
        expect([path, status, $ref ?? Object.keys(content ?? {})]).toEqual([
          path,
          status,
          content === undefined
            ? '#/components/responses/Problem'
            : expect.arrayContaining(['application/problem+json']),
        ]);
      }
      if (operation.requestBody !== undefined)
        expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['413', '415']));
      if (path.includes('{')) expect(operation.responses).toHaveProperty('404');
    }
  });

  test('declares its Idempotency-Key, which only POST /v1/notices requires', () => {
    const takes = routes.filter(({ operation }) =>
      operation.parameters?.some(({ name }) => name === 'Idempotency-Key'),
    );
    expect(takes.every(({ method }) => method === 'POST')).toBe(true);
    const needed = takes.filter(({ operation }) =>
      operation.parameters?.some((one) => one.in === 'header' && one.required),
    );
    expect(needed.map(({ path }) => path)).toEqual(['/v1/notices']);
  });

  test('answers HEAD like GET, without a body', async () => {
    const hidden = ['/openapi.json', '/docs', '/'].map((path) => ({
      path,
      method: 'GET',
      operation: { responses: {} },
    }));
    const readRoutes = [...routes.filter(({ method }) => method === 'GET'), ...hidden];
    for (const route of readRoutes) {
      for (const as of [everyone, null]) {
        // A stream is answered as long as its client listens; a refused one is not.
        if (isStream(route) && as !== null) continue;
        const url =
          real(route.path) + (route.path.startsWith('/v1/rulebook/diff') ? '?from=2026-02-19&to=2026-02-20' : '');
        const [get, head] = [await send(route, { as, url }), await send({ method: 'HEAD' }, { as, url })];
        const without = ({ headers }: ApiAnswer) => {
          // Headers that depend on the moment or on how the body is sent.
          const { date: _, connection: __, 'transfer-encoding': ___, ...rest } = headers;
          return rest;
        };
        expect([url, head.statusCode, head.body]).toEqual([url, get.statusCode, '']);
        if (route.path === '/metrics') continue; // grows from one request to the next
        expect([url, without(head)]).toEqual([url, without(get)]);
      }
    }
  });

  test('accepts limit and cursor on lists, in digits only and up to 200', async () => {
    const lists = routes.filter(
      ({ method, operation }) => method === 'GET' && operation.parameters?.some(({ name }) => name === 'limit'),
    );
    expect(lists.length).toBeGreaterThan(30);
    for (const { path, method, operation } of lists) {
      const names = operation.parameters?.map(({ name }) => name);
      expect([path, names]).toEqual([path, expect.arrayContaining(['limit', 'cursor', 'count'])]);
      for (const limit of ['1e2', '201', '0', '', '+5', ' 5', '5.0', '0x10', '-1', 'x', '1&limit=2', '٣']) {
        const answer = await send(
          { method },
          {
            as: everyone,
            url: `${real(path)}?limit=${encodeURIComponent(limit).replace('%26', '&').replace('%3D', '=')}`,
          },
        );
        expect([path, limit, answer.statusCode]).toEqual([path, limit, 422]);
        expect([path, answer.json().errors]).toEqual([
          path,
          expect.arrayContaining([
            { path: '/query/limit', message: 'Give one whole number from 1 to 200, in digits.' },
          ]),
        ]);
      }
    }
    const answered = await send({ method: 'GET' }, { as: everyone, url: '/v1/notices?limit=007' });
    expect(answered.statusCode).toBe(200);
  });
});
