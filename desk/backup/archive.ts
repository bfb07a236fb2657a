import { createHash } from 'node:crypto';
import { createWriteStream, type ReadStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, Transform, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished, pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { z } from 'zod';
import { getErrorCode } from '../../domain/error-parts.js';
import { BackupError } from './backup-error.js';

const MANIFEST = 'manifest.json';
const fileSchema = z.object({ bytes: z.int(), sha256: z.string().length(64) });
const manifestSchema = z.object({
  format: z.literal(1),
  /** Anything that the desk acknowledged later is not in the backup. */
  takenAt: z.iso.datetime(),
  running: z.boolean(),
  files: z.record(z.string(), fileSchema),
  folders: z.array(z.string()),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** Limits above any real desk: an archive that declares more was made to fill a disk. */
const MAX_FILES = 1_000_000;
const MAX_BYTES = 2 ** 42;
const MAX_MANIFEST_BYTES = 2 ** 28;
/** Allowed places in a backup, by first folder (take-backup.ts); rejects names that lead elsewhere. */
const PLACE = /^(home|postgres|temporal-postgres)(\/[^/\\\0]+)*$/;

/** Receives the contents of an archive; each call resolves when the bytes are written. */
export interface ArchiveWriter {
  /** Resolves to false if the file no longer exists. */
  addFile(path: string, name: string): Promise<boolean>;
  addText(words: string, name: string): Promise<void>;
  /** Adds a folder that must exist although it is empty. */
  addFolder(name: string): void;
}

/** Adds all contents and returns the time that the backup represents. */
export type Fill = (archive: ArchiveWriter) => Promise<Pick<Manifest, 'takenAt' | 'running'>>;

/** Writes an archive (0600) of what `fill` adds. The file gets its name only once it is complete and on disk. */
export async function writeArchive(file: string, fill: Fill): Promise<Manifest> {
  const draft = `${file}.${process.pid}.part`;
  const sink = createWriteStream(draft, { flags: 'wx', mode: 0o600 });
  try {
    const manifest = await writeDraft(sink, fill);
    await sync(draft);
    await rename(draft, file);
    return manifest;
  } catch (error) {
    // The file may not be open yet; if it were removed before, it would appear afterwards.
    await finished(sink.destroy()).catch(() => undefined);
    await rm(draft, { force: true });
    if (getErrorCode(error) === 'ENOSPC') throw new BackupError(`${file}: not enough disk space. Nothing was written.`);
    throw error;
  }
}

async function writeDraft(sink: Writable, fill: Fill): Promise<Manifest> {
  const files: Manifest['files'] = {};
  const folders: string[] = [];
  const zip = new yazl.ZipFile();
  const failed = new Promise<never>((_, reject) => zip.on('error', reject));
  const written = pipeline(zip.outputStream, sink);
  // Awaiting callers still see the error. This avoids an unhandled rejection when `fill` fails first.
  written.catch(() => undefined);
  const add = async (source: ReadStream | PassThrough, name: string) => {
    const { stream, done } = hashed(source);
    zip.addReadStream(stream, name, { compressionLevel: 1 });
    files[name] = await Promise.race([done, failed, written.then(() => Promise.reject(new Error('ended')))]);
  };
  const of = await fill({
    addFile: async (path, name) => {
      const handle = await openUnlessGone(path);
      if (handle === undefined) return false;
      await add(handle.createReadStream(), name);
      return true;
    },
    addText: (words, name) => add(new PassThrough().end(words), name),
    addFolder: (name) => {
      zip.addEmptyDirectory(name);
      folders.push(name);
    },
  });
  const manifest: Manifest = { format: 1, ...of, files, folders };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), MANIFEST);
  zip.end();
  await Promise.race([written, failed]);
  return manifest;
}

function hashed(source: NodeJS.ReadableStream) {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk);
      bytes += chunk.length;
      next(null, chunk);
    },
  });
  const done = pipeline(source, stream).then(() => ({ bytes, sha256: hash.digest('hex') }));
  return { stream, done };
}

/** PostgreSQL removes files of dropped tables during the copy; a missing file is not part of the backup. */
async function openUnlessGone(path: string) {
  try {
    return await open(path);
  } catch (error) {
    if (getErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function sync(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export async function readManifest(file: string): Promise<Manifest> {
  for await (const { entry, zip } of readEntries(file)) {
    if (entry.fileName !== MANIFEST || entry.uncompressedSize > MAX_MANIFEST_BYTES) continue;
    const read = manifestSchema.safeParse(parseJson(await text(await openEntry(zip, entry))));
    if (read.success) return checkManifest(file, read.data);
  }
  throw new BackupError(`${file}: not a backup of a desk, or incomplete.`);
}

/** Throws if the manifest names a place outside a home, or declares more than a home can contain. */
function checkManifest(file: string, manifest: Manifest): Manifest {
  const { files, folders } = manifest;
  const names = [...Object.keys(files), ...folders];
  const bytes = Object.values(files).reduce((sum, one) => sum + one.bytes, 0);
  if (names.length > MAX_FILES || bytes > MAX_BYTES)
    throw new BackupError(`${file}: lists ${names.length} files of ${bytes} bytes, more than a backup can have.`);
  const odd = names.find((name) => !PLACE.test(name) || name.split('/').some((part) => part === '.' || part === '..'));
  if (odd !== undefined) throw new BackupError(`${file}: ${JSON.stringify(odd)} is not a valid path in a home.`);
  return manifest;
}

/** Checks every file against the manifest and, if `into` is given, unpacks it there. Throws at the first difference. */
export async function readArchive(file: string, manifest: Manifest, into?: string): Promise<void> {
  const missing = new Set(Object.keys(manifest.files));
  for await (const { entry, zip } of readEntries(file)) {
    const name = entry.fileName;
    const expected = manifest.files[name];
    if (expected === undefined) continue;
    // Bounds what is unpacked: the library aborts an entry that grows beyond its declared size.
    if (entry.uncompressedSize !== expected.bytes)
      throw new BackupError(`${file}: ${name} does not have its stated length.`);
    if (!missing.has(name)) throw new BackupError(`${file}: ${name} occurs twice.`);
    const found = await readEntry(await openEntry(zip, entry), into && join(into, name)).catch((error: Error) => {
      if (getErrorCode(error) === 'ENOSPC')
        throw new BackupError(`${into}: not enough disk space. Nothing was restored.`);
      throw new BackupError(`${file}: ${name} is damaged (${error.message}).`);
    });
    if (found.sha256 !== expected.sha256) throw new BackupError(`${file}: ${name} was changed since the backup.`);
    missing.delete(name);
  }
  if (missing.size > 0) throw new BackupError(`${file}: ${[...missing][0]} is missing.`);
  if (into === undefined) return;
  for (const name of manifest.folders) await mkdir(join(into, name), { recursive: true, mode: 0o700 });
}

async function readEntry(source: NodeJS.ReadableStream, to: string | undefined) {
  const { stream, done } = hashed(source);
  if (to !== undefined) await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  const sink =
    to === undefined
      ? new Writable({ write: (_chunk, _, next) => next() })
      : createWriteStream(to, { mode: 0o600, flush: true });
  const [found] = await Promise.all([done, pipeline(stream, sink)]);
  return found;
}

async function* readEntries(file: string): AsyncGenerator<{ zip: yauzl.ZipFile; entry: yauzl.Entry }> {
  const zip = await openZip(file);
  try {
    for (;;) {
      const entry = await nextEntry(zip, file);
      if (entry === undefined) return;
      yield { zip, entry };
    }
  } finally {
    zip.close();
  }
}

function openZip(file: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else if (getErrorCode(error) === 'ENOENT') reject(new BackupError(`${file}: there is no such file.`));
      else reject(new BackupError(`${file}: not a backup of a desk, or incomplete (${error.message}).`));
    });
  });
}

function nextEntry(zip: yauzl.ZipFile, file: string): Promise<yauzl.Entry | undefined> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      zip.removeAllListeners();
      act();
    };
    zip.once('entry', (entry: yauzl.Entry) => settle(() => resolve(entry)));
    zip.once('end', () => settle(() => resolve(undefined)));
    zip.once('error', (error: Error) => settle(() => reject(new BackupError(`${file}: damaged (${error.message}).`))));
    zip.readEntry();
  });
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
