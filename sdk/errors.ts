/** Problem details (RFC 9457) as the desk sends them. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  errors?: { path: string; message: string }[];
  currentVersion?: number;
  stepUp?: boolean;
}

/** Thrown when the desk refuses a request. `slug` is the stable name of the problem, the end of its `type`. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly problem: Problem;
  readonly status: number;
  readonly slug: string;
  /** Retry with this key so that the act happens at most once. */
  readonly idempotencyKey: string | undefined;
  constructor(problem: Problem, { status, idempotencyKey }: { status: number; idempotencyKey: string | undefined }) {
    super([problem.title ?? `The desk answered ${status}`, problem.detail].filter(Boolean).join(': '));
    this.problem = problem;
    this.status = status;
    this.slug = typeof problem.type === 'string' ? (problem.type.split(':').at(-1) ?? '') : '';
    this.idempotencyKey = idempotencyKey;
  }
}

/** Thrown when no answer arrives: the act may have happened. `NO_DESK`: something other than a Notice Desk answered. */
export class UnreachableError extends Error {
  override name = 'UnreachableError';
  readonly url: string;
  readonly code: string;
  /** Retry with this key so that the act happens at most once. */
  readonly idempotencyKey: string | undefined;
  constructor(url: string, { code, idempotencyKey }: { code: string; idempotencyKey: string | undefined }) {
    super(`The connection to ${url} broke (${code}).`);
    this.url = url;
    this.code = code;
    this.idempotencyKey = idempotencyKey;
  }
}
