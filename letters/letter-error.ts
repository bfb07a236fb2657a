/** A letter that must not be sent as it is; the message names the cure. */
export class LetterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LetterError';
  }
}
