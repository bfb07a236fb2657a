// Installs and builds a checkout. Uses only Node built-ins, because nothing is installed yet.
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, buildClient, isBuilt, isClientBuilt } from './compile.mjs';
import { hasPackages, listForeignReleases, planInstall } from './installed.mjs';
import { fail, ROOT, runTool } from './tool.mjs';

const STAMP = join(ROOT, 'node_modules', '.desk-stamp');
const LOCK = join(ROOT, '.desk-cache', 'prepare.lock');
const MIN_NODE = [20, 20, 2];

export function requireNode() {
  const have = process.versions.node.split('.').map(Number);
  const place = MIN_NODE.findIndex((part, index) => have[index] !== part);
  if (place === -1 || have[place] > MIN_NODE[place]) return;
  process.stderr.write(
    `Node ${process.versions.node} is too old: Notice Desk needs Node ${MIN_NODE.join('.')} or newer (https://nodejs.org).\n`,
  );
  process.exit(1);
}

/**
 * Installs what is missing. `start` is what building and running the desk needs; `all` also has the packages of tests,
 * benchmarks and checks (devDependencies).
 */
export async function ensureInstalled(say, wanted = 'all') {
  if (isInstalled(wanted)) return;
  await withLock(say, async () => {
    if (!isInstalled(wanted)) await install(say, wanted);
  });
}

export async function ensureBuilt(say) {
  if (isBuilt()) return;
  await withLock(say, async () => {
    if (!isBuilt()) await build(say);
  });
}

/** Also packages the client, which needs the packages of `all`. */
export async function ensureClientBuilt(say) {
  await ensureBuilt(say);
  if (isClientBuilt()) return;
  await withLock(say, async () => {
    if (!isClientBuilt()) await buildClient(say);
  });
}

function stampOfLock() {
  const digest = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  return `${digest} node${process.versions.node.split('.')[0]} ${process.platform}-${process.arch}`;
}

function isInstalled(wanted) {
  if (!existsSync(join(ROOT, 'node_modules'))) return false;
  const { stamp, installed } = readStamp();
  const lock = stampOfLock();
  if (stamp === lock && (installed === 'all' || installed === wanted)) return true;
  // After a manual `npm install` the stamp is old but the modules are right: no need to download them again.
  if (!isOfThisMachine(stamp) || !hasPackages(readPackages('package-lock.json'), readRecord(), wanted)) return false;
  writeFileSync(STAMP, `${lock}\n${wanted}\n`);
  return true;
}

/** What was installed last: lock file, machine and set of packages. */
function readStamp() {
  const [stamp, installed] = existsSync(STAMP) ? readFileSync(STAMP, 'utf8').split('\n') : [];
  return { stamp, installed };
}

const isOfThisMachine = (stamp) =>
  stamp === undefined || stamp.split(' ').slice(1).join() === stampOfLock().split(' ').slice(1).join();

/** Npm's own record of node_modules; empty before the first installation. */
function readRecord() {
  const record = join('node_modules', '.package-lock.json');
  return existsSync(join(ROOT, record)) ? readPackages(record) : {};
}

const readPackages = (path) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')).packages;

async function install(say, wanted) {
  // Native modules of another Node or platform have to go.
  const { set, args } = planInstall(isOfThisMachine(readStamp().stamp) ? readRecord() : {}, wanted);
  const label = `npm ${args[0]}`;
  say(`Installing packages with ${label} (once; again only when package-lock.json changes) …`);
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm && /\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  const { code, output, seconds } = await runTool(program, [...first, ...args], { say, label });
  if (code === 0) {
    removeForeignReleases();
    writeFileSync(STAMP, `${stampOfLock()}\n${set}\n`);
    say(`  installed (${seconds} s)`);
    return;
  }
  fail(
    `${label} failed (${code}). Its output:`,
    output,
    "Check the network and npm's registry setting, then run `npm ci` here by hand.",
  );
}

function removeForeignReleases() {
  const folder = join(ROOT, 'node_modules', '@temporalio', 'core-bridge', 'releases');
  if (!existsSync(folder)) return;
  for (const name of listForeignReleases(readdirSync(folder), process))
    rmSync(join(folder, name), { recursive: true, force: true });
}

/** One preparation at a time per checkout: two npm runs in one node_modules destroy it. */
async function withLock(say, work) {
  mkdirSync(dirname(LOCK), { recursive: true });
  let isAnnounced = false;
  while (!tryLock()) {
    if (!isAnnounced) say(`Another start is preparing this checkout (pid ${lockHolder()}); waiting for it …`);
    isAnnounced = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  const release = () => rmSync(LOCK, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock() {
  const draft = `${LOCK}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, LOCK); // atomic, and never visible without its content
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive(lockHolder())) rmSync(LOCK, { force: true });
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function lockHolder() {
  try {
    return Number(readFileSync(LOCK, 'utf8'));
  } catch {
    return 0;
  }
}

function isAlive(pid) {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
