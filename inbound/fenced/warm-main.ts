import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { FENCE, READERS } from '../../client/lists/fence.js';
import { endAtOnce, watchLimits, workedMs } from '../../client/lists/fenced/watch.js';

/**
 * A fenced process that reads several messages: each comes as a line of JSON on standard input, and its answer goes as one to
 * standard output. Limits are those of a process that reads one; whoever overruns them, or fails, takes the process with it.
 */
function main(): void {
  process.title = 'notice-desk-reader';
  process.once('disconnect', endAtOnce);
  let workedBefore = workedMs();
  watchLimits(() => workedBefore);
  const worker = new Worker(READERS.mail, {
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
    const { task, raw } = JSON.parse(line) as { task: unknown; raw: string };
    const bytes = new Uint8Array(Buffer.from(raw, 'base64'));
    workedBefore = workedMs();
    worker.postMessage({ task, bytes }, [bytes.buffer]);
  });
}

main();
