import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { FENCE, WARM_PROGRAM } from '../client/lists/fence.js';
import type { FencedMail, MailTask } from './read-fenced.js';

/** Loading the parsers takes 0.4 s of work and reading a text some milliseconds: over 50 it no longer counts. */
const MAX_MAILS = 50;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * A fenced process that is kept for the next message, for messages that are text alone. It is thrown away after so many, and
 * whenever one overruns a limit. One message at a time (docs/adr/0035).
 */
export class WarmReader {
  /** Processes that were started, for measurements. */
  started = 0;
  private child: Child | null = null;
  private mails = 0;

  private readonly maxMails: number;

  constructor(maxMails = MAX_MAILS) {
    this.maxMails = maxMails;
  }

  /** What a message holds; null where it took more time or memory than it may, and the process is gone. */
  async read(
    raw: Buffer,
    task: MailTask,
    { timeMs = FENCE.timeMs }: { timeMs?: number } = {},
  ): Promise<FencedMail | null> {
    const child = this.child ?? this.start();
    const answered = answerOf(child);
    // A process that has ended no longer reads: its exit is reported, not the broken pipe.
    child.stdin.write(`${JSON.stringify({ task, raw: raw.toString('base64') })}\n`);
    const timeout = setTimeout(() => child.kill('SIGKILL'), timeMs);
    const answer = await answered.finally(() => clearTimeout(timeout));
    this.mails += 1;
    if (answer === null || this.mails >= this.maxMails) this.stop();
    if (answer === null) return null;
    const read: FencedMail = JSON.parse(answer);
    return read;
  }

  /** The next message has a process of its own at first. */
  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = null;
    this.mails = 0;
  }

  private start(): Child {
    // Text that comes in must not become code; nothing of ours asks for that.
    const flags = ['--disallow-code-generation-from-strings', fileURLToPath(WARM_PROGRAM)];
    const child = spawn(process.execPath, flags, {
      // The channel carries no data: the reader exits when it closes.
      stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
      env: { TZ: 'UTC', NODE_ENV: 'production' },
    }) as unknown as Child;
    child.stdin.on('error', () => undefined);
    const forget = () => {
      if (this.child === child) this.child = null;
    };
    child.once('exit', forget);
    // One that could not be started never exits; the message is read later.
    child.once('error', forget);
    this.child = child;
    this.started += 1;
    this.mails = 0;
    return child;
  }
}

/** The next line that a process says; null where it ends first. */
async function answerOf(child: Child): Promise<string | null> {
  const lines = createInterface({ input: child.stdout });
  const ended = new AbortController();
  try {
    const line = once(lines, 'line', { signal: ended.signal }).then(([text]: string[]) => text ?? null);
    const exit = once(child, 'close', { signal: ended.signal }).then(() => null);
    line.catch(() => undefined);
    exit.catch(() => undefined);
    return await Promise.race([line, exit]);
  } finally {
    ended.abort();
    lines.close();
  }
}
