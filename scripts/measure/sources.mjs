// The measured files. Each is read once.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { MODULES } from '../modules.mjs';
import { ROOT } from '../tool.mjs';

/** Paths of all files below a folder, from the root of the repository. */
export function listFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

export const read = (path) => readFileSync(join(ROOT, path), 'utf8');
export const countLines = (path) => read(path).trimEnd().split('\n').length;
export const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
const isCode = (path) => /\.tsx?$/.test(path);
const PRODUCT = MODULES.filter((folder) => !/^(bench|scripts|test)/.test(folder));

/** TypeScript of the product, without tests and benchmarks. */
export const productFiles = PRODUCT.flatMap(listFiles).filter(isCode);
export const testFiles = listFiles('test').filter(isCode);
export const benchFiles = listFiles('bench').filter(isCode);
export const scriptFiles = listFiles('scripts').filter((path) => path.endsWith('.mjs'));

/** English that people read on the screens. */
export const englishTexts = [...listFiles('console/words/en'), 'domain/alert-texts.json'].filter((path) =>
  path.endsWith('.json'),
);

/** `features/portal/api/x.ts` is `api/x.ts`: a feature's room has the boundaries of the module of its name (docs/adr/0041). */
export const findRoom = (path) => path.replace(/^features\/[^/]+\//, '');

const parsed = new Map();

/** The syntax tree of a TypeScript or JavaScript file. */
export function parse(path) {
  if (!parsed.has(path)) {
    const kind = path.endsWith('x') ? ts.ScriptKind.TSX : path.endsWith('.mjs') ? ts.ScriptKind.JS : ts.ScriptKind.TS;
    parsed.set(path, ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true, kind));
  }
  return parsed.get(path);
}
