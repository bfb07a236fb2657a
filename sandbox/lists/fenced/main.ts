import { buffer as drain } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { exitImmediately, FENCE, watchLimits } from '../../limits.js';

/**
 * Reads a file from standard input in a worker thread and writes the answer to standard output. The main thread only
 * watches memory and time, and ends the process if either is exceeded.
 */
async function main(): Promise<void> {
  process.title = 'notice-desk-reader';
  const [, , reader = '', task = 'null'] = process.argv;
  // The parent may be gone, and then nothing else would end this process.
  process.once('disconnect', exitImmediately);
  const file = await drain(process.stdin);
  const bytes = new Uint8Array(file);
  const watch = watchLimits(() => 0);
  const worker = new Worker(new URL(reader), {
    workerData: { task: JSON.parse(task), bytes },
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: FENCE.heapMb },
    // Output that a library prints must not mix with the answer.
    stdout: true,
    stderr: true,
  });
  worker.once('error', exitImmediately);
  worker.once('message', (answer: string) => {
    clearInterval(watch);
    process.stdout.write(answer, () => process.exit(0));
  });
}

await main();
