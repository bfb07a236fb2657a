import { once } from 'node:events';
import cookie from '@fastify/cookie';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyBaseLogger, type FastifyError, type FastifyRequest } from 'fastify';
import {
  hasZodFastifySchemaValidationErrors,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';

import { callerOf } from './caller.js';
import { isScreen, serveConsole, type Console } from './console/serve.js';
import type { Api, ApiContext } from './context.js';
import { describeApi } from './openapi.js';
import { Problem, PROBLEMS, toProblemBody, type ProblemSlug } from './problems.js';
import { readJsonStrictly } from './read-json.js';
import { registerRoutes } from './routes/index.js';
import { findCaller } from './sessions/find-caller.js';
import { askForToken, RELOAD } from './sessions/same-site.js';
import { validationProblem } from './validation-problem.js';

const MIB = 1024 * 1024;
/** Largest body taken (contract section 3). */
export const LARGEST_BODY = 32 * MIB;
const TOO_LARGE = `Send at most ${LARGEST_BODY / MIB} MiB.`;
/** How long a body that is too large is read for the sake of its answer. */
const DISCARD_MS = 20_000;
/** Requests a minute from one address without credentials (contract section 2). */
const ANONYMOUS_LIMIT = 600;
/** Routes that answer without credentials, beside the console's own. Patterns, not paths: a path may be written in many ways. */
const OPEN_ROUTES = /^\/(healthz|readyz|openapi\.json|docs(\/.*)?|metrics|auth\/info)$/;
/** These write rows and ask the issuer: open, and counted like a request without credentials. */
const SIGN_IN_ROUTES = /^\/auth\/(sign-in|callback)$/;

/** The desk itself speaks plain HTTP; whoever puts TLS in front adds what belongs to it. */
function headersFor({ signIn }: ApiContext): FastifyHelmetOptions {
  const issuer = signIn === null ? [] : [new URL(signIn.issuer).origin];
  return {
    strictTransportSecurity: false,
    // A form that leaves no trace of where it is could not be told from another site's.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'", ...issuer],
      },
    },
  };
}

/** The API, built and not yet listening. */
export async function buildServer(context: ApiContext, logger: FastifyBaseLogger): Promise<Api> {
  const app: Api = fastify({
    loggerInstance: logger,
    bodyLimit: LARGEST_BODY,
    // A reverse proxy sits in front in production; its header is believed only from loopback.
    trustProxy: 'loopback',
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    requestTimeout: 120_000,
    // A path that cannot be decoded is a path that nobody has.
    frameworkErrors: (_error, request, reply) =>
      sendProblem(new Problem('not-found', NOTHING_HERE), request, reply as ProblemReply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // Answers are written by our own mappers from typed rows: no second pass over them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest('caller', null);
  readJsonStrictly(app);
  answerWithProblems(app);
  await app.register(helmet, headersFor(context));
  await app.register(cookie);
  const known = rememberRoutes(app);
  const pages = await serveConsole(app, context);
  await limitAndAuthenticate(app, context, pages);
  await askForToken(app, context);
  await describeApi(app);
  registerRoutes(app, context);
  answerUnknownRoutes(app, known, pages);
  return app;
}

async function limitAndAuthenticate(app: Api, context: ApiContext, pages: Console): Promise<void> {
  const { rateLimit: perCaller } = context;
  await app.register(rateLimit, { global: false });
  const limitCaller = app.createRateLimit({
    max: perCaller ?? 1,
    timeWindow: 60_000,
    keyGenerator: ({ caller }) => (caller?.session == null ? `key:${caller?.key?.id}` : `session:${caller.session.id}`),
  });
  const limitAddress = app.createRateLimit({
    max: ANONYMOUS_LIMIT,
    timeWindow: 60_000,
    keyGenerator: (request) => `address:${request.ip}`,
  });
  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? '';
    const open = OPEN_ROUTES.test(route) || pages.routes.has(route) || isScreen(request);
    const signsIn = SIGN_IN_ROUTES.test(route);
    if (!open && !signsIn) request.caller = await findCaller(context, request);
    if (request.caller !== null ? perCaller !== null : !open) {
      const limit = await (request.caller === null ? limitAddress : limitCaller)(request);
      if (!limit.isAllowed && limit.isExceeded) {
        throw new Problem('rate-limited', `Wait ${limit.ttlInSeconds} s, or ask for a higher DESK_RATE_LIMIT.`, {
          headers: { 'retry-after': String(limit.ttlInSeconds) },
        });
      }
    }
    if (!open && !signsIn) callerOf(request);
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) {
      await discardBody(request);
      throw new Problem('payload-too-large', TOO_LARGE);
    }
  });
}

/** A sender still writing would see a broken connection instead of the answer: what it sends is read and thrown away. */
async function discardBody({ raw }: FastifyRequest): Promise<void> {
  raw.resume();
  await once(raw, 'end', { signal: AbortSignal.timeout(DISCARD_MS) }).catch(() => undefined);
}

function answerWithProblems(app: Api): void {
  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    sendProblem(error instanceof Problem ? error : problemOf(error, request), request, reply);
  });
}

function sendProblem(problem: Problem, request: { url: string }, reply: ProblemReply): void {
  void reply
    .code(PROBLEMS[problem.slug].status)
    .headers(problem.extra.headers ?? {})
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(toProblemBody(problem, request.url.split('?')[0] ?? '')) as never);
}

/** The part of a reply that a problem needs, whatever route it is of. */
interface ProblemReply {
  code(status: number): ProblemReply;
  headers(values: Record<string, string>): ProblemReply;
  header(name: string, value: string): ProblemReply;
  send: (body: never) => unknown;
}

const NOTHING_HERE = 'There is nothing here. GET /openapi.json lists what there is.';

const SLUG_OF_FASTIFY: Record<string, [ProblemSlug, string]> = {
  FST_CSRF_MISSING_SECRET: ['forbidden', RELOAD],
  FST_CSRF_INVALID_TOKEN: ['forbidden', RELOAD],
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload-too-large', TOO_LARGE],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'Send application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed-body', 'Send one JSON value in UTF-8; the body was empty.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed-body', 'The body is not as long as its Content-Length says.'],
};

function problemOf(error: FastifyError, request: FastifyRequest): Problem {
  if (hasZodFastifySchemaValidationErrors(error)) return validationProblem(error);
  const [slug, detail] = SLUG_OF_FASTIFY[error.code] ?? [];
  if (slug !== undefined && detail !== undefined) return new Problem(slug, detail);
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new Problem('malformed-body', 'The request cannot be read.');
  request.log.error({ err: error }, 'request failed');
  if (isOutage(error)) {
    return new Problem('engine-unavailable', 'The registry cannot be reached, so nothing was recorded. Try again.', {
      headers: { 'retry-after': '5' },
    });
  }
  return new Problem('internal', 'Try again; if it stays, tell the operators the time of this request.');
}

/** The registry gone or going: connection errors of node and PostgreSQL's own class 57 and 08 codes. */
function isOutage(error: { code?: string; message?: string }): boolean {
  return (
    /^(ECONN|EPIPE|ENOENT|57P|08)/.test(error.code ?? '') ||
    /Connection terminated|timeout exceeded when trying to connect/.test(error.message ?? '')
  );
}

interface KnownRoute {
  methods: string[];
  pattern: RegExp;
}

function rememberRoutes(app: Api): KnownRoute[] {
  const known: KnownRoute[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(
      `^${url
        .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
        .replace(/:[A-Za-z]+/g, '[^/]+')
        .replaceAll('*', '.*')}/?$`,
    );
    known.push({ methods: [method].flat(), pattern });
  });
  return known;
}

function answerUnknownRoutes(app: Api, known: readonly KnownRoute[], pages: Console): void {
  app.setNotFoundHandler((request, reply) => {
    if (isScreen(request)) return pages.sendScreen(reply);
    const path = request.url.split('?')[0] ?? '';
    const allow = [...new Set(known.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))];
    // A route of this method passed the request on: it has nothing under this name.
    if (allow.length === 0 || allow.includes(request.method)) throw new Problem('not-found', NOTHING_HERE);
    throw new Problem('method-not-allowed', `Use ${allow.join(', ')}.`, { headers: { allow: allow.join(', ') } });
  });
}
