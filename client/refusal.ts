import type { Rejection, RejectionCode } from '../domain/command/rejection.js';

/** Why the desk does not do what it was asked for: the domain's reasons, and those of the rows that a service looks at. */
export type RefusalCode =
  | RejectionCode
  /** What was asked about is not there, or the caller may not know of it. */
  | 'missing'
  | 'protected_target'
  /** An Idempotency-Key was used for another body. */
  | 'key_reused'
  /** The engine or a part of the record is away; asked again later it may go. */
  | 'unavailable';

/** What a service throws, whoever asked: a request, a mail or a round. Every door says it in its own way. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly extra: RefusalExtra;

  /** `cure` says what to do. */
  constructor(code: RefusalCode, cure: string, extra: RefusalExtra = {}) {
    super(cure);
    this.code = code;
    this.extra = extra;
  }
}

interface RefusalExtra extends Pick<Rejection, 'field' | 'currentVersion'> {
  /** When to ask again, of what is only away. */
  retryAfterSeconds?: number;
  /** A passkey of the person would do it. */
  stepUp?: true;
}

/** A field is to blame: its JSON Pointer, and what to send instead. */
export function invalid(field: string, message: string): Refusal {
  return new Refusal('validation', message, { field });
}

/** A rejection of the domain as a refusal. */
export function refusalOf({ code, cure, ...extra }: Rejection): Refusal {
  return new Refusal(code, cure, extra);
}
