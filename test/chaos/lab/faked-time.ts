import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { machineEnv } from '../../../config/env.js';
import { openCacheFolder } from '../../../desk/cache-folder.js';
import { PROCESS_KINDS, type Kind } from '../../../desk/process-table.js';

const run = promisify(execFile);
const DOWNLOAD_LIMIT_MS = 120_000;
const LIBRARY = 'libfaketimeMT.so.1';

export interface FakedClocks {
  folder: string;
  library: string;
  /** Offset from now on, within a second; 0 is the true time. */
  set(kind: Kind, seconds: number): void;
}

/** Writes correct clocks into a folder. Throws if the library is neither installed nor available from Debian. */
export async function layOutClocks(folder: string, home: string): Promise<FakedClocks> {
  const library = await findLibrary(home);
  mkdirSync(folder, { recursive: true });
  const set = (kind: Kind, seconds: number) => {
    // A half-written file would be read as a different time.
    const draft = join(folder, `.${kind}`);
    writeFileSync(draft, `${seconds < 0 ? '-' : '+'}${Math.abs(seconds)}\n`);
    renameSync(draft, join(folder, kind));
  };
  for (const kind of PROCESS_KINDS) set(kind, 0);
  return { folder, library, set };
}

/** Environment that fakes the time of day of a kind of process; timers use the monotonic clock, which stays true. */
export function fakedEnv({ folder, library, kind }: { folder: string; library: string; kind: Kind }) {
  return {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: join(folder, kind),
    FAKETIME_CACHE_DURATION: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    NO_FAKE_STAT: '1',
  };
}

async function findLibrary(home: string): Promise<string> {
  const cacheFolder = openCacheFolder(home);
  const kept = join(cacheFolder, `${process.arch}-${LIBRARY}`);
  const installed = findBelow('/usr/lib');
  if (installed !== undefined) return installed;
  if (existsSync(kept)) return kept;
  mkdirSync(cacheFolder, { recursive: true });
  const draft = mkdtempSync(join(cacheFolder, '.faketime-'));
  try {
    const options = { cwd: draft, env: machineEnv(), timeout: DOWNLOAD_LIMIT_MS };
    await run('apt-get', ['download', 'libfaketime'], options);
    const [archive = ''] = readdirSync(draft);
    await run('dpkg-deb', ['-x', archive, 'out'], options);
    const unpacked = findBelow(join(draft, 'out', 'usr', 'lib'));
    if (unpacked === undefined) throw new Error(`${archive} has no ${LIBRARY}.`);
    cpSync(unpacked, kept);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return kept;
}

function findBelow(folder: string): string | undefined {
  const places = readdirSync(folder).map((machine) => join(folder, machine, 'faketime', LIBRARY));
  return places.find((place) => existsSync(place));
}
