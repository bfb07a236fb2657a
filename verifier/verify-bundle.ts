import { createHash } from 'node:crypto';
import yauzl from 'yauzl';
import { toCanonicalJson } from './canonical.js';
import { leafHash, rootOfInclusion } from './merkle.js';
import { isSignedBy, readCheckpoints, readKey, readManifestNote, type Checkpoint } from './note.js';

export interface BundleVerdict {
  problems: string[];
  files: number;
  entries: number;
  withheld: number;
  erased: number;
  checkpoint: Checkpoint | null;
  keys: string[];
}

/** Read whole, because they prove the rest; all other files are hashed as a stream. */
const KEPT = new Set([
  'manifest.json',
  'manifest.note',
  'audit/checkpoint.txt',
  'audit/key.json',
  'audit/entries.ndjson',
]);
const MAX_CACHED = 256 * 2 ** 20;

interface Found {
  sha256: string;
  text: string | null;
}

/**
 * Verifies a court bundle offline. `keys` are the trusted keys; without them, the key that the bundle names is used.
 */
export async function verifyBundle(path: string, { keys }: { keys?: readonly string[] } = {}): Promise<BundleVerdict> {
  const verdict: BundleVerdict = {
    problems: [],
    files: 0,
    entries: 0,
    withheld: 0,
    erased: 0,
    checkpoint: null,
    keys: [],
  };
  const files = await readZip(path, verdict.problems);
  verdict.files = files.size;
  verdict.keys = [...(keys ?? keysIn(files))];
  const believed = verdict.keys.flatMap((key) => readKey(key) ?? []);
  checkManifest(files, { verdict, keys: believed });
  checkEntries(files, { verdict, keys: believed });
  return verdict;
}

const readText = (files: ReadonlyMap<string, Found>, path: string) => files.get(path)?.text ?? '';

function keysIn(files: ReadonlyMap<string, Found>): string[] {
  const key = parse(readText(files, 'audit/key.json'))?.['publicKey'];
  return typeof key === 'string' ? [key] : [];
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

function checkManifest(
  files: ReadonlyMap<string, Found>,
  { verdict, keys }: { verdict: BundleVerdict; keys: readonly Buffer[] },
): void {
  const { problems } = verdict;
  const note = readManifestNote(readText(files, 'manifest.note'));
  if (note === null || !isSignedBy(note, keys)) problems.push('manifest.json is not signed by the log’s key.');
  else if (note.sha256 !== files.get('manifest.json')?.sha256) problems.push('manifest.json was changed.');
  const listed = parse(readText(files, 'manifest.json'))?.['files'];
  if (!Array.isArray(listed)) {
    problems.push('manifest.json cannot be read.');
    return;
  }
  const hashes = new Map(listed.map((file: Record<string, unknown>) => [String(file['path']), file['sha256']]));
  for (const [path, hash] of hashes) {
    const found = files.get(path);
    if (found === undefined) problems.push(`${path} is missing.`);
    else if (found.sha256 !== hash) problems.push(`${path} was changed.`);
  }
  for (const path of files.keys())
    if (!hashes.has(path) && path !== 'manifest.json' && path !== 'manifest.note') problems.push(`${path} was added.`);
}

function checkEntries(
  files: ReadonlyMap<string, Found>,
  { verdict, keys }: { verdict: BundleVerdict; keys: readonly Buffer[] },
): void {
  const [checkpoint] = readCheckpoints(readText(files, 'audit/checkpoint.txt'));
  if (checkpoint === undefined || !isSignedBy(checkpoint, keys)) {
    verdict.problems.push('audit/checkpoint.txt is not signed by the log’s key.');
    return;
  }
  verdict.checkpoint = checkpoint;
  for (const line of readText(files, 'audit/entries.ndjson').split('\n')) {
    if (line === '') continue;
    const problem = checkEntry(line, { verdict, checkpoint });
    if (problem !== null) verdict.problems.push(problem);
  }
}

function checkEntry(
  line: string,
  { verdict, checkpoint }: { verdict: BundleVerdict; checkpoint: Checkpoint },
): string | null {
  const { seq, leafHash: said, hashes, entry, withheld, erased } = parse(line) ?? {};
  if (typeof seq !== 'number' || typeof said !== 'string' || !Array.isArray(hashes))
    return 'A line of audit/entries.ndjson cannot be read.';
  if (entry === undefined && withheld !== true && erased !== true) return `Entry ${seq} of the log is missing.`;
  const leaf = entry === undefined ? Buffer.from(said, 'base64') : leafHash(Buffer.from(toCanonicalJson(entry)));
  if (leaf.toString('base64') !== said) return `Entry ${seq} of the log was changed: it does not match its leaf hash.`;
  const path = hashes.map((hash) => Buffer.from(String(hash), 'base64'));
  const root = rootOfInclusion(leaf, { index: seq - 1, size: checkpoint.size, hashes: path });
  if (root?.toString('base64') !== checkpoint.root) return `Entry ${seq} has no valid proof of inclusion in the log.`;
  verdict.entries += 1;
  if (entry === undefined) verdict[erased === true ? 'erased' : 'withheld'] += 1;
  return null;
}

function readZip(path: string, problems: string[]): Promise<Map<string, Found>> {
  const files = new Map<string, Found>();
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, strictFileNames: true }, (error, zip) => {
      if (error) {
        reject(error);
        return;
      }
      zip.on('error', reject);
      zip.on('end', () => resolve(files));
      const keep = (name: string) => (found: Found) => {
        if (files.has(name)) problems.push(`${name} occurs twice.`);
        files.set(name, found);
        zip.readEntry();
      };
      zip.on('entry', (entry: yauzl.Entry) => readFile(zip, entry, { found: keep(entry.fileName), failed: reject }));
      zip.readEntry();
    });
  });
}

function readFile(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  { found, failed }: { found: (file: Found) => void; failed: (error: Error) => void },
): void {
  zip.openReadStream(entry, (error, stream) => {
    if (error) {
      failed(error);
      return;
    }
    const hash = createHash('sha256');
    const kept: Buffer[] | null = KEPT.has(entry.fileName) && entry.uncompressedSize <= MAX_CACHED ? [] : null;
    stream.on('data', (chunk: Buffer) => {
      hash.update(chunk);
      kept?.push(chunk);
    });
    stream.on('error', failed);
    stream.on('end', () => {
      found({ sha256: hash.digest('hex'), text: kept === null ? null : Buffer.concat(kept).toString('utf8') });
    });
  });
}
