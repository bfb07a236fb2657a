import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { exitImmediately, FENCE, watchLimits, workedMs } from './limits.js';

interface Served {
  title: string;
  /** Module of the thread; it must post one text per task. */
  thread: URL;
  toMessage?: (task: unknown) => { message: unknown; transfer?: ArrayBuffer[] };
}

/**
 * Runs a process that handles several tasks: one JSON line on stdin each, answered by one line on stdout. A task that
 * exceeds a limit or fails ends this process and nothing else.
 */
export function serveTasks({ title, thread, toMessage = (message) => ({ message }) }: Served): void {
  process.title = title;
  process.once('disconnect', exitImmediately);
  let workedBefore = workedMs();
  watchLimits(() => workedBefore);
  const worker = new Worker(thread, {
    workerData: null,
    resourceLimits: { maxOldGenerationSizeMb: FENCE.heapMb },
    // Library output must not mix with the answers.
    stdout: true,
    stderr: true,
  });
  worker.once('error', exitImmediately);
  worker.once('exit', exitImmediately);
  worker.on('message', (answer: string) => process.stdout.write(`${answer}\n`));
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { message, transfer = [] } = toMessage(JSON.parse(line));
    workedBefore = workedMs();
    worker.postMessage(message, transfer);
  });
}
