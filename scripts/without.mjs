// `npm run without`: proves that the desk needs none of its optional features. It takes all of them away, checks types
// and boundaries, builds, and runs core tests against that desk; and before that takes each away alone and checks the
// types. `npm test` leaves the latter and the boundaries out: features stay apart (a boundary of the whole desk), so what
// works without all works without one.
import { spawn } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants, setPriority } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEATURE_PLACES, FEATURES, REGISTRATIONS } from './features.mjs';
import { MODULES } from './modules.mjs';
import { ensureInstalled, requireNode } from './prepare.mjs';
import { ROOT, TSC } from './tool.mjs';

const COPIES = join(ROOT, '.desk-cache', 'without');
const NOT_COPIED = new Set(['node_modules', 'dist', 'data', 'data-cluster', 'coverage', '.git', '.desk-cache']);
/** The desk receives, decides, approves, enforces and answers an order; the platform port; every route. */
const CORE_TESTS = [
  'test/e2e/emergency',
  'test/unit/platforms',
  'test/unit/desk/env',
  'test/unit/api/http/every-route',
];
/** Outside the product; a file there that imports a feature leaves with it. */
const FOLLOWERS = ['test', 'bench'];

const say = (text) => process.stdout.write(`${text}\n`);

/**
 * Returns the names of the steps that passed and failed. Its programs run at low priority: beside the tests of the
 * whole desk they use the time in which those wait.
 */
export async function proveWithout({ alone = true } = {}) {
  const passed = [];
  const failed = [];
  const step = async (name, folder, program, args) => {
    const from = performance.now();
    const { code, output } = await run(program, args, folder);
    const seconds = ((performance.now() - from) / 1000).toFixed(1);
    say(`${code === 0 ? '' : output}${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
    (code === 0 ? passed : failed).push(name);
    return code === 0;
  };
  for (const feature of alone ? FEATURES : []) {
    const folder = copyWithout(`no-${feature}`, [feature]);
    await step(`types without ${feature}`, folder, process.execPath, [TSC, '-p', 'tsconfig.check.json', ...NO_RECORD]);
    rmSync(folder, { recursive: true });
  }
  const folder = copyWithout('none', FEATURES, { isBuiltLater: true });
  const bin = (name) => join(ROOT, 'node_modules', '.bin', name);
  const kept = MODULES.filter((module) => existsSync(join(folder, module)));
  await step('types of the console without features', folder, process.execPath, [TSC, '-p', 'console/tsconfig.json']);
  if (alone)
    await step('boundaries without features', folder, bin('depcruise'), [
      '--config',
      '.dependency-cruiser.cjs',
      ...kept,
    ]);
  const isBuilt = await step('build without features', folder, process.execPath, [join('scripts', 'build.mjs')]);
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  if (isBuilt) await step('core tests without features', folder, process.execPath, [jest, ...CORE_TESTS]);
  if (failed.length === 0) rmSync(COPIES, { recursive: true });
  return { passed, failed };
}

/** The compiler's record belongs to the whole tree. */
const NO_RECORD = ['--incremental', 'false', '--tsBuildInfoFile', 'null'];

/** A desk that runs needs packages of its own: a sandboxed process may not follow a link out of its folder. */
function copyWithout(name, features, { isBuiltLater = false } = {}) {
  const folder = join(COPIES, name);
  rmSync(folder, { recursive: true, force: true });
  const gone = features.flatMap((feature) => FEATURE_PLACES.map((place) => join(place, feature)));
  const isGone = (path) => gone.some((one) => path === one || path.startsWith(`${one}/`));
  const kept = listFiles('').filter((path) => !isGone(path));
  const leaving = findFollowers(kept, isGone);
  for (const path of kept.filter((one) => !leaving.has(one))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    if (REGISTRATIONS.includes(path)) writeFileSync(join(folder, path), unregister(path, isGone));
    else linkSync(join(ROOT, path), join(folder, path));
  }
  if (!isBuiltLater) symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  else linkAll('node_modules', folder);
  say(`without ${features.join(', ')}: ${leaving.size} files of tests and benchmarks leave too`);
  return folder;
}

function listFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter(({ name }) => folder !== '' || !NOT_COPIED.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [path];
    });
}

/** Caches are left out: a tool would write through a hard link. */
function linkAll(path, folder) {
  mkdirSync(join(folder, path), { recursive: true });
  for (const entry of readdirSync(join(ROOT, path), { withFileTypes: true })) {
    const below = join(path, entry.name);
    if (/^\.(cache|vite)/.test(entry.name)) continue;
    if (entry.isDirectory()) linkAll(below, folder);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(join(ROOT, below)), join(folder, below));
    else linkSync(join(ROOT, below), join(folder, below));
  }
}

const read = (path) => readFileSync(join(ROOT, path), 'utf8');

function* findImports(path, text) {
  for (const [, specifier] of text.matchAll(/(?:from|import\(|import) ?'(\.[^']*)'/g))
    yield relative('', join(dirname(path), specifier)).replace(/\.js$/, '');
}

function findFollowers(paths, isGone) {
  const imports = new Map(
    paths
      .filter((path) => FOLLOWERS.includes(path.split('/')[0]) && /\.tsx?$/.test(path))
      .filter((path) => !REGISTRATIONS.includes(path))
      .map((path) => [path, [...findImports(path, read(path))]]),
  );
  const leaving = new Set();
  const isLeaving = (target) => isGone(target) || leaving.has(`${target}.ts`) || leaving.has(`${target}.tsx`);
  for (let before = -1; before !== leaving.size; ) {
    before = leaving.size;
    for (const [path, targets] of imports) if (targets.some(isLeaving)) leaving.add(path);
  }
  return leaving;
}

/** The file without its imports of absent features, and without the entries and lines that use them. */
function unregister(path, isGone) {
  let text = read(path);
  for (const [statement, names, specifier] of text.matchAll(/^import (?:type )?\{([^}]*)\} from '(\.[^']*)';\n/gm)) {
    if (!isGone(join(dirname(path), specifier).replace(/\.js$/, ''))) continue;
    text = text.replace(statement, '');
    for (const name of names.split(',').map((one) => one.trim().replace(/^type /, ''))) {
      if (name === '') continue;
      text = text.replace(new RegExp(`^export .*\\b${name}\\b \\{\\}\\n`, 'gm'), '');
      text = text.replace(new RegExp(`(\\.\\.\\.)?\\b${name}\\b,?\\s?`, 'g'), '');
    }
  }
  return text;
}

function run(program, args, cwd) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    // Absent if it could not be started, which the error reports.
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.once('error', (error) => resolve({ code: 1, output: `${output}${program}: ${error.message}\n` }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  await ensureInstalled(say);
  const { failed } = await proveWithout();
  process.exitCode = failed.length > 0 ? 1 : 0;
}
