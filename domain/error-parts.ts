/** What somebody has thrown, as text. */
export function messageOf(error: unknown): string {
  return String(partOf(error, 'message') ?? error);
}

/** The code that Node, PostgreSQL and mail servers put on their errors. */
export function codeOf(error: unknown): string | undefined {
  const code = partOf(error, 'code');
  return typeof code === 'string' ? code : undefined;
}

/** The name of what was thrown, by which libraries tell their errors apart. */
export function thrownName(error: unknown): string {
  const name = partOf(error, 'name');
  return typeof name === 'string' ? name : '';
}

/** Where something was thrown, or what it says of itself where that is not known. */
export function stackOf(error: unknown): string {
  return String(partOf(error, 'stack') ?? error);
}

/** The end of what a program said that has failed: of its errors, else of its output, else of the failure. */
export function lastWordsOf(error: unknown, lines = 5): string {
  const isSaid = (text: unknown): text is string => typeof text === 'string' && text !== '';
  const said = [partOf(error, 'stderr'), partOf(error, 'stdout')].find(isSaid) ?? messageOf(error);
  return said.trim().split('\n').slice(-lines).join('\n');
}

// An error of another realm (a worker, a test's sandbox) is no instance of ours.
function partOf(error: unknown, name: 'message' | 'code' | 'stack' | 'name' | 'stderr' | 'stdout'): unknown {
  return typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
}
