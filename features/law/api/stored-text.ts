import type { PublicBook } from '../application/clocks/public-law.js';
import { TEXT_WORDS } from './words.js';

type StoredText = NonNullable<ReturnType<PublicBook['texts']['get']>>;

/** A stored text with its source above the words. A field is one line, so that none can pass for another. */
export function writeText({ title, id, kind, language, url, read, licence, sha256, body }: StoredText): string {
  const head = [
    ['Text', title],
    ['Kind', TEXT_WORDS[kind]],
    ['Official number', id],
    ...(language === undefined ? [] : [['Language', language]]),
    ['Address', url],
    ['Date read', read],
    ['Licence', licence],
    ['SHA-256 of the words below the line', sha256],
  ].map(([name, value]) => `${name}: ${value?.replaceAll(/\s+/g, ' ')}`);
  return `${head.join('\n')}\n${'-'.repeat(72)}\n${body}`;
}
