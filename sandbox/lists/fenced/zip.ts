import type { Readable } from 'node:stream';
import { buffer as drain } from 'node:stream/consumers';
import { fromBuffer, type Entry, type ZipFile as ZipReader } from 'yauzl';
import { ListRefused } from '../item.js';

export function openZip(bytes: Buffer, damaged: string): Promise<ZipReader> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(new ListRefused(damaged));
    });
  });
}

export async function* readEntries(zip: ZipReader, damaged: string): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      const settle = (work: () => void) => {
        zip.removeAllListeners();
        work();
      };
      zip.once('entry', (found: Entry) => settle(() => resolve(found)));
      zip.once('end', () => settle(() => resolve(null)));
      zip.once('error', () => settle(() => reject(new ListRefused(damaged))));
      zip.readEntry();
    });
    if (entry === null) return;
    yield entry;
  }
}

export async function inflate(zip: ZipReader, entry: Entry, damaged: string): Promise<Buffer> {
  try {
    const stream = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, opened) => (error === null ? resolve(opened) : reject(error)));
    });
    return await drain(stream);
  } catch {
    throw new ListRefused(damaged);
  }
}
