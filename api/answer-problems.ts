import type { FastifyError, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { RegistryAway } from '../registry/outage.js';
import { writes } from '../registry/watch-writes.js';
import type { Api } from './context.js';
import { Refusal } from '../application/refusal.js';
import { ApiProblem, PROBLEMS, toProblem, toProblemBody, type ProblemSlug, type FieldError } from './problems.js';
import { RELOAD } from './sessions/same-site.js';

const MIB = 1024 * 1024;
/** Max size of a request body (docs/integrating/interface.md, Intake). */
export const LARGEST_BODY = 32 * MIB;
export const TOO_LARGE = `Send at most ${LARGEST_BODY / MIB} MiB.`;
export const NOTHING_HERE = 'There is no such route. GET /openapi.json lists all routes.';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whether an effect of this request is committed already. */
    written: { stands: boolean } | null;
  }
}

/**
 * Turns every error of a request into a problem. After an outage the problem never claims more or less than what was
 * recorded.
 */
export function answerWithProblems(app: Api): void {
  app.decorateRequest('written', null);
  app.addHook('preHandler', (request, _reply, done) => {
    request.written = { stands: false };
    writes.run(request.written, done);
  });
  app.setErrorHandler((error: FastifyError | ApiProblem | Refusal, request, reply) => {
    sendProblem(error instanceof ApiProblem ? error : toApiProblem(error, request), request, reply);
  });
}

export function sendProblem(problem: ApiProblem, request: { url: string }, reply: ProblemReply): void {
  void reply
    .code(PROBLEMS[problem.slug].status)
    .headers(problem.extra.headers ?? {})
    .header('content-type', 'application/problem+json')
    .send(JSON.stringify(toProblemBody(problem, request.url.split('?')[0] ?? '')) as never);
}

export interface ProblemReply {
  code(status: number): ProblemReply;
  headers(values: Record<string, string>): ProblemReply;
  header(name: string, value: string): ProblemReply;
  send: (body: never) => unknown;
}

const SLUG_OF_FASTIFY: Record<string, [ProblemSlug, string]> = {
  FST_CSRF_MISSING_SECRET: ['forbidden', RELOAD],
  FST_CSRF_INVALID_TOKEN: ['forbidden', RELOAD],
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload-too-large', TOO_LARGE],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'Send application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed-body', 'Send one JSON value in UTF-8: the body was empty.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed-body', 'The body does not match its Content-Length.'],
};

function toApiProblem(error: FastifyError | Refusal, request: FastifyRequest): ApiProblem {
  if (error instanceof Refusal) return toProblem(error);
  if (hasZodFastifySchemaValidationErrors(error)) return validationProblem(error);
  const [slug, detail] = SLUG_OF_FASTIFY[error.code] ?? [];
  if (slug !== undefined && detail !== undefined) return new ApiProblem(slug, detail);
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new ApiProblem('malformed-body', 'The request cannot be read.');
  request.log.error({ err: error }, 'request failed');
  if (error instanceof RegistryAway) return outageProblem(error, request);
  return new ApiProblem('internal', 'Try again. If the error persists, give the operators the time of this request.');
}

/** The database is down or going down: the answer must be true whether or not the write was committed. */
function outageProblem({ mayBeWritten }: RegistryAway, { method, written }: FastifyRequest): ApiProblem {
  const headers = { 'retry-after': '5' };
  if (method === 'GET' || method === 'HEAD')
    return new ApiProblem('engine-unavailable', 'The registry cannot be reached. Try again in a moment.', { headers });
  const detail =
    mayBeWritten || written?.stands === true
      ? 'The connection to the registry was lost before it answered, so this request may have been recorded. Send it again with the same Idempotency-Key, which records nothing twice; if you sent none, read the current state first.'
      : 'The registry cannot be reached, so nothing was recorded. Send it again in a moment.';
  return new ApiProblem('engine-unavailable', detail, { headers });
}

interface Issue {
  keyword: string;
  instancePath: string;
  message?: string;
  params: { keys?: string[]; errors?: NestedIssue[][] };
}
interface NestedIssue {
  code: string;
  path: (string | number)[];
  message: string;
  keys?: string[];
  errors?: NestedIssue[][];
}

const PLACES: Record<string, string> = { querystring: '/query', headers: '/headers', params: '/params' };

function validationProblem(error: { validation: unknown[]; validationContext?: string }): ApiProblem {
  const place = PLACES[error.validationContext ?? ''] ?? '';
  const errors = error.validation.flatMap((entry) => {
    const { keyword, instancePath, message = 'not valid', params } = entry as Issue;
    const path = instancePath.split('/').filter((part) => part !== '');
    return fieldErrors({ code: keyword, path, message, ...params }).map(({ path: pointer, message: text }) => ({
      path: `${place}${pointer}`,
      message: text,
    }));
  });
  const [first] = errors;
  return new ApiProblem(
    'validation',
    first === undefined ? 'The request is not valid.' : `${first.path || 'the body'}: ${first.message}`,
    {
      errors,
    },
  );
}

function fieldErrors({ code, path, message, keys, errors }: NestedIssue): FieldError[] {
  if (code === 'unrecognized_keys' && keys !== undefined) {
    return keys.map((key) => ({ path: toJsonPointer([...path, key]), message: 'This field is not known. Remove it.' }));
  }
  const branch = closestBranch(errors ?? []);
  if (code === 'invalid_union' && branch !== undefined) {
    return branch.flatMap((issue) => fieldErrors({ ...issue, path: [...path, ...issue.path] }));
  }
  return [{ path: toJsonPointer(path), message }];
}

function closestBranch(branches: NestedIssue[][]): NestedIssue[] | undefined {
  const faults = (issues: NestedIssue[]) =>
    issues.length + (issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0) ? 100 : 0);
  return branches.toSorted((a, b) => faults(a) - faults(b))[0];
}

function toJsonPointer(path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
