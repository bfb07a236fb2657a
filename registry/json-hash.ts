import { createHash } from 'node:crypto';
import { canonicalPieces } from '../domain/canonical-json.js';

/** Returns the SHA-256, in hex, of canonical JSON (RFC 8785): the same for equal values whatever their key order. */
export function sha256OfJson(value: unknown): string {
  const hash = createHash('sha256');
  for (const piece of canonicalPieces(value)) hash.update(piece);
  return hash.digest('hex');
}
