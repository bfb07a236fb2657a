import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as drainText } from 'node:stream/consumers';
import { bulkhead, isBulkheadRejectedError } from 'cockatiel';
import type { PaperLine } from '../../domain/paper/lines.js';
import { PROGRAM, READERS } from './fenced-programs.js';
import { ListRefused } from './item.js';
import { sandbox, type SandboxedProgram } from '../../sandbox/command.js';
import { FENCE } from '../../sandbox/limits.js';
import type { Sheet } from './sheets.js';

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
/**
 * Reads a workbook or a PDF in a process of its own, one at a time: it is killed when it overruns memory or time, has
 * none of our environment, and cannot take the API down with it, whatever the file makes of its reader.
 */
export async function readFenced(bytes: Buffer, format: 'xlsx' | 'pdf'): Promise<FencedPaper> {
  const answer = await gate
    .execute(() => runReader(bytes, format))
    .catch((error: Error) => {
      if (isBulkheadRejectedError(error)) throw new ReaderBusy('Too many files are being read. Try again in a moment.');
      throw error;
    });
  if ('refused' in answer) throw new ListRefused(answer.refused);
  return answer;
}

async function runReader(bytes: Buffer, format: 'xlsx' | 'pdf'): Promise<FencedAnswer> {
  const text = await runFenced({ bytes, reader: READERS.list, task: format });
  if (text === null) {
    throw new ListRefused('Reading this file exceeds the time or memory limit for a list. Save only the list as CSV.');
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
  readable = [],
  network = false,
}: {
  bytes: Buffer;
  reader: URL;
  task: unknown;
} & Pick<SandboxedProgram, 'readable' | 'network'>): Promise<string | null> {
  const args = [reader.href, JSON.stringify(task)];
  const sandboxed = await sandbox({ program: PROGRAM, args, readable, network });
  const child = spawn(sandboxed.command, sandboxed.args, {
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
