import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { endAtOnce, FENCE, watchLimits, workedMs } from './limits.js';

/** What the working thread of a warm process is given and answers: one message each. */
interface Served {
  title: string;
  /** Module of the thread, which posts one text for each task. */
  thread: URL;
  /** Makes of a line what the thread is given. */
  toMessage?: (task: unknown) => { message: unknown; transfer?: ArrayBuffer[] };
}

/**
 * Runs a process that does several tasks: each comes as a line of JSON on standard input, and its answer goes as one to
 * standard output. A task that overruns a limit, or fails, takes the process with it and nothing else.
 */
export function serveTasks({ title, thread, toMessage = (message) => ({ message }) }: Served): void {
  process.title = title;
  process.once('disconnect', endAtOnce);
  let workedBefore = workedMs();
  watchLimits(() => workedBefore);
  const worker = new Worker(thread, {
    workerData: null,
    resourceLimits: { maxOldGenerationSizeMb: FENCE.heapMb },
    // What a library prints must not get between the answers.
    stdout: true,
    stderr: true,
  });
  worker.once('error', endAtOnce);
  worker.once('exit', endAtOnce);
  worker.on('message', (answer: string) => process.stdout.write(`${answer}\n`));
  createInterface({ input: process.stdin }).on('line', (line) => {
    const { message, transfer = [] } = toMessage(JSON.parse(line));
    workedBefore = workedMs();
    worker.postMessage(message, transfer);
  });
}
