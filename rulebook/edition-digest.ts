import { fingerprintJson } from './fingerprint.js';
import type { RulebookContent } from './rulebook.js';

/** Cached because a loaded law is immutable and takes a tenth of a second to write out. */
const known = new WeakMap<RulebookContent, string>();

/** Digest of an edition's law, independent of the time-zone data it was loaded with. */
export function digestOfLaw(content: RulebookContent): string {
  const digest = known.get(content) ?? `sha256:${fingerprintJson(content)}`;
  known.set(content, digest);
  return digest;
}
