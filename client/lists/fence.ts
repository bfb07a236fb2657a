import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as drainText } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { bulkhead, isBulkheadRejectedError } from 'cockatiel';
import type { PaperLine } from '../../domain/paper/lines.js';
import { ListRefused } from './item.js';
import type { Sheet } from './sheets.js';

/**
 * What a hostile file may use: work of the processor and time in ms, memory of the process and heap of its reading thread in MiB.
 * Time is the longer one: on a busy machine a sound file waits for its turn, and a mail would be held for it.
 */
export const FENCE = { cpuMs: 30_000, timeMs: 120_000, memoryMb: 640, heapMb: 384 } as const;
/** Files read at a time, and how many more may wait. */
const AT_ONCE = 1;
const MOST_WAITING = 8;

/** What a workbook or PDF holds: its tables, and the text that may say what it is. Without any text it is a picture. */
export interface FencedPaper {
  sheets: Sheet[];
  text: PaperLine[];
}

/** What the fenced process answers. */
export type FencedAnswer = FencedPaper | { refused: string };

/** Too many files wait to be read. */
export class ReaderBusy extends Error {
  override name = 'ReaderBusy';
}

const gate = bulkhead(AT_ONCE, MOST_WAITING);
// Sources run in tests only; the programs are then the built ones beside them.
const FENCED = new URL(import.meta.url.endsWith('.ts') ? '../../dist/fenced/' : '../../fenced/', import.meta.url);
const PROGRAM = new URL('main.js', FENCED);

/** The programs that a fenced process reads with (scripts/bundle-programs.mjs). */
export const READERS = { list: new URL('list-reader.js', FENCED), mail: new URL('mail-reader.js', FENCED) } as const;
/** The one that reads several messages, one after another (inbound/warm-reader.ts). */
export const WARM_PROGRAM = new URL('warm-mail-reader.js', FENCED);

/**
 * Reads a workbook or a PDF in a process of its own, one at a time: it is killed when it overruns memory or time, has
 * none of our environment, and cannot take the API down with it, whatever the file makes of its reader.
 */
export async function readFenced(bytes: Buffer, format: 'xlsx' | 'pdf'): Promise<FencedPaper> {
  const answer = await gate
    .execute(() => runReader(bytes, format))
    .catch((error: Error) => {
      if (isBulkheadRejectedError(error))
        throw new ReaderBusy('Other files are being read. Send it again in a moment.');
      throw error;
    });
  if ('refused' in answer) throw new ListRefused(answer.refused);
  return answer;
}

async function runReader(bytes: Buffer, format: 'xlsx' | 'pdf'): Promise<FencedAnswer> {
  const text = await runFenced({ bytes, reader: READERS.list, task: format });
  if (text === null) {
    throw new ListRefused('Reading this file takes more time or memory than a list may. Save the list alone as CSV.');
  }
  return JSON.parse(text) as FencedAnswer;
}

/**
 * Has a thread of a fenced process read a file, and answers the JSON text that it made of it; null where it took more time or
 * memory than it may. `reader` is a built module that is given `{ task, bytes }` and posts one text.
 */
export async function runFenced({
  bytes,
  reader,
  task,
}: {
  bytes: Buffer;
  reader: URL;
  task: unknown;
}): Promise<string | null> {
  const child = spawn(process.execPath, [fileURLToPath(PROGRAM), reader.href, JSON.stringify(task)], {
    // The channel carries nothing: its end tells the reader that we are gone.
    stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
    env: { TZ: 'UTC', NODE_ENV: 'production' },
    timeout: FENCE.timeMs,
    killSignal: 'SIGKILL',
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('the reader was started without pipes');
  // A process that has ended no longer reads: its end tells more than the broken pipe.
  stdin.on('error', () => undefined).end(bytes);
  const [text, [code]] = await Promise.all([drainText(stdout), once(child, 'exit') as Promise<[number | null]>]);
  return code === 0 ? text : null;
}
