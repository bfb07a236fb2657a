import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { getErrorCode } from '../domain/error-parts.js';
import { RefusedError } from './exit.js';

/** Writes to a temporary file and renames it, so the file is either complete or absent. */
export async function writeWhole(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const file = await open(unfinished, 'w', 0o600).catch((error: unknown) => {
    throw new RefusedError(`${path} cannot be written (${getErrorCode(error) ?? 'unknown reason'}).`);
  });
  try {
    await write(file);
    await file.sync();
    await file.close();
    await rename(unfinished, path);
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}
