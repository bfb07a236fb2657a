import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { getErrorCode } from '../domain/error-parts.js';
import { findProcess, isSameProcess, readIdentity, type ProcessIdentity } from './children/process-identity.js';
import { StartError } from './start-error.js';

const LOCK = 'desk.lock';
/** A takeover lasts milliseconds, so an older claim was left by a process that died during one. */
const TAKEOVER_STALE_MS = 10_000;

/**
 * Creates the home folder (0700) if missing and returns its real path. A folder with unrelated files keeps its mode.
 */
export function openHome(path: string): string {
  const home = resolve(path);
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const entries = readdirSync(home);
    // Restricting a shared folder such as /tmp by mistake would lock out every user; the desk's own files have their
    // own modes.
    if (entries.length === 0 || entries.includes(LOCK) || entries.includes('secrets.json')) chmodSync(home, 0o700);
    mkdirSync(join(home, 'logs'), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new StartError(
      `DESK_HOME=${home}: cannot be used (${(error as Error).message}). Set it to a writable folder.`,
    );
  }
  return realpathSync(home);
}

/**
 * Throws a `StartError` if the home belongs to the other kind of Temporal server, which knows nothing of the open
 * notices.
 */
export function refuseOtherEngine(home: string, engine: 'dev' | 'full'): void {
  const [mark, owner] =
    engine === 'full'
      ? ['temporal.db', 'an embedded desk (npm start)']
      : ['temporal-postgres', 'a cluster (npm run cluster)'];
  if (!existsSync(join(home, mark))) return;
  throw new StartError(
    `DESK_HOME=${home} belongs to ${owner}: its open notices are in another Temporal server. Use another DESK_HOME.`,
  );
}

export interface HomeLock {
  release(): void;
}

/** Locks the home for this process. Takes over the lock of a dead desk; throws a `StartError` that names a live one. */
export function lockHome(home: string): HomeLock {
  const path = join(home, LOCK);
  const mine = findProcess(process.pid) ?? { pid: process.pid, startedAt: 'unknown' };
  const draft = join(home, `.${LOCK}.${randomUUID()}`);
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    // link() is atomic and publishes the content with the name, so an empty lock is never visible.
    if (!tryLink(draft, path)) {
      clearStaleLock(home, path);
      if (!tryLink(draft, path)) throw runningError(home, readIdentity(path));
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: () => {
      if (readIdentity(path)?.startedAt === mine.startedAt) rmSync(path, { force: true });
    },
  };
}

/** Only one process at a time may clear a stale lock; a second one could remove the first one's new lock. */
function clearStaleLock(home: string, path: string): void {
  const holder = readIdentity(path);
  if (holder && isSameProcess(holder)) throw runningError(home, holder);
  const claim = `${path}.takeover`;
  if (existsSync(claim) && Date.now() - statSync(claim).mtimeMs > TAKEOVER_STALE_MS) rmdirSync(claim);
  try {
    mkdirSync(claim);
  } catch {
    throw new StartError(`DESK_HOME=${home}: another desk is starting on it. Wait for it, or use another DESK_HOME.`);
  }
  try {
    const again = readIdentity(path);
    if (again && isSameProcess(again)) throw runningError(home, again);
    rmSync(path, { force: true });
  } finally {
    rmdirSync(claim);
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (getErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

function runningError(home: string, holder: ProcessIdentity | undefined): StartError {
  return new StartError(
    `A desk is already running on ${home} (pid ${holder?.pid ?? 'unknown'}). Stop it, or start this one with another DESK_HOME.`,
  );
}
