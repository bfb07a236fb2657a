import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { sandbox, type SandboxedProgram } from './command.js';
import { FENCE } from './limits.js';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * A sandboxed process that is kept for the next task: what starts slowly is started once. It is thrown away after so many
 * tasks, and whenever one overruns a limit. One task at a time; the program is one of `serveTasks`.
 */
export class WarmProcess {
  /** Processes that were started, for measurements. */
  started = 0;
  private child: Child | null = null;
  private tasks = 0;
  private readonly program: SandboxedProgram;
  private readonly maxTasks: number;

  constructor(program: SandboxedProgram, maxTasks: number) {
    this.program = program;
    this.maxTasks = maxTasks;
  }

  /** The answer to a task, a line of text; null where it took more time or memory than it may, and the process is gone. */
  async run(task: unknown, { timeMs = FENCE.timeMs }: { timeMs?: number } = {}): Promise<string | null> {
    const child = this.child ?? (await this.start());
    hold(child);
    const answered = readAnswer(child);
    // A process that has ended no longer reads: its exit is reported, not the broken pipe.
    child.stdin.write(`${JSON.stringify(task)}\n`);
    const timeout = setTimeout(() => child.kill('SIGKILL'), timeMs);
    const answer = await answered.finally(() => clearTimeout(timeout));
    this.tasks += 1;
    if (answer === null || this.tasks >= this.maxTasks) this.stop();
    else release(child);
    return answer;
  }

  /** Ends the process; the next task starts another. */
  stop(): void {
    this.child?.kill('SIGKILL');
    this.child = null;
    this.tasks = 0;
  }

  private async start(): Promise<Child> {
    const { command, args } = await sandbox(this.program);
    const child = spawn(command, args, {
      // The channel carries no data: the program exits when it closes.
      stdio: ['pipe', 'pipe', 'ignore', 'ipc'],
      env: { TZ: 'UTC', NODE_ENV: 'production', TMPDIR: tmpdir() },
    }) as unknown as Child;
    child.stdin.on('error', () => undefined);
    const forget = () => {
      if (this.child === child) this.child = null;
    };
    child.once('exit', forget);
    // One that could not be started never exits; the task is tried later.
    child.once('error', forget);
    this.child = child;
    this.started += 1;
    this.tasks = 0;
    return child;
  }
}

/** While it works, the process that asked lives on for its answer. */
function hold(child: Child): void {
  for (const each of [child, child.stdin, child.stdout])
    if ('ref' in each && typeof each.ref === 'function') each.ref();
}

/** While it waits for the next task, it keeps no process from its end: it ends with it. */
function release(child: Child): void {
  for (const each of [child, child.stdin, child.stdout, child.channel])
    if (each != null && 'unref' in each && typeof each.unref === 'function') each.unref();
}

/** The next line that a process says; null where it ends first. */
async function readAnswer(child: Child): Promise<string | null> {
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
