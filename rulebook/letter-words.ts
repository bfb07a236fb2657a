import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { REPORT_OUTCOMES } from '../domain/letters/report.js';
import { TARGET_TYPES } from '../domain/targets/target.js';
import { readYaml } from './read-yaml.js';

const word = z.string('add the word in this language').trim().min(1, 'add the word in this language');

const wordsSchema = z.strictObject({
  outcomes: z.record(z.enum(REPORT_OUTCOMES), word),
  targetTypes: z.record(z.enum(TARGET_TYPES), word),
  groundInSentence: z.enum(['lower_case', 'as_written']),
  annotations: word,
  /**
   * Sentence stating which text of a bilingual letter prevails: English until a native lawyer has reviewed the other.
   * English letters have no second text.
   */
  controls: word.nullable(),
  /**
   * The native lawyer who reviewed this language's texts; null if none did, of which submitters and approvers are
   * warned, except for English, in which the texts were written.
   */
  reviewedBy: word.nullable(),
});
export type LetterWords = z.infer<typeof wordsSchema>;

/** Loads the letter words of each language, sorted by language. A rulebook may have no letters. */
export function loadLetterWords(dir: string): ReadonlyMap<string, LetterWords> {
  const folder = join(dir, 'letters');
  const languages = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    languages.map((language) => [language, readYaml(join(folder, language, 'words.yaml'), wordsSchema).value]),
  );
}
