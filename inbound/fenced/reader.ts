import { parentPort, workerData } from 'node:worker_threads';
import type { MailTask } from '../read-fenced.js';
import { freezeIntrinsics } from './freeze.js';
import { readMessage } from './read-message.js';

interface Handed {
  task: MailTask;
  bytes: Uint8Array;
}

async function main(): Promise<void> {
  freezeIntrinsics();
  const handed = workerData as Handed | null;
  if (handed !== null) return post(handed);
  // An exception ends the thread and the process: a reader that failed is never reused.
  parentPort?.on('message', (next: Handed) => void post(next));
}

async function post({ task, bytes }: Handed): Promise<void> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  parentPort?.postMessage(JSON.stringify(await readMessage(raw, task)), []);
}

await main();
