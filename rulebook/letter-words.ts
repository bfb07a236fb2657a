import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ANSWER_OFFICES } from '../domain/letters/letter-law.js';
import { REPORT_OUTCOMES } from '../domain/letters/report.js';
import { NOTICE_KINDS } from '../domain/notices/notice.js';
import { TARGET_TYPES } from '../domain/targets/target.js';
import { readYaml } from './read-yaml.js';
import { RulebookError } from './rulebook-error.js';
import type { Regime } from './rulebook.js';

const ENGLISH = 'en';
const CONTENTS = 'contents.yaml';

const word = z.string('add the word in this language').trim().min(1, 'add the word in this language');

/** Ways in which a document reaches the desk that a letter can name; another one is left out. */
export const NAMED_CHANNELS = ['mail', 'email', 'portal', 'post', 'letter', 'fax', 'hand', 'form', 'api'] as const;

const wordsSchema = z.strictObject({
  outcomes: z.record(z.enum(REPORT_OUTCOMES), word),
  targetTypes: z.record(z.enum(TARGET_TYPES), word),
  noticeKinds: z.record(z.enum(NOTICE_KINDS), word),
  channels: z.record(z.enum(NAMED_CHANNELS), word),
  groundInSentence: z.enum(['lower_case', 'as_written']),
  annotations: word,
  /**
   * Sentence stating which text of a bilingual letter prevails: English until a native lawyer has reviewed the other.
   * English letters have no second text.
   */
  controls: word.nullable(),
  /** States that this text prevails, as the law requires its language; null for English. */
  prevails: word.nullable(),
  offices: z.record(z.enum(ANSWER_OFFICES), word),
  voidWithout: word,
  reservation: word,
  /** Added where the company is known to be nowhere in the country; `COUNTRY` stands for its name. */
  noPresence: word,
  /** Before the time for an answer of the law's own, or of ours; `TIME`, `PLACE`. */
  answerByLaw: word,
  answerByUs: word,
  /**
   * The native lawyer who reviewed this language's texts; null if none did, of which submitters and approvers are
   * warned, except for English, in which the texts were written.
   */
  reviewedBy: word.nullable(),
});
const contentsSchema = z.record(z.string(), word);

/** `contents`: what a document can lack, by code; empty for English, whose sentences are in the regimes. */
export type LetterWords = z.infer<typeof wordsSchema> & { contents: Readonly<Record<string, string>> };

/** Loads the letter words of each language, sorted by language. A rulebook may have no letters. */
export function loadLetterWords(dir: string): ReadonlyMap<string, LetterWords> {
  const folder = join(dir, 'letters');
  const languages = existsSync(folder) ? readdirSync(folder).sort() : [];
  return new Map(languages.map((language) => [language, loadLanguage(join(folder, language), language)]));
}

function loadLanguage(folder: string, language: string): LetterWords {
  const { value } = readYaml(join(folder, 'words.yaml'), wordsSchema);
  const contents = language === ENGLISH ? {} : readYaml(join(folder, CONTENTS), contentsSchema).value;
  return { ...value, contents };
}

/** A letter must not fall back to English for the very point that the authority has to mend. */
export function checkContentWords(
  dir: string,
  words: ReadonlyMap<string, LetterWords>,
  regimes: readonly Pick<Regime, 'versions'>[],
): void {
  const codes = regimes.flatMap(({ versions }) => versions.flatMap(({ contents }) => contents.map(({ id }) => id)));
  for (const [language, { contents }] of words) {
    const lost = language === ENGLISH ? undefined : codes.find((code) => contents[code] === undefined);
    if (lost === undefined) continue;
    const file = join(dir, 'letters', language, CONTENTS);
    throw new RulebookError({
      file,
      line: 1,
      path: lost,
      cure: 'add the sentence for this code of the contents of a law',
    });
  }
}
