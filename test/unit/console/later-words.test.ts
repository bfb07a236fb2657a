import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const CONSOLE = new URL('../../../console/', import.meta.url).pathname;

const files = readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' }).filter((path) => /\.tsx?$/.test(path));
const textOf = new Map(files.map((path) => [path, readFileSync(join(CONSOLE, path), 'utf8')]));

/** Texts that load with the parts that use them, by name. */
const LATER = [
  ...(textOf.get('words/index.ts') ?? '').matchAll(/^ {2}'?([\w-]+)'?: \(\) => import\('\.\/en|^ {2}(causes): /gm),
].map(([, name, other]) => name ?? other ?? '');

function resolve(from: string, specifier: string): string | undefined {
  const path = relative('', join(dirname(from), specifier)).replace(/\.js$/, '');
  return [`${path}.ts`, `${path}.tsx`].find((one) => textOf.has(one));
}

/** A part and everything that loads with it. */
function withImports(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const [, specifier = ''] of (textOf.get(path) ?? '').matchAll(
    /^(?:import|export) (?!type )[^;]*?from '(\.[^']*)'/gms,
  )) {
    const found = resolve(path, specifier);
    if (found !== undefined) withImports(found, seen);
  }
  return seen;
}

const inFirstLoad = withImports('main.tsx');

function listUsed(path: string): string[] {
  const own = [...withImports(path)].filter((one) => !inFirstLoad.has(one)).map((one) => textOf.get(one) ?? '');
  return LATER.filter((name) => own.some((text) => new RegExp(`['"\`]${name}:`).test(text)));
}

const parts = [...textOf].flatMap(([path, text]) =>
  [...text.matchAll(/(?:later|lazyDialog)\(\s*\(\) => import\('(\.[^']*)'\)([^;]*?)\)[,;]\n/g)].map(
    ([, specifier = '', rest = '']): [part: string, words: string[]] => [
      resolve(path, specifier) ?? specifier,
      [...rest.matchAll(/'([\w-]+)'/g)].map(([, name = '']) => name),
    ],
  ),
);

test('the parts that load later are found', () => {
  expect(parts.length).toBeGreaterThan(20);
  expect(LATER.length).toBeGreaterThan(10);
});

test.each(parts)('%s loads the texts that it uses', (part, words) => {
  expect(listUsed(part).filter((name) => !words.includes(name))).toEqual([]);
});

test('the first load uses no texts that load later, except those that it asks for', () => {
  const texts = [...inFirstLoad].map((path) => textOf.get(path) ?? '');
  const asked = texts.flatMap((text) => [...text.matchAll(/loadWords\('([\w-]+)'\)/g)].map(([, name]) => name));
  const used = LATER.filter((name) => texts.some((text) => new RegExp(`['"\`]${name}:`).test(text)));
  expect(used.filter((name) => !asked.includes(name))).toEqual([]);
});
