import { readArchive, readManifest, type Manifest } from './archive.js';
import { BackupError } from './backup-error.js';
import { restoreBackup } from './restore-backup.js';
import { takeBackup } from './take-backup.js';

/** What the command line asks for (cli/desk/backup.ts), as its one argument. */
export type BackupTask =
  | { act: 'backup'; home: string; file: string; withoutKeys: boolean }
  | { act: 'restore'; home: string; file: string; keys?: string }
  | { act: 'verify'; file: string };

async function run(task: BackupTask): Promise<Manifest> {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  if (task.act === 'backup') return takeBackup({ ...task, say });
  if (task.act === 'restore') return restoreBackup({ ...task, keys: task.keys, say });
  const manifest = await readManifest(task.file);
  await readArchive(task.file, manifest);
  return manifest;
}

try {
  const manifest = await run(JSON.parse(process.argv[2] ?? '') as BackupTask);
  const files = Object.values(manifest.files);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const { takenAt, running } = manifest;
  process.stdout.write(`${JSON.stringify({ takenAt, running, files: files.length, bytes })}\n`);
} catch (error) {
  if (!(error instanceof BackupError)) throw error;
  process.stdout.write(`${JSON.stringify({ problem: error.message })}\n`);
  process.exitCode = 1;
}
