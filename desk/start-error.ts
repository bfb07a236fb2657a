/**
 * The desk cannot start and a person must act. The message has the problem, its place and the remedy; no stack is
 * shown.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export const stillRuns = (what: string, pid: number) =>
  new StartError(`${what} left from an earlier run (pid ${pid}) does not stop. Stop it and try again.`);
