import { codeOf, messageOf } from '../domain/error-parts.js';
/** Codes of PostgreSQL and node that say: the server cannot be reached, is going, or has nothing left to work with. */
const AWAY = /^(08|53|57P|58|E(CONN|PIPE|NOENT|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN))/;
/** Errors of pg and its pool about a lost connection; they carry no code. */
const LOST =
  /^Connection terminated|^Client (has encountered a connection error|was closed)|^timeout exceeded when trying to connect|^Cannot use a pool after/;

/** The registry went away, or could not be reached, in the middle of something. */
export class RegistryAway extends Error {
  override readonly name = 'RegistryAway';
  /** Whether what was asked for may stand in the registry all the same: the answer to a write never came. */
  readonly mayBeWritten: boolean;

  constructor(cause: unknown, mayBeWritten: boolean) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.mayBeWritten = mayBeWritten;
  }
}

/** Whether an error of a query or a connection means an outage, not a fault of the query. */
export function isOutage(error: unknown): boolean {
  return AWAY.test(codeOf(error) ?? '') || LOST.test(messageOf(error));
}
