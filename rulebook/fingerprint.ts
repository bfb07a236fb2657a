import { createHash } from 'node:crypto';
import { canonicalJson } from '../domain/canonical-json.js';

/** SHA-256 of a JSON value in hex, independent of key order. */
export function fingerprintJson(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
