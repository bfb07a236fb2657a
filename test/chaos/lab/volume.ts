import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmdirSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getErrorCode } from '../../../domain/error-parts.js';

/** PostgreSQL, Temporal's file, logs and some spare; a run of half an hour stays below. */
const SIZE_MB = 900;
const CHUNK = Buffer.alloc(1024 * 1024, 1);

export interface Volume {
  folder: string;
  fill(): void;
  empty(): void;
  freeBytes(): number;
  discard(): void;
}

/** Mounts a volume. Throws unless run as root. */
export function mountVolume(): Volume {
  const folder = mkdtempSync(join(tmpdir(), 'desk-volume-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=755`, 'desk-chaos', folder]);
  chmodSync(folder, 0o755); // PostgreSQL runs as another account
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill: () => fillUp(ballast),
    empty: () => rmSync(ballast, { force: true }),
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(folder);
      return bavail * bsize;
    },
    discard: () => {
      execFileSync('umount', ['--lazy', folder]);
      rmdirSync(folder);
    },
  };
}

function fillUp(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const chunk of [CHUNK, CHUNK.subarray(0, 4096)]) while (writeSync(file, chunk) === chunk.length);
  } catch (error) {
    if (getErrorCode(error) !== 'ENOSPC') throw error;
    // Less than a chunk was left: small writes fill the rest.
    fillRest(file);
  } finally {
    closeSync(file);
  }
}

function fillRest(file: number): void {
  try {
    while (writeSync(file, CHUNK, 0, 4096) === 4096);
  } catch (error) {
    if (getErrorCode(error) !== 'ENOSPC') throw error;
  }
}
