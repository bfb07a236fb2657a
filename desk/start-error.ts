/** The desk cannot start and a person must act. The message says what, where and the cure; no stack is shown. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
