import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { getErrorCode } from '../../domain/error-parts.js';

const identitySchema = z.object({
  pid: z.int(),
  startedAt: z.string(),
});

/** Identifies a running process, unlike a pid alone, which may be reused. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque start mark; equal only for the same process. */
  startedAt: string;
}

/** Reads the process that a file names; undefined if the file is missing or unreadable. */
export function readIdentity(path: string): ProcessIdentity | undefined {
  try {
    return identitySchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Returns undefined if the process does not exist or is only a zombie. */
export function findProcess(pid: number): ProcessIdentity | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  const startedAt = process.platform === 'linux' ? linuxStart(pid) : psField(pid, 'lstart=');
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Returns the command line of a live process, arguments separated by spaces. */
export function findCommand(pid: number): string | undefined {
  if (process.platform !== 'linux') return psField(pid, 'command=');
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return undefined;
  }
}

export function isSameProcess(identity: ProcessIdentity): boolean {
  return findProcess(identity.pid)?.startedAt === identity.startedAt;
}

export function findChildren(pid: number): ProcessIdentity[] {
  const text = process.platform === 'linux' ? linuxChildren(pid) : psChildren(pid);
  return text.split(/\s+/).flatMap((one) => findProcess(Number(one)) ?? []);
}

function linuxChildren(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  } catch {
    return '';
  }
}

function psChildren(pid: number): string {
  const pairs = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().split('\n');
  return pairs
    .flatMap((pair) => (/ *(\d+) +(\d+)/.exec(pair)?.[2] === String(pid) ? [pair.trim().split(' ')[0]] : []))
    .join(' ');
}

function linuxStart(pid: number): string | undefined {
  try {
    // The name in parentheses may contain spaces and parentheses, so fields are counted after the last closing one.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function psField(pid: number, field: string): string | undefined {
  try {
    const text = execFileSync('ps', ['-o', field, '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
    return text.toString().trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Signals a process with each step in turn, waiting after each. Returns whether the process is gone. */
export async function endProcess(
  identity: ProcessIdentity,
  steps: readonly { signal: NodeJS.Signals; waitMs: number }[],
): Promise<boolean> {
  for (const { signal, waitMs } of steps) {
    if (!isSameProcess(identity)) return true;
    try {
      process.kill(identity.pid, signal);
    } catch (error) {
      if (getErrorCode(error) !== 'ESRCH') throw error;
    }
    const until = Date.now() + waitMs;
    while (Date.now() < until && isSameProcess(identity)) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return !isSameProcess(identity);
}
