/** Why a command is rejected. A closed set: callers map these codes, never the texts. */
export type RejectionCode =
  | 'forbidden'
  | 'four_eyes'
  | 'illegal_transition'
  | 'version_conflict'
  | 'digest_mismatch'
  | 'order_not_in_effect'
  | 'validation'
  | 'not_found';

export interface Rejection {
  code: RejectionCode;
  /** What to do about it, in one or two sentences. */
  cure: string;
  /** JSON Pointer into the command's body, if one field is at fault. */
  field?: string;
  currentVersion?: number;
}

export type Decided<T> = { ok: true; value: T } | { ok: false; rejection: Rejection };

export function accepted<T>(value: T): Decided<T> {
  return { ok: true, value };
}

export function rejected(
  code: RejectionCode,
  cure: string,
  extra: Omit<Rejection, 'code' | 'cure'> = {},
): Decided<never> {
  return { ok: false, rejection: { code, cure, ...extra } };
}
