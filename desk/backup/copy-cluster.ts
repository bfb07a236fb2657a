import { readdir, readlink, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { getErrorCode } from '../../domain/error-parts.js';
import type { ArchiveWriter } from './archive.js';
import { BackupError } from './backup-error.js';

/**
 * Folders that PostgreSQL recreates by itself, by its documentation (Continuous Archiving, "Making a Base Backup Using
 * the Low Level API"): kept as empty folders. The write-ahead log is added last.
 */
const LEFT_EMPTY = [
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
];
const LEFT_OUT = ['postmaster.pid', 'postmaster.opts', 'pg_wal'];
const LOG_FILE = /^[0-9A-F]{24}$/;

export async function copyResting(archive: ArchiveWriter, cluster: string): Promise<Date> {
  await addTree(archive, cluster, { leftOut: ['postmaster.pid', 'postmaster.opts'] });
  return new Date();
}

/**
 * Copies a running cluster with `pg_backup_start` and `pg_backup_stop`; replaying the WAL from start to stop makes the
 * copy consistent, with every commit up to the returned instant. A temporary replication slot retains that WAL.
 */
export async function copyWorking(archive: ArchiveWriter, cluster: string, url: string): Promise<Date> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_create_physical_replication_slot($1, true, true)', [`desk_backup_${process.pid}`]);
    const begun = await client.query<{ file: string }>(`
      select pg_walfile_name(started) as file from pg_backup_start('notice-desk backup', true) as started`);
    await addTree(archive, cluster, { leftOut: LEFT_OUT, leftEmpty: LEFT_EMPTY });
    const takenAt = new Date();
    const ended = await client.query<{ file: string; label: string }>(`
      select pg_walfile_name(lsn) as file, labelfile as label from pg_backup_stop(false)`);
    const [from, to] = [begun.rows[0]?.file ?? '', ended.rows[0]?.file ?? ''];
    await archive.addText(ended.rows[0]?.label ?? '', `${basename(cluster)}/backup_label`);
    await addLog(archive, cluster, { from, to });
    return takenAt;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function addLog(archive: ArchiveWriter, cluster: string, { from, to }: { from: string; to: string }) {
  const folder = join(cluster, 'pg_wal');
  const names = (await readdir(folder)).filter((name) => LOG_FILE.test(name) && name >= from && name <= to);
  if (!names.includes(from) || !names.includes(to))
    throw new BackupError(`PostgreSQL did not keep its log from ${from} to ${to}. Try again.`);
  const top = basename(cluster);
  archive.addFolder(`${top}/pg_wal/archive_status`);
  archive.addFolder(`${top}/pg_wal/summaries`);
  for (const name of names.sort()) await archive.addFile(join(folder, name), `${top}/pg_wal/${name}`);
}

interface Tree {
  leftOut: readonly string[];
  leftEmpty?: readonly string[];
}

async function addTree(archive: ArchiveWriter, cluster: string, { leftOut, leftEmpty = [] }: Tree): Promise<void> {
  await refuseTablespaces(cluster);
  const top = basename(cluster);
  const walk = async (below: string): Promise<void> => {
    const folder = join(cluster, below);
    const names = await listUnlessGone(folder);
    if (names.length === 0) archive.addFolder(join(top, below));
    for (const name of names.sort()) {
      const path = join(below, name);
      if (leftOut.includes(path)) continue;
      const found = await stat(join(cluster, path)).catch(() => undefined);
      if (found?.isDirectory()) {
        if (leftEmpty.includes(path)) archive.addFolder(join(top, path));
        else await walk(path);
      } else if (found?.isFile()) await archive.addFile(join(cluster, path), join(top, path));
    }
  };
  await walk('');
}

async function listUnlessGone(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (getErrorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** Tablespaces are outside the cluster folder, so a copy would be incomplete. The desk makes none. */
async function refuseTablespaces(cluster: string): Promise<void> {
  for (const name of await readdir(join(cluster, 'pg_tblspc'))) {
    const place = await readlink(join(cluster, 'pg_tblspc', name)).catch(() => name);
    throw new BackupError(`${cluster} has a tablespace at ${place}. Back it up with pg_basebackup.`);
  }
}
