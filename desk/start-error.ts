/**
 * The desk cannot start and a person must act. The message has the problem, its place and the remedy; no stack is
 * shown.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
