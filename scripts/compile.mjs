// Compiles the modules into dist/ and copies all other files beside them. Skipped when nothing changed.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { nameRelease } from './release.mjs';
import { precompress } from './precompress.mjs';
import { COMPILED, CONSOLE, MODULES } from './modules.mjs';
import { fail, ROOT, runTool, TSC } from './tool.mjs';

const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.desk-stamp');
const IS_TYPESCRIPT = /\.tsx?$/;

export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampOfSources();
}

/** Builds dist/. Ends the process with the compiler's output when it fails. */
export async function build(say) {
  const stamp = stampOfSources();
  rmSync(STAMP, { force: true });
  say('Building …');
  pruneOutputs();
  const tsc = await runTool(process.execPath, [TSC, '-p', 'tsconfig.json'], { say, label: 'compiling' });
  if (tsc.code !== 0) fail(`The build failed (tsc: ${tsc.code}):`, tsc.output, 'Correct the sources and start again.');
  say(`  compiled (${tsc.seconds} s)`);
  await runStep([TSC], {
    say,
    args: ['-p', 'tsconfig.sdk.json'],
    label: 'declaring the client',
    cure: 'Correct the sources and start again.',
  });
  copyAssets();
  await runStep(['dist', 'rulebook', 'make-ready.js'], {
    say,
    label: 'reading the rulebook',
    cure: 'Correct the rulebook and start again.',
  });
  await runStep(['dist', 'worker', 'bundle.js'], {
    say,
    label: 'bundling workflows',
    cure: 'Correct the workflows and start again.',
  });
  await runStep(['scripts', 'bundle-programs.mjs'], {
    say,
    label: 'bundling programs',
    cure: 'Correct the sources and start again.',
  });
  await runStep(['scripts', 'client-package.mjs'], {
    say,
    label: 'packaging the client',
    cure: 'Correct sdk and start again.',
  });
  await buildConsole(say);
  say(`  built ${nameRelease()}`);
  writeFileSync(STAMP, stamp);
}

async function runStep(path, { say, args = [], label, cure }) {
  const program = join(...path);
  const { code, output, seconds } = await runTool(process.execPath, [program, ...args], { say, label });
  if (code !== 0) fail(`The build failed (${program}: ${code}):`, output, cure);
  say(`  ${label}: done (${seconds} s)`);
}

async function buildConsole(say) {
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', CONSOLE, '--logLevel', 'warn'];
  const { code, output, seconds } = await runTool(process.execPath, args, { say, label: 'building the console' });
  if (code !== 0) fail(`The console could not be built (${code}):`, output, 'Correct console and start again.');
  await precompress(join(ROOT, 'dist', 'console'));
  say(`  console built (${seconds} s)`);
}

function listCompiled() {
  return listSources(COMPILED);
}

function listSources(folders) {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => listFiles(folder))
    .sort((a, b) => (a < b ? -1 : 1));
}

function listFiles(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

function stampOfSources() {
  const hash = createHash('sha256').update(`node${process.versions.node.split('.')[0]}`);
  const settings = [
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.sdk.json',
    join('scripts', 'bundle-programs.mjs'),
    join('scripts', 'client-package.mjs'),
    join('scripts', 'compile.mjs'),
    join('scripts', 'release.mjs'),
    join('scripts', 'modules.mjs'),
    join('scripts', 'precompress.mjs'),
  ];
  for (const path of [...settings, ...listSources(MODULES)]) {
    hash.update(`\0${path}\0`).update(readFileSync(join(ROOT, path)));
  }
  return hash.digest('hex');
}

function copyAssets() {
  for (const path of listCompiled().filter((source) => !IS_TYPESCRIPT.test(source))) {
    mkdirSync(dirname(join(DIST, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(DIST, path));
  }
}

/** Removes outputs without a source from dist/; a stale module or migration would still be loaded. */
function pruneOutputs() {
  const expected = new Set();
  for (const path of listCompiled()) {
    const output = path.replace(IS_TYPESCRIPT, '.js');
    expected.add(output);
    if (output !== path) expected.add(`${output}.map`);
  }
  for (const folder of COMPILED.filter((name) => existsSync(join(DIST, name)))) {
    for (const path of listFiles(join('dist', folder))) {
      if (!expected.has(relative('dist', path))) rmSync(join(ROOT, path));
    }
  }
  // tsc trusts its own record, not the folder: a file missing from dist would not be written.
  const record = join(DIST, '.tsbuildinfo');
  const compiled = [...expected].filter((path) => path.endsWith('.js.map')).map((path) => path.slice(0, -4));
  const isComplete = existsSync(record) && compiled.every((path) => isNewerOrThere(path, record));
  if (!isComplete) rmSync(record, { force: true });
}

function isNewerOrThere(path, record) {
  // A new source has no output and is not in the record: tsc will compile it.
  return existsSync(join(DIST, path)) || !readFileSync(record, 'utf8').includes(path.replace(/\.js$/, '.ts'));
}
