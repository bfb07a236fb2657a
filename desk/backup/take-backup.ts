import { existsSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { findProcess, isSameProcess, readIdentity } from '../children/process-identity.js';
import { type ArchiveWriter, type Manifest, writeArchive } from './archive.js';
import { BackupError } from './backup-error.js';
import { copyResting, copyWorking } from './copy-cluster.js';
import { whileFrozen } from './freeze.js';

const ENGINE_POSTGRES = 'temporal-postgres';
const OF_CLUSTER = [ENGINE_POSTGRES, 'temporal-server.yaml', 'temporal-dynamic.yaml'];
const OF_THIS_RUN = [
  'desk.json',
  'desk.lock',
  'people.json',
  'login-passwords',
  'temporal.pid',
  'temporal-tls',
  'logs',
  'cache',
  'postgres',
  ...OF_CLUSTER,
];
const ENGINE_FILES = ['temporal.db', 'temporal.db-wal'];

const secretsSchema = z.object({ databasePassword: z.string(), temporalDatabasePassword: z.string() });
const deskSchema = z.object({ database: z.string() });

export interface BackupRequest {
  home: string;
  /** The archive to write; refused if it exists. */
  file: string;
  /** Leaves out `secrets.json`, so that keys are kept apart from the data they decrypt. */
  withoutKeys: boolean;
  say: (text: string) => void;
}

/**
 * Copies a running or stopped desk into one file: first Temporal, which is paused while its file is copied, then the
 * registry. The registry is therefore the later one, and work missing in Temporal is restarted from it.
 */
export async function takeBackup({ home, file, withoutKeys, say }: BackupRequest): Promise<Manifest> {
  const cluster = join(home, 'postgres');
  const secrets = readJson(join(home, 'secrets.json'), secretsSchema);
  if (secrets === undefined) throw new BackupError(`${home}: not the home of a desk. Set DESK_HOME.`);
  if (!existsSync(join(cluster, 'PG_VERSION')))
    throw new BackupError(
      `The registry of this desk is not in ${home} (DATABASE_URL): back up its server with its own tools, together with everything in ${home}.`,
    );
  if (existsSync(file)) throw new BackupError(`${file}: already exists. Give another file.`);
  const running = isServed(cluster);
  return writeArchive(file, async (archive) => {
    await addHome(archive, { home, withoutKeys, besides: resolve(file) });
    say('engine …');
    await addEngine(archive, home);
    await addEnginePostgres(archive, join(home, ENGINE_POSTGRES), secrets.temporalDatabasePassword);
    say('registry …');
    const takenAt = running
      ? await copyWorking(archive, cluster, adminUrl(home, secrets.databasePassword))
      : await copyResting(archive, cluster);
    return { takenAt: takenAt.toISOString(), running };
  });
}

async function addHome(
  archive: ArchiveWriter,
  { home, withoutKeys, besides }: { home: string; withoutKeys: boolean; besides: string },
): Promise<void> {
  const left = [...OF_THIS_RUN, ...ENGINE_FILES, 'temporal.db-shm', ...(withoutKeys ? ['secrets.json'] : [])];
  const isDraft = (path: string) => /\.\d+\.part$/.test(path);
  const isOurs = (path: string) => !path.startsWith('.') && !besides.endsWith(`/${path}`) && !isDraft(path);
  for (const found of await readdir(home, { recursive: true, withFileTypes: true })) {
    const path = join(found.parentPath, found.name).slice(home.length + 1);
    const [top = ''] = path.split('/');
    if (found.isFile() && !left.includes(top) && isOurs(path)) await archive.addFile(join(home, path), `home/${path}`);
  }
}

/** Copies Temporal's file and its write-ahead log as a kill at this instant would leave them, which SQLite survives. */
async function addEngine(archive: ArchiveWriter, home: string): Promise<void> {
  const files = ENGINE_FILES.filter((name) => existsSync(join(home, name)));
  if (files.length === 0) return;
  const engine = readIdentity(join(home, 'temporal.pid'));
  const working = engine !== undefined && isSameProcess(engine) ? engine : undefined;
  const folder = await mkdtemp(join(home, '.backup-'));
  try {
    const copy = async () => {
      for (const name of files) await copyFile(join(home, name), join(folder, name));
    };
    await (working ? whileFrozen(working, copy) : copy());
    for (const name of files) await archive.addFile(join(folder, name), `home/${name}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function addEnginePostgres(archive: ArchiveWriter, cluster: string, password: string): Promise<void> {
  if (!existsSync(join(cluster, 'PG_VERSION'))) return;
  if (!isServed(cluster)) return void (await copyResting(archive, cluster));
  const [, , , port] = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  await copyWorking(archive, cluster, `postgres://desk:${password}@127.0.0.1:${port}/temporal`);
}

function isServed(cluster: string): boolean {
  const path = join(cluster, 'postmaster.pid');
  return existsSync(path) && findProcess(Number.parseInt(readFileSync(path, 'utf8'), 10)) !== undefined;
}

function adminUrl(home: string, password: string): string {
  const desk = readJson(join(home, 'desk.json'), deskSchema);
  if (desk === undefined)
    throw new BackupError(`The desk of ${basename(home)} is starting or stopping. Try again when it is ready.`);
  const url = new URL(desk.database);
  url.username = 'desk';
  url.password = password;
  return url.href;
}

function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
