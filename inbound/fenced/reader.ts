import { parentPort, workerData } from 'node:worker_threads';
import type { MailTask } from '../read-fenced.js';
import { readMessage } from './read-message.js';

/** Reads one hostile message in a thread of a fenced process and posts what it holds as JSON text. */
async function main(): Promise<void> {
  const { task, bytes } = workerData as { task: MailTask; bytes: Uint8Array };
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  parentPort?.postMessage(JSON.stringify(await readMessage(raw, task)), []);
}

await main();
