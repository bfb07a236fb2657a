/** A problem document of the API (RFC 9457), or the reason why no response arrived. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: { path: string; message: string }[];
  currentVersion?: number;
  stepUp?: boolean;
}

/** A rejected or failed request. `slug` is the stable part of the problem's type; `offline` if no response arrived. */
export class HttpProblemError extends Error {
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

export function noAnswer(): HttpProblemError {
  return new HttpProblemError({ type: 'urn:notice-desk:problem:offline', title: 'No answer', status: 0, detail: '' });
}

/** Whether an automatic retry can help: no response, 429, 502 to 504, or a 409 with the same key still in flight. */
export function isPassing(error: unknown): boolean {
  return error instanceof HttpProblemError && [0, 409, 429, 502, 503, 504].includes(error.status)
    ? error.status !== 409 || error.slug === 'idempotency-in-flight'
    : false;
}
