import { ProblemError as DeskProblem, UnreachableError } from '../sdk/errors.js';
import { createDeskClient as createSdkClient, type DeskClient as SdkClient } from '../sdk/http.js';
import type { DeskConnection } from './connection.js';
import { HOW_TO_START } from './connection.js';
import type { CliDeps } from './deps.js';
import { DeskProblemError, RefusedError } from './exit.js';

export interface CliClient extends SdkClient {
  role: DeskConnection['role'];
}

/** Wraps the SDK client (docs/integrating/client.md) and adds to each refusal what to do at the command line. */
export function createCliClient(
  connection: DeskConnection,
  deps: Pick<CliDeps, 'fetch' | 'sleep' | 'nowMs'>,
): CliClient {
  const desk = createSdkClient(connection, deps);
  return {
    role: connection.role,
    get: (...args) => said(desk.get(...args)),
    post: (...args) => said(desk.post(...args)),
    postBytes: (...args) => said(desk.postBytes(...args)),
    getText: (...args) => said(desk.getText(...args)),
    getBytes: (...args) => said(desk.getBytes(...args)),
  };
}

async function said<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DeskProblem) throw toProblem(error);
    if (error instanceof UnreachableError) throw toUnreachable(error);
    throw error;
  }
}

function toProblem({ problem, status, idempotencyKey }: DeskProblem): DeskProblemError {
  const retryHint = idempotencyKey
    ? `run the same command again with --idempotency-key ${idempotencyKey}; it then takes effect at most once.`
    : 'run the command again in a moment.';
  return new DeskProblemError(problem, { status, retryHint });
}

function toUnreachable({ url, code, idempotencyKey }: UnreachableError): RefusedError {
  if (code === 'ECONNREFUSED') return new RefusedError(`No desk responds at ${url}. ${HOW_TO_START}`);
  if (code === 'NO_DESK')
    return new RefusedError(`${url} answered something other than JSON. Does DESK_URL name a Notice Desk?`);
  const again = idempotencyKey
    ? `The command may have succeeded: run it again with --idempotency-key ${idempotencyKey}, so that it takes effect at most once.`
    : 'Run the command again.';
  return new RefusedError(`The connection to ${url} broke (${code}). ${again}`);
}
