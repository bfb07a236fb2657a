/** A letter that must not leave as it is. The message says what to do. */
export class LetterError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LetterError';
  }
}
