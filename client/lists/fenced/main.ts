import { buffer as drain } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { endAtOnce, FENCE, watchLimits } from '../../../sandbox/limits.js';

/**
 * The fenced process: takes a file on standard input, has a thread read it, and writes the answer to standard output.
 * This thread only watches its memory and work; overrunning either ends the process and nothing else.
 */
async function main(): Promise<void> {
  process.title = 'notice-desk-reader';
  const [, , reader = '', task = 'null'] = process.argv;
  // Whoever asked may be gone: nobody else would end this process.
  process.once('disconnect', endAtOnce);
  const file = await drain(process.stdin);
  const bytes = new Uint8Array(file);
  const watch = watchLimits(() => 0);
  const worker = new Worker(new URL(reader), {
    workerData: { task: JSON.parse(task), bytes },
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: FENCE.heapMb },
    // What a library prints must not get between the answer.
    stdout: true,
    stderr: true,
  });
  worker.once('error', endAtOnce);
  worker.once('message', (answer: string) => {
    clearInterval(watch);
    process.stdout.write(answer, () => process.exit(0));
  });
}

await main();
