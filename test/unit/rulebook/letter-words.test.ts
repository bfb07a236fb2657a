import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { itemView } from '../../../letters/listed-targets.js';
import { readLetterTexts, type LetterTexts } from '../../../rulebook/letter-texts.js';
import { BUILT_IN_RULEBOOK, loadRulebook, RulebookError } from '../../../rulebook/load.js';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'rulebook-'));
  cpSync(BUILT_IN_RULEBOOK, dir, { recursive: true, filter: (path) => !path.endsWith('.ts') });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const wordsFile = () => join(dir, 'letters', 'en', 'words.yaml');

function change(find: RegExp, put: string): void {
  const before = readFileSync(wordsFile(), 'utf8');
  const after = before.replace(find, put);
  expect(after).not.toBe(before);
  writeFileSync(wordsFile(), after);
}

function refusal(read: () => unknown): RulebookError {
  try {
    read();
  } catch (error) {
    if (error instanceof RulebookError) return error;
  }
  throw new Error('expected a RulebookError');
}

describe('words.yaml of a letter language', () => {
  test.each([
    ['outcomes.withheld', /^ {2}withheld: .*\n/m],
    ['targetTypes.hashtag', /^ {2}hashtag: .*\n/m],
    ['groundInSentence', /^groundInSentence: .*\n/m],
  ])('is rejected with file and key of a missing word (%s)', (path, line) => {
    change(line, '');
    for (const read of [() => loadRulebook(dir), () => readLetterTexts(dir)])
      expect(refusal(read)).toMatchObject({ file: wordsFile(), path });
  });

  test('is rejected with a word that does not exist', () => {
    change(/^outcomes:\n/m, 'outcomes:\n  quarantined: quarantined\n');
    expect(refusal(() => loadRulebook(dir)).file).toBe(wordsFile());
  });

  test('is required in every language that has letters', () => {
    cpSync(join(dir, 'letters', 'en'), join(dir, 'letters', 'de'), { recursive: true });
    rmSync(join(dir, 'letters', 'de', 'words.yaml'));
    expect(refusal(() => loadRulebook(dir)).file).toBe(join(dir, 'letters', 'de', 'words.yaml'));
  });

  test('requires an English text of every kind of letter beside it', () => {
    const file = join(dir, 'letters', 'en', 'push_back.liquid');
    rmSync(file);
    expect(refusal(() => readLetterTexts(dir)).file).toBe(file);
  });

  test('defines how the title of a ground is written within a sentence', () => {
    const english = readLetterTexts(dir).get('en');
    expect(english).toBeDefined();
    if (english === undefined) return;
    const german: LetterTexts = { ...english, words: { ...english.words, groundInSentence: 'as_written' } };
    const target = { no: 1, type: 'search_result', locator: 'x', grounds: ['overbroad' as const] };
    expect(itemView(target, english)).toMatchObject({ type: 'search result', grounds: 'overbroad' });
    expect(itemView(target, german).grounds).toBe(
      english.grounds.find(({ code }) => code === 'overbroad')?.title['en'],
    );
  });
});
