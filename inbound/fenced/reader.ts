import { parentPort, workerData } from 'node:worker_threads';
import type { MailTask } from '../read-fenced.js';
import { freezeIntrinsics } from './freeze.js';
import { readMessage } from './read-message.js';

interface Handed {
  task: MailTask;
  bytes: Uint8Array;
}

/** Reads one hostile message in a thread of a fenced process and posts what it holds as JSON text; without one given, each that is posted to it. */
async function main(): Promise<void> {
  freezeIntrinsics();
  const handed = workerData as Handed | null;
  if (handed !== null) return post(handed);
  // What is thrown ends the thread, and with it the process: nobody goes on with a reader that has failed.
  parentPort?.on('message', (next: Handed) => void post(next));
}

async function post({ task, bytes }: Handed): Promise<void> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  parentPort?.postMessage(JSON.stringify(await readMessage(raw, task)), []);
}

await main();
