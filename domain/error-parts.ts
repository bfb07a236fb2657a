export function messageOf(error: unknown): string {
  return String(partOf(error, 'message') ?? error);
}

/** Returns the code that Node, PostgreSQL and mail servers set on their errors. */
export function codeOf(error: unknown): string | undefined {
  const code = partOf(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

export function thrownName(error: unknown): string {
  const name = partOf(error, 'name');
  return typeof name === 'string' ? name : '';
}

export function stackOf(error: unknown): string {
  return String(partOf(error, 'stack') ?? error);
}

/** Returns the last lines that a failed program printed: to stderr, otherwise stdout, otherwise the error itself. */
export function lastWordsOf(error: unknown, lines = 5): string {
  const isSaid = (text: unknown): text is string => typeof text === 'string' && text !== '';
  const said = [partOf(error, 'stderr'), partOf(error, 'stdout')].find(isSaid) ?? messageOf(error);
  return said.trim().split('\n').slice(-lines).join('\n');
}

// An error of another realm (a worker, a test's sandbox) is no instance of ours.
function partOf(error: unknown, name: 'message' | 'code' | 'stack' | 'name' | 'stderr' | 'stdout'): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
}
