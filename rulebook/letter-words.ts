import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { REPORT_OUTCOMES } from '../domain/letter/report.js';
import { TARGET_TYPES } from '../domain/target/target.js';
import { readYaml } from './read-yaml.js';

const word = z.string('add the word in this language').trim().min(1, 'add the word in this language');

/** `letters/<language>/words.yaml`: what the trade's words are called in letters of a language. */
const wordsSchema = z.strictObject({
  outcomes: z.record(z.enum(REPORT_OUTCOMES), word),
  targetTypes: z.record(z.enum(TARGET_TYPES), word),
  groundInSentence: z.enum(['lower_case', 'as_written']),
  /** Stands before the outward annotations that a letter quotes. */
  annotations: word,
  /** Which text of a letter in two languages holds: English until a native lawyer has reviewed the other. English letters stand alone. */
  controls: word.nullable(),
  /** The native lawyer who has read the texts of this language; null: nobody has. Who submits or approves is then told, of any language but English, in which the texts were written. */
  reviewedBy: word.nullable(),
});
export type LetterWords = z.infer<typeof wordsSchema>;

/** The words of each language that there are letters in, in the order of their names. A rulebook may come without letters. */
export function loadLetterWords(dir: string): ReadonlyMap<string, LetterWords> {
  const folder = join(dir, 'letters');
  const languages = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(
    languages.map((language) => [language, readYaml(join(folder, language, 'words.yaml'), wordsSchema).value]),
  );
}
