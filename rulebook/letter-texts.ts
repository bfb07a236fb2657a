import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isWritten, LETTER_KINDS } from '../domain/letters/letter.js';
import { BUILT_IN_RULEBOOK, loadGrounds } from './load.js';
import { RulebookError } from './rulebook-error.js';
import { loadLetterWords, type LetterWords } from './letter-words.js';
import type { Ground } from './rulebook.js';

const FRAME = 'frame';

export interface LetterTexts {
  language: string;
  words: LetterWords;
  frame: string;
  templates: ReadonlyMap<string, string>;
  grounds: readonly Ground[];
}

/** Loads the letters of every language. Throws a `RulebookError` that names the file and what it lacks. */
export function readLetterTexts(dir: string = BUILT_IN_RULEBOOK): ReadonlyMap<string, LetterTexts> {
  const grounds = loadGrounds(join(dir, 'grounds.yaml'));
  const words = loadLetterWords(dir);
  const texts = new Map(
    [...words].map(([language, said]) => {
      const folder = join(dir, 'letters', language);
      return [language, { language, words: said, frame: readFrame(folder), templates: readTemplates(folder), grounds }];
    }),
  );
  checkEnglish(dir, texts.get('en'));
  return texts;
}

function checkEnglish(dir: string, english: LetterTexts | undefined): void {
  const lost = LETTER_KINDS.find((kind) => isWritten(kind) && english?.templates.has(kind) !== true);
  if (lost === undefined) return;
  const file = join(dir, 'letters', 'en', `${lost}.liquid`);
  throw new RulebookError({ file, line: 1, path: '', cure: 'add the English text of this kind of letter' });
}

function readFrame(folder: string): string {
  const file = join(folder, `${FRAME}.liquid`);
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new RulebookError({ file, line: 1, path: '', cure: 'add the frame of the letters in this language' });
}

function readTemplates(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.liquid') && name !== `${FRAME}.liquid`);
  return new Map(names.sort().map((name) => [basename(name, '.liquid'), readFileSync(join(folder, name), 'utf8')]));
}
