import type { Refusal, RefusalCode } from '../application/refusal.js';

/**
 * Every problem the API can answer with: slug → status and title (RFC 9457). `docs/integrating/errors.md` is generated from this
 * table.
 */
export const PROBLEMS = {
  'malformed-body': { status: 400, title: 'The body cannot be read' },
  'idempotency-key-missing': { status: 400, title: 'An Idempotency-Key is required' },
  unauthenticated: { status: 401, title: 'Credentials are required' },
  forbidden: { status: 403, title: 'Not permitted' },
  'four-eyes': { status: 403, title: 'Another person must do this' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  'idempotency-in-flight': { status: 409, title: 'The same request is still running' },
  'version-conflict': { status: 409, title: 'The notice has changed' },
  'illegal-transition': { status: 409, title: 'Not possible in this state' },
  'digest-mismatch': { status: 409, title: 'Not the submission you reviewed' },
  'order-not-in-effect': { status: 409, title: 'The order is not in effect' },
  'protected-target': { status: 409, title: 'A protected target needs more people' },
  'payload-too-large': { status: 413, title: 'The body is too large' },
  'unsupported-media-type': { status: 415, title: 'Media type not supported' },
  validation: { status: 422, title: 'The request is not valid' },
  'idempotency-key-reused': { status: 422, title: 'Idempotency-Key used for another body' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Internal error' },
  'sign-in-unavailable': { status: 503, title: 'The sign-in service cannot be reached' },
  'engine-unavailable': { status: 503, title: 'The workflow engine cannot be reached' },
} as const;
export type ProblemSlug = keyof typeof PROBLEMS;

export interface FieldError {
  /** JSON Pointer into the body; `/query/<name>` for a query parameter, `/headers/<name>` for a header. */
  path: string;
  message: string;
}

interface ProblemExtra {
  errors?: FieldError[];
  currentVersion?: number;
  /** A passkey of the person would permit the act. */
  stepUp?: true;
  headers?: Record<string, string>;
}

/** An error on its way to the caller; `detail` says what to do. */
export class ApiProblem extends Error {
  readonly slug: ProblemSlug;
  readonly extra: ProblemExtra;

  constructor(slug: ProblemSlug, detail: string, extra: ProblemExtra = {}) {
    super(detail);
    this.slug = slug;
    this.extra = extra;
  }
}

export function fieldProblem(path: string, message: string): ApiProblem {
  return new ApiProblem('validation', message, { errors: [{ path, message }] });
}

const SLUG_OF: Record<RefusalCode, ProblemSlug> = {
  forbidden: 'forbidden',
  four_eyes: 'four-eyes',
  illegal_transition: 'illegal-transition',
  version_conflict: 'version-conflict',
  digest_mismatch: 'digest-mismatch',
  validation: 'validation',
  // The domain uses this for what a body names; a service uses `missing` for what an address names.
  not_found: 'validation',
  missing: 'not-found',
  protected_target: 'protected-target',
  order_not_in_effect: 'order-not-in-effect',
  key_reused: 'idempotency-key-reused',
  in_flight: 'idempotency-in-flight',
  unavailable: 'engine-unavailable',
};

export function toProblem({ code, message, extra }: Refusal): ApiProblem {
  const { field, currentVersion, retryAfterSeconds, stepUp } = extra;
  return new ApiProblem(SLUG_OF[code], message, {
    ...(field === undefined ? {} : { errors: [{ path: field, message }] }),
    ...(currentVersion === undefined ? {} : { currentVersion }),
    ...(stepUp === undefined ? {} : { stepUp }),
    ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
  });
}

export function toProblemBody(problem: ApiProblem, instance: string): Record<string, unknown> {
  const { status, title } = PROBLEMS[problem.slug];
  const { errors, currentVersion, stepUp } = problem.extra;
  return {
    type: `urn:notice-desk:problem:${problem.slug}`,
    title,
    status,
    detail: problem.message,
    instance,
    ...(stepUp === undefined ? {} : { stepUp }),
    ...(errors === undefined ? {} : { errors }),
    ...(currentVersion === undefined ? {} : { currentVersion }),
  };
}
