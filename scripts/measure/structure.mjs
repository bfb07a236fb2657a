// Modules and their dependencies, flat folders, repeats.
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { countLines, findRoom, parse, productFiles, read, sum, testFiles } from './sources.mjs';

const FLAT_LIMIT = 30;
const RUN = 6;
/** A run of lines in more files than this is an idiom of the language, not a repeat. */
const MAX_PLACES = 8;

/** A module is a top folder, or a direct subfolder of `application/`; a feature's room belongs to the module of its name. */
function findModule(path) {
  const [top, sub, rest] = findRoom(path).split('/');
  return top === 'application' && rest !== undefined ? `${top}/${sub}` : top;
}

function listImports(path) {
  const known = new Set(productFiles);
  return parse(path)
    .statements.filter((one) => (ts.isImportDeclaration(one) || ts.isExportDeclaration(one)) && one.moduleSpecifier)
    .map(({ moduleSpecifier: { text } }) => text)
    .filter((text) => text.startsWith('.'))
    .map((text) => join(dirname(path), text).replace(/\.js$/, ''))
    .map((base) => [`${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((one) => known.has(one)))
    .filter((one) => one !== undefined);
}

/** Modules, layers and dependencies; `back` lists the dependencies that close a cycle. */
export function measureModules() {
  const below = new Map();
  for (const path of productFiles) {
    const from = findModule(path);
    if (!below.has(from)) below.set(from, new Set());
    for (const to of listImports(path).map(findModule)) if (to !== from) below.get(from).add(to);
  }
  const layers = new Map();
  const open = new Set();
  const back = [];
  const findLayer = (module) => {
    if (layers.has(module)) return layers.get(module);
    open.add(module);
    let layer = 1;
    for (const lower of below.get(module) ?? []) {
      if (open.has(lower)) back.push(`${module} → ${lower}`);
      else layer = Math.max(layer, findLayer(lower) + 1);
    }
    open.delete(module);
    layers.set(module, layer);
    return layer;
  };
  for (const module of below.keys()) findLayer(module);
  return {
    modules: below.size,
    layers: Math.max(...layers.values()),
    dependencies: sum([...below.values()].map((to) => to.size)),
    back,
  };
}

/** The largest top folder except the console, and its share of the lines. */
export function measureShares() {
  const lines = new Map();
  for (const path of productFiles.filter((one) => !findRoom(one).startsWith('console/'))) {
    const [folder] = findRoom(path).split('/');
    lines.set(folder, (lines.get(folder) ?? 0) + countLines(path));
  }
  const [folder, largest] = [...lines].toSorted((a, b) => b[1] - a[1])[0];
  return { folder, percent: Math.round((100 * largest) / sum([...lines.values()])) };
}

/** Folders with more than 30 files directly in them, tests included. */
export function findFlatFolders() {
  const counts = new Map();
  for (const path of [...productFiles, ...testFiles]) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > FLAT_LIMIT).toSorted((a, b) => b[1] - a[1]);
}

/** Pairs of files that share a run of equal lines; imports, blank lines, comments and lone punctuation do not count. */
export function findRepeats() {
  const places = new Map();
  for (const path of [...productFiles, ...testFiles]) {
    const lines = read(path)
      .replace(/^import[^;]*;\n/gms, '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /\w/.test(line) && !/^(\/\/|\/?\*)/.test(line));
    for (let at = 0; at + RUN <= lines.length; at += 1) {
      const run = lines.slice(at, at + RUN).join('\n');
      places.set(run, [...(places.get(run) ?? []), { path, at }]);
    }
  }
  const runs = [...places.values()].filter((found) => found.length > 1 && found.length <= MAX_PLACES);
  const pairs = runs.flatMap((found) =>
    found.flatMap((one, index) =>
      found
        .slice(index + 1)
        .filter((other) => one.path !== other.path || Math.abs(one.at - other.at) >= RUN)
        .map((other) => `${one.path} ~ ${other.path}`),
    ),
  );
  return [...new Set(pairs)];
}
