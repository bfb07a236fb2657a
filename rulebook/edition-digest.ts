import { fingerprintOf } from './fingerprint.js';
import type { RulebookContent } from './rulebook.js';

/** What names the law of an edition, whatever the time-zone data that it was loaded with. */
export function digestOfLaw(content: RulebookContent): string {
  return `sha256:${fingerprintOf(content)}`;
}
