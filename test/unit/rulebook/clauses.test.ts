import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findProvision } from '../../../domain/letters/letter-law.js';
import { diffBooks } from '../../../rulebook/diff-books.js';
import { findLetterLaw } from '../../../rulebook/letter-law.js';
import { BUILT_IN_RULEBOOK, readRulebookFolder, RulebookError } from '../../../rulebook/load.js';
import { makeRulebook } from '../../../rulebook/rulebook.js';

const content = readRulebookFolder();
const book = makeRulebook(content);
const lastVersion = (id: string) => book.regimeById(id)?.versions.at(-1)?.version ?? '';
const law = (id: string) => ({ regime_id: id, regime_version: lastVersion(id) });

describe('clauses.yaml of the rulebook', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'clauses-'));
    cpSync(BUILT_IN_RULEBOOK, dir, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  function refuse(file: string, find: string | RegExp, put: string): RulebookError {
    const path = join(dir, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(find, put);
    expect(after).not.toBe(before);
    writeFileSync(path, after);
    try {
      readRulebookFolder(dir);
    } catch (error) {
      if (error instanceof RulebookError) return error;
    }
    throw new Error('expected a RulebookError');
  }

  test.each([
    [
      'a clause that its text does not say',
      'it meets at least the following',
      'it meets all of the',
      'provisions.0.clause',
    ],
    ['a place that its text does not have', 'at: "Article 9(2)"', 'at: "Article 999"', 'provisions.0.at'],
    ['a text that is not stored', 'text: eu/2022-2065', 'text: eu/none', 'provisions.0.text'],
    ['a law that does not exist', 'laws: [EU-DSA-9]', 'laws: [EU-DSA-99]', 'provisions.0.laws.0'],
    [
      'a version that the law does not have',
      'laws: [EU-DSA-9]',
      'laws: [EU-DSA-9]\n    version: "1999-01-01"',
      'provisions.0.laws.0',
    ],
    ['laws and countries at once', 'laws: [EU-DSA-9]', 'laws: [EU-DSA-9]\n    countries: [DE]', 'provisions.0'],
    ['a ground that does not exist', 'grounds: [deficient]', 'grounds: [unkind]', 'provisions.0.grounds.0'],
    ['an office where the law names none', 'laws: [UK-CPA26]', 'laws: [EU-TCO-5, UK-TACT06]', 'answers.1.laws.1'],
    [
      'a time for a reply that the law does not count',
      'laws: [EU-EEV-EPOC, EU-EEV-EPOC-EMERG, EU-EEV-PR]',
      'laws: [UK-TACT06]',
      'answers.5.laws.0',
    ],
  ])('is rejected with the place of %s', (_, find, put, path) => {
    expect(refuse('clauses.yaml', find, put)).toMatchObject({ file: join(dir, 'clauses.yaml'), path });
  });

  test('is rejected if a language has no sentence for a code of the contents of a law', () => {
    const file = join('letters', 'tr', 'contents.yaml');
    expect(refuse(file, /^legal-basis: .*\n/m, '')).toMatchObject({ file: join(dir, file), path: 'legal-basis' });
  });

  test('may be missing, and letters then cite no provision', () => {
    rmSync(join(dir, 'clauses.yaml'));
    expect(makeRulebook(readRulebookFolder(dir)).clauses.provisions).toEqual([]);
  });
});

describe('findLetterLaw', () => {
  test('names the provision of each ground that the law gives one, and only of those asked for', () => {
    expect(findLetterLaw(book, law('EU-DSA-9'), { grounds: ['overbroad', 'impossible'] })).toMatchObject({
      title: 'Regulation (EU) 2022/2065, Article 9: orders to act against illegal content',
      provisions: { overbroad: 'Regulation (EU) 2022/2065, Article 9(2)(b)' },
    });
    expect(findLetterLaw(book, law('EU-DSA-9'))?.provisions).toBeUndefined();
  });

  test('gives the language, the office and the time of a reply that the law states', () => {
    expect(findLetterLaw(book, law('BR-MCI19'))?.language).toEqual({ code: 'pt', place: 'Art. 192' });
    expect(findLetterLaw(book, law('UK-CPA26'))?.office).toBe('authorised_officer');
    expect(findLetterLaw(book, law('EU-EEV-PR'))?.reply).toEqual({ days: 5, place: 'Article 11(5)' });
    expect(findLetterLaw(book, law('US-NSL'))?.prohibition).toEqual({ place: '18 U.S.C. 3511(b)', reciprocal: true });
  });

  test('says of what is missing where the law asks for it, and whether the document is void without it', () => {
    const lacking = ['exact-address', 'no-such-code'];
    expect(findLetterLaw(book, law('BR-MCI19'), { lacking })?.lacks).toEqual([
      { code: 'exact-address', place: 'Art. 19, § 1º', void: true },
    ]);
  });

  test('is null where company policy stands in for a law', () => {
    expect(findLetterLaw(book, law('POLICY-DEFAULT'))).toBeNull();
    expect(findLetterLaw(book, law('NO-SUCH-LAW'))).toBeNull();
  });
});

test('a provision is found by version, then by law, then by country', () => {
  const entry = { grounds: ['overbroad' as const] };
  const provisions = [
    { ...entry, countries: ['DE'], place: 'country' },
    { ...entry, laws: ['A'], place: 'law' },
    { ...entry, laws: ['A'], version: '2', place: 'version' },
  ];
  const find = (id: string, version: string, jurisdiction: string) =>
    findProvision({ provisions }, { id, version, jurisdiction }, 'overbroad');
  expect(find('A', '2', 'DE')).toBe('version');
  expect(find('A', '1', 'DE')).toBe('law');
  expect(find('B', '2', 'DE')).toBe('country');
  expect(find('B', '2', 'FR')).toBeUndefined();
  expect(findProvision({ provisions }, { id: 'A', version: '2', jurisdiction: 'DE' }, 'deficient')).toBeUndefined();
});

test('a changed provision is a difference of editions that two people approve', () => {
  const clauses = { ...book.clauses, provisions: book.clauses.provisions.slice(1), answers: [] };
  const changed = diffBooks(book, makeRulebook({ ...content, clauses })).map(({ what, id }) => `${what} ${id}`);
  expect(changed).toEqual(['ground deficient', 'ground letters']);
});
