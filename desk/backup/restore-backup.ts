import { chmod, chown, copyFile, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { preparePostgresBinaries, type Account } from '../postgres/postgres-binaries.js';
import { type Manifest, readArchive, readManifest } from './archive.js';
import { BackupError } from './backup-error.js';
import { RESTORED } from './restored-mark.js';

export interface RestoreRequest {
  file: string;
  /** The home to create; refused if it contains anything. */
  home: string;
  /** `secrets.json` of the desk, for a backup taken without it. */
  keys: string | undefined;
  say: (text: string) => void;
}

/** Creates a home from a backup, completely or not at all. A desk is then started on it as usual. */
export async function restoreBackup({ file, home: wanted, keys, say }: RestoreRequest): Promise<Manifest> {
  const home = resolve(wanted);
  if (existsSync(home) && (await readdir(home)).length > 0)
    throw new BackupError(`${home}: not empty. Give a new home, or move this one away first.`);
  const manifest = await readManifest(file);
  if (!Object.hasOwn(manifest.files, 'postgres/PG_VERSION'))
    throw new BackupError(`${file} has no database: it is not a backup of a desk. Nothing was restored.`);
  const hasKeys = Object.hasOwn(manifest.files, 'home/secrets.json');
  if (!hasKeys && keys === undefined)
    throw new BackupError(`${file} was taken without keys. Give the desk's secrets.json with --keys.`);
  if (hasKeys && keys !== undefined) throw new BackupError(`${file} has its own keys: omit --keys.`);
  const draft = join(dirname(home), `.restoring-${process.pid}`);
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    say('files …');
    await readArchive(file, manifest, draft);
    const made = join(draft, 'home');
    const clusters = ['postgres', 'temporal-postgres'].filter((name) => existsSync(join(draft, name)));
    for (const name of clusters) await rename(join(draft, name), join(made, name));
    if (keys !== undefined) {
      await copyFile(keys, join(made, 'secrets.json'));
      await chmod(join(made, 'secrets.json'), 0o600);
    }
    await writeFile(join(made, RESTORED), JSON.stringify({ from: manifest.takenAt }), { mode: 0o600 });
    for (const name of clusters) await giveToAccount(join(made, name));
    await rm(home, { recursive: true, force: true });
    await rename(made, home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return manifest;
}

/** PostgreSQL does not run as root, and requires that the account it runs as owns its files. */
async function giveToAccount(cluster: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { account } = preparePostgresBinaries();
  if (account !== undefined) await giveTree(cluster, account);
}

async function giveTree(path: string, account: Account): Promise<void> {
  await chown(path, account.uid, account.gid);
  if (!(await stat(path)).isDirectory()) return;
  for (const name of await readdir(path)) await giveTree(join(path, name), account);
}
