import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { Api } from './context.js';
import { PROBLEMS } from './problems.js';
import { SESSION_COOKIE } from './sessions/cookies.js';

const DESCRIPTION = `Runs the life of a government notice. Send \`Authorization: Bearer KEY\` with every request; the console signs in by OpenID Connect.

Times are RFC 3339: with an offset on input, UTC with milliseconds on output. Lists answer \`items\` and \`nextCursor\`; give
that back as \`cursor\`. Errors are \`application/problem+json\` with a stable \`type\` and a \`detail\` that says what to do.`;

/** Routes that answer without credentials. */
const OPEN = /^\/(healthz|readyz|metrics|openapi\.json|auth\/(info|sign-in|callback))$/;

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
          path: { type: 'string', description: 'JSON Pointer into the body, or `?name` for a query parameter' },
          message: { type: 'string' },
        },
      },
    },
    currentVersion: { type: 'integer', description: 'With `version-conflict`' },
  },
};

interface Operation {
  responses?: Record<string, unknown>;
  security?: unknown[];
  parameters?: unknown[];
}
interface Document {
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, unknown>; responses?: Record<string, unknown> };
}

/** What every operation shares, said once here instead of in each route: problems, path parameters, open routes. */
function completeDocument(document: Document): Document {
  const paths: NonNullable<Document['paths']> = {};
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    paths[path] = {};
    for (const [method, operation] of Object.entries(operations))
      paths[path][method] = completeOperation(path, operation);
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
          description: 'A refusal, with what to do',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

function completeOperation(path: string, operation: Operation): Operation {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const given = (operation.parameters ?? []).filter((parameter) => (parameter as { in?: string }).in !== 'path');
  const parameters = [...named, ...given];
  return {
    ...operation,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(OPEN.test(path) ? { security: [] } : {}),
    responses: { ...operation.responses, default: { $ref: '#/components/responses/Problem' } },
  };
}

/** The page of the reference. The bundled reader finds its settings in the page, so that no inline script is needed. */
function docsPage(): string {
  // No fonts, telemetry, proxy, assistant or sharing from outside: the page asks this server alone.
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
    <noscript>This page needs JavaScript. The description itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
    <script id="api-reference" type="application/json" data-url="/openapi.json" data-configuration="${settings}"></script>
    <script src="/docs/js/scalar.js"></script>
  </body>
</html>
`;
}

/** `GET /openapi.json` (OpenAPI 3.1, made from the routes' own schemas) and `/docs` to read it. Call it before the routes are added. */
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
              'A console session. Unsafe requests carry the token of `GET /v1/session` as `x-csrf-token`; `x-background: 1` marks what is no use by a person. A key in the same request wins.',
          },
        },
      },
      security: [{ bearer: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => completeDocument(jsonSchemaTransformObject(document) as Document) as never,
  });
  let text: string | undefined;
  app.get('/openapi.json', { schema: { hide: true } as never }, async (_request, reply) => {
    text ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(text);
  });
  const page = docsPage();
  await app.register(scalar as never, {
    routePrefix: '/docs',
    configuration: { url: '/openapi.json' },
    hooks: {
      // The plugin's own page starts the reader by an inline script, which our Content-Security-Policy forbids.
      onRequest: (
        request: { url: string },
        reply: { type: (type: string) => { send: (text: string) => void } },
        done: () => void,
      ) => {
        if (/^\/docs\/?(\?|$)/.test(request.url)) reply.type('text/html; charset=utf-8').send(page);
        else done();
      },
    },
  });
}
