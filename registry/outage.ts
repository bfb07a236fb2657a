import { getErrorCode, getErrorMessage } from '../domain/error-parts.js';
const AWAY = /^(08|53|57P|58|E(CONN|PIPE|NOENT|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN))/;
/** Errors of pg and its pool about a lost connection carry no code. */
const LOST =
  /^Connection terminated|^Client (has encountered a connection error|was closed)|^timeout exceeded when trying to connect|^Cannot use a pool after/;

/** Thrown when the registry was unreachable or was lost during an operation. */
export class RegistryAway extends Error {
  override readonly name = 'RegistryAway';
  /** True if a write may have been stored although its answer never arrived. */
  readonly mayBeWritten: boolean;

  constructor(cause: unknown, mayBeWritten: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.mayBeWritten = mayBeWritten;
  }
}

export function isOutage(error: unknown): boolean {
  return AWAY.test(getErrorCode(error) ?? '') || LOST.test(getErrorMessage(error));
}
