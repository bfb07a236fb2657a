import { once } from 'node:events';
import cookie from '@fastify/cookie';
import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { LogController, type FastifyBaseLogger, type FastifyRequest } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import {
  answerWithProblems,
  LARGEST_BODY,
  NOTHING_HERE,
  sendProblem,
  TOO_LARGE,
  type ProblemReply,
} from './answer-problems.js';
import { requireCaller } from './caller.js';
import { isScreen, serveConsole, type Console } from './console/serve.js';
import type { Api, ApiContext } from './context.js';
import { describeApi } from './openapi.js';
import { answerMalformed, answerOddRequests } from './malformed-http.js';
import { ApiProblem } from './problems.js';
import { readJsonStrictly } from './read-json.js';
import { toReader } from '../application/caller.js';
import { readAs } from '../registry/reading.js';
import { shedLoad } from './shed-load.js';
import { traceRequests } from './trace-requests.js';
import { FEATURES } from './features.js';
import { registerRoutes } from './routes/index.js';
import { findCaller } from './sessions/find-caller.js';
import { askForToken } from './sessions/same-site.js';

/** How long an oversized body is still read, so that its sender gets the answer. */
const DISCARD_MS = 20_000;
/** Requests per minute from one address without credentials (docs/integrating/interface.md, HTTP conventions). */
const ANONYMOUS_LIMIT = 600;
/**
 * Routes without credentials, beside the console's own. Route patterns instead of paths, because a path can be written
 * in many ways.
 */
const OPEN_ROUTES = /^\/(healthz|readyz|openapi\.json|docs(\/.*)?|metrics|auth\/info)$/;
/**
 * Routes that give credentials, or keys to verify our signatures: open, and rate limited like requests without
 * credentials.
 */
const OPEN_PATHS = FEATURES.map(({ openPath }) => openPath);
const COUNTED_ROUTES = new RegExp(
  `^/(auth/(sign-in|callback)|appeal|(${OPEN_PATHS.join('|')})(/.*)?|v1/receipt-keys)$`,
);
const PURPOSES = ['auth', 'appeal', 'v1/receipt-keys', ...OPEN_PATHS];

/** The desk speaks plain HTTP; the proxy that adds TLS also adds its headers. */
function headersFor({ signIn }: ApiContext): FastifyHelmetOptions {
  const issuer = signIn === null ? [] : [new URL(signIn.issuer).origin];
  return {
    strictTransportSecurity: false,
    // Without a referrer, a form could not be distinguished from one on another site.
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

export async function buildServer(context: ApiContext, logger: FastifyBaseLogger): Promise<Api> {
  const app: Api = fastify({
    loggerInstance: logger,
    bodyLimit: LARGEST_BODY,
    // Only trusted proxies: any other sender of the header could choose whose quota it uses.
    trustProxy: context.trustedProxies.length > 0 && [...context.trustedProxies],
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 300 },
    requestTimeout: 120_000,
    clientErrorHandler: answerMalformed,
    http: { requireHostHeader: false },
    // A path that cannot be decoded is unknown.
    frameworkErrors: (_error, request, reply) =>
      sendProblem(new ApiProblem('not-found', NOTHING_HERE), request, reply as ProblemReply),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  // Answers are built by our own mappers from typed rows, so they are not validated again.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest('caller', null);
  app.decorateRequest('asSent', null);
  // A passkey confirms the body as sent, before defaults are filled in.
  app.addHook('preValidation', (request, _reply, done) => {
    request.asSent = request.body;
    done();
  });
  traceRequests(app, context);
  readJsonStrictly(app);
  answerWithProblems(app);
  answerOddRequests(app);
  shedLoad(app);
  await app.register(helmet, headersFor(context));
  await app.register(cookie);
  const known = rememberRoutes(app);
  const pages = await serveConsole(app, context);
  await limitAndAuthenticate(app, context, { pages, known });
  await askForToken(app, context);
  readForCallers(app);
  await describeApi(app);
  registerRoutes(app, context);
  // Also reached from a route that finds nothing and passes its request on.
  app.setNotFoundHandler((request, reply) => {
    if (isScreen(request)) return pages.sendScreen(reply);
    throw new ApiProblem('not-found', NOTHING_HERE);
  });
  return app;
}

async function limitAndAuthenticate(
  app: Api,
  context: ApiContext,
  { pages, known }: { pages: Console; known: readonly KnownRoute[] },
): Promise<void> {
  const { rateLimit: perCaller } = context;
  await app.register(rateLimit, { global: false });
  const limitCaller = app.createRateLimit({
    max: perCaller ?? 1,
    timeWindow: 60_000,
    keyGenerator: ({ caller }) => (caller?.session == null ? `key:${caller?.key?.id}` : `session:${caller.session.id}`),
  });
  // One bucket per purpose: a flood of one kind from an address does not block other requests from there.
  const limitAddress = app.createRateLimit({
    max: ANONYMOUS_LIMIT,
    timeWindow: 60_000,
    keyGenerator: (request) => `${readPurpose(request)}:${request.ip}`,
  });
  app.addHook('onRequest', async (request) => {
    const route = request.routeOptions.url ?? '';
    const open = isPreflight(request) || OPEN_ROUTES.test(route) || pages.routes.has(route) || isScreen(request);
    const misses = request.is404 && !isScreen(request);
    const allow = misses ? allowedFor(known, request) : [];
    const counted = COUNTED_ROUTES.test(route) && !misses;
    if (!open && !counted) request.caller = await findCaller(context, request);
    if (request.caller !== null ? perCaller !== null : !open) {
      const limit = await (request.caller === null ? limitAddress : limitCaller)(request);
      if (!limit.isAllowed && limit.isExceeded) {
        throw new ApiProblem(
          'rate-limited',
          `Wait ${limit.ttlInSeconds} s, or ask the operators to raise DESK_RATE_LIMIT.`,
          {
            headers: { 'retry-after': String(limit.ttlInSeconds) },
          },
        );
      }
    }
    // Which methods a path supports is no secret.
    if (allow.length > 0)
      throw new ApiProblem('method-not-allowed', `Use ${allow.join(', ')}.`, { headers: { allow: allow.join(', ') } });
    if (!open && !counted) requireCaller(request);
    if (misses) throw new ApiProblem('not-found', NOTHING_HERE);
    if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) {
      await discardBody(request);
      throw new ApiProblem('payload-too-large', TOO_LARGE);
    }
  });
}

function readPurpose({ routeOptions, is404, headers }: FastifyRequest): string {
  const counted = is404 ? null : COUNTED_ROUTES.exec(routeOptions.url ?? '');
  if (counted !== null) return PURPOSES.find((purpose) => counted[1]?.startsWith(purpose)) ?? 'open';
  return headers.authorization === undefined && headers.cookie === undefined ? 'none' : 'credentials';
}

/** Reads run for their caller: row security needs to know who that is (registry/reading.ts). */
function readForCallers(app: Api): void {
  app.addHook('preHandler', ({ caller, method, routeOptions }, _reply, done) => {
    const reads = method === 'GET' || method === 'HEAD' || routeOptions.config.reads === true;
    if (caller === null || !reads) done();
    else readAs(toReader(caller), done);
  });
}

/**
 * A client still sending would see a broken connection instead of the answer, so the rest of its body is read and
 * dropped.
 */
async function discardBody({ raw }: FastifyRequest): Promise<void> {
  raw.resume();
  await once(raw, 'end', { signal: AbortSignal.timeout(DISCARD_MS) }).catch(() => undefined);
}

/** A CORS preflight has no credentials; only the codec's route answers another origin. */
function isPreflight({ method, routeOptions: { url } }: FastifyRequest): boolean {
  return method === 'OPTIONS' && url === '/v1/codec/decode';
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

function allowedFor(known: readonly KnownRoute[], { url }: { url: string }): string[] {
  const path = url.split('?')[0] ?? '';
  return [...new Set(known.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))];
}
