import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const WORDS = new URL('../../../console/words/', import.meta.url);
/** The English of alerts stands where the API reads it too. */
const ENGLISH_ALERTS = '../../domain/alert-texts.json';
const read = (path: string) =>
  JSON.parse(readFileSync(new URL(path === 'en/causes.json' ? ENGLISH_ALERTS : path, WORDS), 'utf8')) as object;
const files = (language: string) =>
  [...readdirSync(new URL(`${language}/`, WORDS)), ...(language === 'en' ? ['causes.json'] : [])]
    .filter((name) => name.endsWith('.json'))
    .sort();

function listTexts(node: object, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[path + key, value] as [string, string]]
      : listTexts(value as object, `${path}${key}.`),
  );
}

/** The placeholders of a text; a translation may reorder them, not omit them. */
const blanks = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();

describe.each(['de', 'fr'])('text catalogue in %s', (language) => {
  test('has a file for each English one', () => {
    expect(files(language)).toEqual(files('en'));
  });

  describe.each(files('en'))('file %s', (file) => {
    const english = new Map(listTexts(read(`en/${file}`)));
    const other = new Map(listTexts(read(`${language}/${file}`)));

    test('has the same keys as in English, none of them empty', () => {
      expect([...other.keys()].sort()).toEqual([...english.keys()].sort());
      const emptied = [...other].filter(([path, text]) => text.trim() === '' && english.get(path)?.trim() !== '');
      expect(emptied).toEqual([]);
    });

    test('uses the same placeholders as in English', () => {
      const changed = [...other].filter(
        ([path, text]) => blanks(text).join() !== blanks(english.get(path) ?? '').join(),
      );
      expect(changed).toEqual([]);
    });

    test('is translated: no sentence is the same as in English', () => {
      const sentences = [...other].filter(([, text]) => text.split(' ').length >= 4);
      const untouched = sentences.filter(([path, text]) => text === english.get(path));
      expect(untouched).toEqual([]);
    });
  });
});

const ROOT = new URL('../../../', import.meta.url);
/** The console, and the parts of optional features that it shows. */
const SCREENS = [
  new URL('console/', ROOT),
  ...readdirSync(new URL('features/', ROOT)).map((name) => new URL(`features/${name}/console/`, ROOT)),
].filter((folder) => existsSync(folder));

function sources(folder: URL): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) =>
      entry.isDirectory()
        ? sources(new URL(`${entry.name}/`, folder))
        : /\.tsx?$/.test(entry.name)
          ? readFileSync(new URL(entry.name, folder), 'utf8')
          : '',
    )
    .join('\n');
}

test('every catalogue text is used by the console, by its key, its group or a composed key', () => {
  const code = SCREENS.map(sources).join('\n');
  const names = new Set([...code.matchAll(/'([a-z-]+:[\w.-]+)'/g)].map(([, name = '']) => name));
  const blank = /\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\}/g;
  const patterns = [...code.matchAll(/`([a-z-]+:(?:[^`$]|\$\{(?:[^{}`]|`[^`]*`|\{[^{}]*\})*\})*)`/g)].map(
    ([, name = '']) => new RegExp(`^${name.split(blank).map(escaped).join('.+')}$`),
  );
  const isSaid = (name: string) =>
    names.has(name) ||
    patterns.some((pattern) => pattern.test(name)) ||
    [...names].some((group) => name.startsWith(`${group}.`));
  const unsaid = files('en').flatMap((file) =>
    listTexts(read(`en/${file}`))
      .map(([path]) => `${file.replace('.json', '')}:${path.replace(/_(zero|one|other)$/, '')}`)
      .filter((name) => !isSaid(name)),
  );
  expect(unsaid).toEqual([]);
});

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
