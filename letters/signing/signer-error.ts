/** A letter cannot be signed as configured, so it must not leave; the message names the cause. */
export class SignerError extends Error {
  override name = 'SignerError';
}

export class TimestampError extends Error {
  override name = 'TimestampError';
}
