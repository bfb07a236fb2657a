import { buffer as drain } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { FENCE } from '../fence.js';

/**
 * The fenced process: takes a file on standard input, has a thread read it, and writes the answer to standard output.
 * This thread only watches. Limits of the engine's heap do not count bytes outside it, so the memory of the whole
 * process is looked at, and its work; overrunning either ends the process and nothing else.
 */
async function main(): Promise<void> {
  process.title = 'notice-desk-reader';
  const [, , reader = '', task = 'null'] = process.argv;
  // Whoever asked may be gone: nobody else would end this process.
  process.once('disconnect', endAtOnce);
  const file = await drain(process.stdin);
  const bytes = new Uint8Array(file);
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() > FENCE.memoryMb * 1024 * 1024 || workedMs() > FENCE.cpuMs) endAtOnce();
  }, 20);
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

/** Work of all threads of this process. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function endAtOnce(): void {
  process.kill(process.pid, 'SIGKILL');
}

await main();
