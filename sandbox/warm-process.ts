import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { sandbox, type SandboxedProgram } from './command.js';
import { FENCE } from './limits.js';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/**
 * A sandboxed process reused for the next task, because starting is slow. It is replaced after a number of tasks, and
 * after any that exceeds a limit. One task at a time; the program runs `serveTasks`.
 */
export class WarmProcess {
  started = 0;
  private child: Child | null = null;
  private tasks = 0;
  private readonly program: SandboxedProgram;
  private readonly maxTasks: number;

  constructor(program: SandboxedProgram, maxTasks: number) {
    this.program = program;
    this.maxTasks = maxTasks;
  }

  /** Returns one line of text; null if the task exceeded its time or memory limit, which ends the process. */
  async run(task: unknown, { timeMs = FENCE.timeMs }: { timeMs?: number } = {}): Promise<string | null> {
    const child = this.child ?? (await this.start());
    hold(child);
    const answered = readAnswer(child);
    // An exited process no longer reads: report its exit, not the broken pipe.
    child.stdin.write(`${JSON.stringify(task)}\n`);
    const timeout = setTimeout(() => child.kill('SIGKILL'), timeMs);
    const answer = await answered.finally(() => clearTimeout(timeout));
    this.tasks += 1;
    if (answer === null || this.tasks >= this.maxTasks) this.stop();
    else release(child);
    return answer;
  }

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
    // A process that failed to start emits no exit event; the task is retried later.
    child.once('error', forget);
    this.child = child;
    this.started += 1;
    this.tasks = 0;
    return child;
  }
}

function hold(child: Child): void {
  for (const each of [child, child.stdin, child.stdout])
    if ('ref' in each && typeof each.ref === 'function') each.ref();
}

/** An idle process must not keep its parent alive. */
function release(child: Child): void {
  for (const each of [child, child.stdin, child.stdout, child.channel])
    if (each != null && 'unref' in each && typeof each.unref === 'function') each.unref();
}

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
