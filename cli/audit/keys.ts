import { readKey } from '../../verifier/note.js';
import { UsageError } from '../exit.js';

export const KEY_HELP = 'the desk’s public key, base64 or as name+hash+key; may be repeated';

export const collect = (one: string, others: string[]) => [...others, one];

/** Throws a `UsageError` if a value is not an Ed25519 public key. */
export function refuseNoKeys(keys: readonly string[]): void {
  for (const key of keys)
    if (readKey(key) === null)
      throw new UsageError(`${key} is not an Ed25519 public key; expected base64 of 32 bytes, or name+hash+key.`);
}
