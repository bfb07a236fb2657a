import type { Rejection, RejectionCode } from '../domain/commands/rejection.js';
import { rolesWith, type Permission } from '../domain/people/permission.js';
import { requireRole } from '../domain/commands/cures.js';

export type RefusalCode =
  | RejectionCode
  /** Unknown, or the caller cannot read it. */
  | 'missing'
  | 'protected_target'
  | 'key_reused'
  /** The first request with the same key is still running. */
  | 'in_flight'
  /** Temporal or part of the record is unavailable; a retry may succeed. */
  | 'unavailable';

/**
 * Thrown by services for every caller, be it a request, a mail or a job; each entry point renders it in its own way.
 */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly code: RefusalCode;
  readonly extra: RefusalExtra;

  constructor(code: RefusalCode, cure: string, extra: RefusalExtra = {}) {
    super(cure);
    this.code = code;
    this.extra = extra;
  }
}

interface RefusalExtra extends Pick<Rejection, 'field' | 'currentVersion'> {
  /** When to retry, if the cause is only an outage. */
  retryAfterSeconds?: number;
  stepUp?: true;
}

/** Returns a refusal caused by one field: its JSON Pointer, and what to send instead. */
export function invalid(field: string, message: string): Refusal {
  return new Refusal('validation', message, { field });
}

export function notPermitted(permission: Permission): Refusal {
  return new Refusal('forbidden', requireRole(rolesWith(permission)));
}

export function toRefusal({ code, cure, ...extra }: Rejection): Refusal {
  return new Refusal(code, cure, extra);
}
