import { fingerprintJson } from './fingerprint.js';
import type { RulebookContent } from './rulebook.js';

/** Digest of an edition's law, independent of the time-zone data it was loaded with. */
export function digestOfLaw(content: RulebookContent): string {
  return `sha256:${fingerprintJson(content)}`;
}
