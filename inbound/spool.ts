import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

export interface Spooled {
  size: number;
  read(): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Writes a stream to a file that is already unlinked, so that a crash leaves nothing behind. It only saves memory;
 * durability comes from the registry. Once `wanted` is false, the rest is read and dropped.
 */
export async function spool(folder: string, chunks: AsyncIterable<Buffer>, wanted: () => boolean): Promise<Spooled> {
  const path = join(folder, `${randomUUID()}.mail`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await unlink(path);
    let size = 0;
    for await (const chunk of chunks) {
      if (!wanted()) continue;
      await file.write(chunk, 0, chunk.length, size);
      size += chunk.length;
    }
    return { size, read: () => readBack(file, size), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readBack(file: FileHandle, size: number): Promise<Buffer> {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, size - at, at);
    if (bytesRead === 0) throw new Error('a spool file is shorter than what was written');
    at += bytesRead;
  }
  return bytes;
}
