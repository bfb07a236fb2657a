export function getErrorMessage(error: unknown): string {
  return String(readErrorPart(error, 'message') ?? error);
}

/** Returns the code that Node, PostgreSQL and mail servers set on their errors. */
export function getErrorCode(error: unknown): string | undefined {
  const code = readErrorPart(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

export function thrownName(error: unknown): string {
  const name = readErrorPart(error, 'name');
  return typeof name === 'string' ? name : '';
}

export function getErrorStack(error: unknown): string {
  return String(readErrorPart(error, 'stack') ?? error);
}

/** Returns the last lines that a failed program printed: to stderr, otherwise stdout, otherwise the error itself. */
export function getLastOutput(error: unknown, lines = 5): string {
  const isSaid = (text: unknown): text is string => typeof text === 'string' && text !== '';
  const said = [readErrorPart(error, 'stderr'), readErrorPart(error, 'stdout')].find(isSaid) ?? getErrorMessage(error);
  return said.trim().split('\n').slice(-lines).join('\n');
}

// An error of another realm (a worker, a test's sandbox) is no instance of ours.
function readErrorPart(error: unknown, name: 'message' | 'code' | 'stack' | 'name' | 'stderr' | 'stdout'): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
}
