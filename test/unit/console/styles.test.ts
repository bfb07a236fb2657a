import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';

/** Where a CSS rule belongs, and how a class may be named: console/README.md. */
const CONSOLE = new URL('../../../console/', import.meta.url).pathname;
const INDEX = join(CONSOLE, 'style/index.css');
/** The limit from docs/architecture.md. */
const MAX_LINES = 4060;
const WORDS = new Set([
  'app',
  'bar',
  'box',
  'cut',
  'day',
  'end',
  'met',
  'now',
  'ok',
  'ops',
  'pad',
  'row',
  'tab',
  'tag',
  'was',
  'why',
]);

const listFiles = (ending: RegExp) =>
  readdirSync(CONSOLE, { recursive: true, encoding: 'utf8' })
    .filter((path) => ending.test(path))
    .map((path) => join(CONSOLE, path));
const sheets = listFiles(/\.css$/).map((path) => ({ path: relative(CONSOLE, path), text: readFileSync(path, 'utf8') }));
const sources = [...listFiles(/\.tsx?$/), join(CONSOLE, 'index.html')]
  .map((path) => readFileSync(path, 'utf8').replaceAll(/\/\*.*?\*\/|(?<!:)\/\/[^\n]*/gs, ''))
  .join('\n');

/** Selectors of a sheet. Only conditions nest, so anything else that opens a block is a selector. */
function listSelectors(text: string): string[] {
  const heads = text.replaceAll(/\/\*.*?\*\//gs, '').matchAll(/([^{};]+)\{/g);
  return [...heads]
    .map(([, head = '']) => head.trim().replaceAll(/\s+/g, ' '))
    .filter((head) => !/^(@|from$|to$)/.test(head))
    .flatMap((head) => head.split(/,(?![^(]*\))/))
    .map((selector) => selector.trim());
}

const listClasses = (selector: string) =>
  [...selector.replaceAll(/"[^"]*"/g, '').matchAll(/\.([a-zA-Z][\w-]*)/g)].map(([, name = '']) => name);
const classes = [...new Set(sheets.flatMap(({ text }) => listSelectors(text).flatMap(listClasses)))];

test('style sheets, classes and selectors are found by the check', () => {
  expect(sheets.length).toBeGreaterThan(20);
  expect(classes.length).toBeGreaterThan(200);
  expect(
    listSelectors('.a, .b:is(.c, .d) { /* .x {} */ @media print { color: red; } } @keyframes k { from { top: 0 } }'),
  ).toEqual(['.a', '.b:is(.c, .d)']);
});

test('a selector is defined in one sheet only', () => {
  const places = new Map<string, string[]>();
  for (const { path, text } of sheets.filter(({ path: sheet }) => sheet !== 'style/tokens.css')) {
    for (const selector of listSelectors(text)) places.set(selector, [...(places.get(selector) ?? []), path]);
  }
  const apart = [...places].filter(([, at]) => new Set(at).size > 1);
  expect(apart).toEqual([]);
});

test('every class of a sheet is used by the console', () => {
  // Class names occur in string literals: on a line without one, the word is another name.
  const said = new Set(
    sources
      .split('\n')
      .filter((line) => /['"`]/.test(line))
      .flatMap((line) => line.split(/[\s'"`$]+/)),
  );
  // `is-` and a state, composed where the state is known.
  const isMade = (name: string) =>
    name.startsWith('is-') && sources.includes('is-${') && new RegExp(`\\b${name.slice(3)}\\b`).test(sources);
  expect(classes.filter((name) => !said.has(name) && !isMade(name))).toEqual([]);
});

test('class names are words', () => {
  expect(classes.filter((name) => name.length <= 3 && !WORDS.has(name))).toEqual([]);
});

test('index.css imports every sheet and no missing one', () => {
  const imported = [...readFileSync(INDEX, 'utf8').matchAll(/@import "(\.[^"]+)";/g)].map(([, path = '']) =>
    relative(CONSOLE, join(dirname(INDEX), path)),
  );
  const paths = sheets.map(({ path }) => path).filter((path) => path !== 'style/index.css');
  expect(imported.toSorted()).toEqual(paths.toSorted());
});

test(`the sheets together have at most ${MAX_LINES} lines`, () => {
  const lines = sheets.reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
  expect(lines).toBeLessThanOrEqual(MAX_LINES);
});
