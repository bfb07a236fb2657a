import swagger from '@fastify/swagger';
import { fastify } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Api } from './context.js';
import { PROBLEMS } from './problems.js';
import { SESSION_COOKIE } from './sessions/cookies.js';

const DESCRIPTION = `Manages government notices from intake to closing. Send \`Authorization: Bearer KEY\` with every request; the console signs in by OpenID Connect.

Times are RFC 3339: with an offset on input, UTC with milliseconds on output. Lists answer \`items\` and \`nextCursor\`; give
that back as \`cursor\`. Errors are \`application/problem+json\` with a stable \`type\` and a \`detail\` that says what to do.`;

const OPEN = /^\/(healthz|readyz|metrics|openapi\.json|auth\/(info|sign-in|callback)|v1\/receipt-keys)$/;

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string', enum: Object.keys(PROBLEMS).map((slug) => `urn:notice-desk:problem:${slug}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What to do' },
    instance: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: {
          path: {
            type: 'string',
            description:
              'JSON Pointer into the body; `/query/<name>` for a query parameter, `/headers/<name>` for a header',
          },
          message: { type: 'string' },
        },
      },
    },
    currentVersion: { type: 'integer', description: 'With `version-conflict`' },
    stepUp: {
      type: 'boolean',
      description: 'With `forbidden`: a passkey of the person would do it (docs/working/admin.md)',
    },
  },
};

interface Answer {
  description?: string;
  content?: Record<string, unknown>;
}
interface Operation {
  responses?: Record<string, Answer | { $ref: string }>;
  requestBody?: unknown;
  security?: unknown[];
  parameters?: unknown[];
}
interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown>; responses?: Record<string, unknown> };
}

function completeDocument(document: Document): Document {
  const paths: NonNullable<Document['paths']> = {};
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    paths[path] = {};
    for (const [method, operation] of Object.entries(operations))
      paths[path][method] = completeOperation({ path, method, operation });
  }
  return {
    ...document,
    paths,
    components: {
      ...document.components,
      schemas: { ...document.components?.schemas, Problem: PROBLEM_SCHEMA },
      responses: {
        ...document.components?.responses,
        Problem: {
          description: 'The request was refused; `detail` says what to do',
          content: PROBLEM,
        },
      },
    },
  };
}

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
const ALWAYS = [400, 422, 500, 503];
const BY_CREDENTIALS = [401, 403, 429];
const BY_METHOD: Record<string, readonly number[]> = { post: [409], put: [409] };
const BY_BODY = [413, 415];
const BY_PATH: Record<string, readonly number[]> = {
  '/metrics': [401],
  '/auth/sign-in': [429],
  '/auth/callback': [429],
  '/v1/receipt-keys': [429],
  '/v1/keys/claim': [404],
  // 404 for a key: only a console session has one.
  '/auth/sign-out': [404],
  '/v1/session': [404],
};

const KEY_HEADER = {
  name: 'Idempotency-Key',
  in: 'header',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]([ -~]*[!-~])?$' },
  description: 'Repeating the same key and body returns the first answer',
};
/** Routes that write nothing or have no caller: an Idempotency-Key has no effect. */
const WITHOUT_KEY = /\/(lists\/read|letters\/preview)$/;

interface Described {
  path: string;
  method: string;
  operation: Operation;
}

function problemStatuses({ path, method, operation }: Described): number[] {
  const open = OPEN.test(path);
  const statuses = [
    ...ALWAYS,
    ...(open ? [] : BY_CREDENTIALS),
    ...(path.includes('{') ? [404] : []),
    ...(operation.requestBody === undefined ? [] : BY_BODY),
    ...(open ? [] : (BY_METHOD[method] ?? [])),
    ...(BY_PATH[path] ?? []),
  ];
  return [...new Set(statuses)];
}

function completeResponses(described: Described): NonNullable<Operation['responses']> {
  const ref = { $ref: '#/components/responses/Problem' };
  const given = described.operation.responses ?? {};
  const problems = problemStatuses(described).map((status) => {
    const own = given[status] as Answer | undefined;
    return [status, own === undefined ? ref : { ...own, content: { ...own.content, ...PROBLEM } }] as const;
  });
  return { ...given, ...Object.fromEntries(problems), default: ref };
}

function completeOperation(described: Described): Operation {
  const { path, method, operation } = described;
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const given = (operation.parameters ?? []).filter((parameter) => (parameter as { in?: string }).in !== 'path');
  const takesKey = method === 'post' && path.startsWith('/v1/') && !WITHOUT_KEY.test(path);
  const key = { ...KEY_HEADER, required: path === '/v1/notices' };
  const parameters = [...named, ...given, ...(takesKey ? [key] : [])];
  return {
    ...operation,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(OPEN.test(path) ? { security: [] } : {}),
    responses: completeResponses(described),
  };
}

/** The bundled reader finds its settings in the page, so that no inline script is needed. */
function docsPage(): string {
  // No fonts, telemetry, proxy, assistant or sharing from outside: the page contacts only this server.
  const quiet = {
    withDefaultFonts: false,
    telemetry: false,
    showDeveloperTools: 'never',
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    proxyUrl: '',
  };
  const settings = JSON.stringify(quiet).replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Notice Desk API</title>
    <link rel="icon" href="data:," />
  </head>
  <body>
    <noscript>This page needs JavaScript. The OpenAPI description is at <a href="/openapi.json">/openapi.json</a>.</noscript>
    <script id="api-reference" type="application/json" data-url="/openapi.json" data-configuration="${settings}"></script>
    <script src="/docs/js/scalar.js"></script>
  </body>
</html>
`;
}

/**
 * Serves `GET /openapi.json` (OpenAPI 3.1, made from the routes' own schemas) and `/docs` to read it. Call it before
 * the routes are added.
 */
export async function describeApi(app: Api): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Notice Desk', version: '1', description: DESCRIPTION },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'A key, from `POST /v1/keys` or `desk.json`' },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: SESSION_COOKIE,
            description:
              'A console session; `__Host-nd_session` if the desk is served over https. Unsafe requests carry the token from `GET /v1/session` as `x-csrf-token`; `x-background: 1` marks requests that do not count as use by a person. A key in the same request takes precedence.',
          },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => completeDocument(jsonSchemaTransformObject(document) as Document) as never,
  });
  let text: string | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(text);
  });
  const page = docsPage();
  app.get('/docs', { schema: { hide: true } }, (_request, reply) => reply.type('text/html; charset=utf-8').send(page));
  let reader: Promise<string> | undefined;
  app.get('/docs/js/scalar.js', { schema: { hide: true } }, async (_request, reply) => {
    reader ??= loadReader();
    return reply.type('application/javascript; charset=utf-8').send(await reader);
  });
}

/**
 * The reader's script is four megabytes and the slowest part of a start, so it is loaded when a page is first opened.
 * Its package gives the script only to a server.
 */
async function loadReader(): Promise<string> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const shelf = fastify();
  await shelf.register(scalar, { routePrefix: '/docs', configuration: { url: '/openapi.json' } });
  const { body } = await shelf.inject('/docs/js/scalar.js');
  await shelf.close();
  return body;
}
