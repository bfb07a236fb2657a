import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as drainText } from 'node:stream/consumers';
import { bulkhead, isBulkheadRejectedError } from 'cockatiel';
import type { DocumentLine } from '../../domain/documents/lines.js';
import type { DocumentFormat } from '../../domain/targets/list-format.js';
import { PROGRAM, READERS } from './fenced-programs.js';
import { ListRefused } from './item.js';
import { sandbox, type SandboxedProgram } from '../command.js';
import { FENCE } from '../limits.js';
import type { Sheet } from './sheets.js';

const CONCURRENCY = 1;
const MAX_WAITING = 8;

export interface FencedContent {
  sheets: Sheet[];
  text: DocumentLine[];
}

export type FencedAnswer = FencedContent | { refused: string };

export class ReaderBusy extends Error {
  override name = 'ReaderBusy';
}

const gate = bulkhead(CONCURRENCY, MAX_WAITING);
/**
 * Reads a workbook or a PDF in a process of its own, one at a time. That process is killed when it exceeds memory or
 * time, gets none of our environment, and cannot crash the API, whatever the file does to its parser.
 */
export async function readFenced(bytes: Buffer, format: DocumentFormat): Promise<FencedContent> {
  const answer = await gate
    .execute(() => runReader(bytes, format))
    .catch((error: Error) => {
      if (isBulkheadRejectedError(error)) throw new ReaderBusy('Too many files are being read. Try again in a moment.');
      throw error;
    });
  if ('refused' in answer) throw new ListRefused(answer.refused);
  return answer;
}

async function runReader(bytes: Buffer, format: DocumentFormat): Promise<FencedAnswer> {
  const text = await runFenced({ bytes, reader: READERS.list, task: format });
  if (text === null) {
    throw new ListRefused('Reading this file exceeds the time or memory limit for a list. Save only the list as CSV.');
  }
  return JSON.parse(text) as FencedAnswer;
}

/**
 * Reads a file in a thread of a sandboxed process and returns the JSON text it made; null if it exceeded its time or
 * memory. `reader` is a built module that receives `{ task, bytes }` and posts one text.
 */
export async function runFenced(
  input: {
    bytes: Buffer;
    reader: URL;
    task: unknown;
  } & Pick<SandboxedProgram, 'readable' | 'network'>,
): Promise<string | null> {
  const { bytes, reader, task, readable = [], network = false } = input;
  const args = [reader.href, JSON.stringify(task)];
  const sandboxed = await sandbox({ program: PROGRAM, args, readable, network });
  const child = spawn(sandboxed.command, sandboxed.args, {
    // The IPC channel carries no messages: its end tells the reader that its parent is gone.
    stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
    env: { TZ: 'UTC', NODE_ENV: 'production' },
    timeout: FENCE.timeMs,
    killSignal: 'SIGKILL',
  });
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('the reader was started without pipes');
  // A process that has ended no longer reads; its exit code says more than the broken pipe.
  stdin.on('error', () => undefined).end(bytes);
  const [text, [code]] = await Promise.all([drainText(stdout), once(child, 'exit') as Promise<[number | null]>]);
  return code === 0 ? text : null;
}
