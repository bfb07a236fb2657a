/** What the desk answers when it refuses (RFC 9457), or why no answer came. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { path: string; message: string }[];
  currentVersion?: number;
  /** A passkey of the person would do it. */
  stepUp?: boolean;
}

/** A refused or failed request. `slug` is the stable part of the problem's type; `offline` when no answer came at all. */
export class ProblemError extends Error {
  readonly slug: string;
  readonly status: number;
  readonly title: string;
  readonly errors: { path: string; message: string }[];
  readonly stepUp: boolean;

  constructor({ type, title, status, detail, errors, stepUp }: ProblemBody) {
    super(detail);
    this.slug = type.replace('urn:notice-desk:problem:', '');
    this.status = status;
    this.title = title;
    this.errors = errors ?? [];
    this.stepUp = stepUp === true;
  }
}

/** The request never got an answer: the network or the desk itself is away. */
export function noAnswer(): ProblemError {
  return new ProblemError({ type: 'urn:notice-desk:problem:offline', title: 'No answer', status: 0, detail: '' });
}

/** Whether trying again by itself can help. */
export function isPassing(error: unknown): boolean {
  return error instanceof ProblemError && [0, 409, 429, 502, 503, 504].includes(error.status)
    ? error.status !== 409 || error.slug === 'idempotency-in-flight'
    : false;
}
