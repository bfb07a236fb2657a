import { z } from 'zod';
import { readArchive, readManifest, type Manifest } from './archive.js';
import { BackupError } from './backup-error.js';
import { restoreBackup } from './restore-backup.js';
import { takeBackup } from './take-backup.js';

const of = { home: z.string(), file: z.string() };
const taskSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('backup'), ...of, withoutKeys: z.boolean() }),
  z.object({ act: z.literal('restore'), ...of, keys: z.string().optional() }),
  z.object({ act: z.literal('verify'), ...of }),
]);

async function run(task: z.infer<typeof taskSchema>): Promise<Manifest> {
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  if (task.act === 'backup') return takeBackup({ ...task, say });
  if (task.act === 'restore') return restoreBackup({ ...task, keys: task.keys, say });
  const manifest = await readManifest(task.file);
  await readArchive(task.file, manifest);
  return manifest;
}

try {
  const manifest = await run(taskSchema.parse(JSON.parse(process.argv[2] ?? '')));
  const files = Object.values(manifest.files);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const { takenAt, running } = manifest;
  process.stdout.write(`${JSON.stringify({ takenAt, running, files: files.length, bytes })}\n`);
} catch (error) {
  if (!(error instanceof BackupError)) throw error;
  process.stdout.write(`${JSON.stringify({ problem: error.message })}\n`);
  process.exitCode = 1;
}
