// Compiles the modules into dist/ and copies all other files beside them. Skipped when nothing changed.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { nameRelease } from './release.mjs';
import { precompress } from './precompress.mjs';
import { COMPILED, CONSOLE, MODULES } from './modules.mjs';
import { fail, ROOT, runTool, TSC } from './tool.mjs';

const DIST = join(ROOT, 'dist');
const STAMP = join(DIST, '.desk-stamp');
const CLIENT_STAMP = join(DIST, 'sdk', '.desk-stamp');
const IS_TYPESCRIPT = /\.tsx?$/;
/** The console of a feature is built with the console. */
const isTranspiled = (path) => IS_TYPESCRIPT.test(path) && !/\.d\.ts$|^features\/[^/]+\/console\//.test(path);

export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stampOfSources();
}

/** Builds dist/, without checking types (`npm run check` does). Ends the process with the tool's output when it fails. */
export async function build(say) {
  const stamp = stampOfSources();
  rmSync(STAMP, { force: true });
  say('Building …');
  const from = performance.now();
  pruneOutputs();
  await transpileAll();
  copyAssets();
  say(`  compiled (${((performance.now() - from) / 1000).toFixed(1)} s)`);
  const law = { label: 'reading the rulebook', cure: 'Correct the rulebook and start again.' };
  const workflows = { label: 'bundling workflows', cure: 'Correct the workflows and start again.' };
  const programs = { label: 'bundling programs', cure: 'Correct the sources and start again.' };
  const inTurn = async () => {
    await runStep(['dist', 'rulebook', 'make-ready.js'], { say, ...law });
    await runStep(['dist', 'worker', 'bundle.js'], { say, ...workflows });
  };
  const beside = async () => {
    await buildConsole(say);
    await runStep(['scripts', 'bundle-programs.mjs'], { say, ...programs });
  };
  await Promise.all([inTurn(), beside()]);
  say(`  built ${nameRelease()}`);
  writeFileSync(STAMP, stamp);
}

export function isClientBuilt() {
  return existsSync(CLIENT_STAMP) && readFileSync(CLIENT_STAMP, 'utf8') === stampOfSources();
}

/** Makes dist/sdk the package of the client: its declarations need the compiler, which `npm start` does not install. */
export async function buildClient(say) {
  const cure = 'Correct sdk and start again.';
  await runStep([TSC], { say, args: ['-p', 'tsconfig.sdk.json'], label: 'declaring the client', cure });
  await runStep(['scripts', 'client-package.mjs'], { say, label: 'packaging the client', cure });
  writeFileSync(CLIENT_STAMP, stampOfSources());
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
  say(`  console built (${seconds} s)`);
  const from = performance.now();
  await precompress(join(ROOT, 'dist', 'console'));
  say(`  console compressed (${((performance.now() - from) / 1000).toFixed(1)} s)`);
}

/** Removes the types of each source; `erasableSyntaxOnly` in tsconfig.json keeps every source fit for this. */
async function transpileAll() {
  const { transformSync } = await import('rolldown/utils'); // not there before the first installation
  const options = { target: 'es2022', sourcemap: true, typescript: { onlyRemoveTypeImports: true } };
  for (const path of listCompiled().filter(isTranspiled)) {
    const { code, map, errors } = transformSync(path, readFileSync(join(ROOT, path), 'utf8'), options);
    const [error] = errors;
    if (error) fail(`The build failed (${path}):`, error.message, 'Correct the sources and start again.');
    const output = join(DIST, path.replace(IS_TYPESCRIPT, '.js'));
    const sources = [relative(dirname(output), join(ROOT, path))];
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, `${code}\n//# sourceMappingURL=${basename(output)}.map\n`);
    writeFileSync(`${output}.map`, JSON.stringify({ ...map, sources, sourcesContent: undefined }));
  }
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
}
