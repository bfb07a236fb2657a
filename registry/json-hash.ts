import { createHash } from 'node:crypto';
import { canonicalPieces } from '../domain/canonical-json.js';

/** SHA-256 over canonical JSON (RFC 8785), in hex: equal JSON, key order aside, gives the same. */
export function sha256OfJson(value: unknown): string {
  const hash = createHash('sha256');
  for (const piece of canonicalPieces(value)) hash.update(piece);
  return hash.digest('hex');
}
