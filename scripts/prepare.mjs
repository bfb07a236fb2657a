// Installs and builds a checkout. Uses only Node built-ins, because nothing is installed yet.
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, isBuilt } from './compile.mjs';
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

export async function ensureInstalled(say) {
  if (isInstalled()) return;
  await withLock(say, async () => {
    if (isInstalled()) return;
    await install(say);
    writeFileSync(STAMP, stampOfLock());
  });
}

export async function ensureBuilt(say) {
  if (isBuilt()) return;
  await withLock(say, async () => {
    if (!isBuilt()) await build(say);
  });
}

function stampOfLock() {
  const digest = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  return `${digest} node${process.versions.node.split('.')[0]} ${process.platform}-${process.arch}\n`;
}

function isInstalled() {
  if (!existsSync(join(ROOT, 'node_modules'))) return false;
  const stamp = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
  const wanted = stampOfLock();
  if (stamp === wanted) return true;
  // After a manual `npm install` the stamp is old but the modules are right: no need to download them again.
  const sameMachine = stamp === undefined || stamp.split(' ').slice(1).join() === wanted.split(' ').slice(1).join();
  if (!sameMachine || !holdsWhatLockSays()) return false;
  writeFileSync(STAMP, wanted);
  return true;
}

/** Compares npm's own record of node_modules with the lock file, package by package. */
function holdsWhatLockSays() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const have = JSON.parse(readFileSync(record, 'utf8')).packages;
  const want = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = have[path];
    return found ? found.version === version && found.integrity === integrity : optional === true;
  });
}

async function install(say) {
  say('Installing packages with npm ci (once; again only when package-lock.json changes) …');
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional'];
  const npm = process.env.npm_execpath;
  const [program, ...first] = npm && /\.c?js$/.test(npm) ? [process.execPath, npm] : ['npm'];
  const { code, output, seconds } = await runTool(program, [...first, ...args], { say, label: 'npm ci' });
  if (code === 0) {
    say(`  installed (${seconds} s)`);
    return;
  }
  fail(
    `npm ci failed (${code}). Its output:`,
    output,
    "Check the network and npm's registry setting, then run `npm ci` here by hand.",
  );
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
