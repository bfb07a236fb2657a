import { closeSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { ChildProcess } from 'node:child_process';

const ROTATE_BYTES = 20 * 1024 * 1024;
const TAIL_LINES = 20;
const WARN = 40;

/** Log file of one child, `<name>.log`, rotated to `.1` and `.2`. */
export interface ChildLog {
  path: string;
  /** Copies the child's output into the file. `onWarning` gets a short form of each warning and error. */
  follow(child: ChildProcess, onWarning: (text: string) => void): void;
  note(text: string): void;
  tail(): string[];
}

/** Opens the log for appending. Writes are synchronous, so everything read from a child before a crash is on disk. */
export function openChildLog(path: string, rotateBytes = ROTATE_BYTES): ChildLog {
  let file = openSync(path, 'a', 0o600);
  let size = statSync(path).size;
  const last: string[] = [];

  const rotate = () => {
    rmSync(`${path}.2`, { force: true });
    if (statSync(`${path}.1`, { throwIfNoEntry: false })) renameSync(`${path}.1`, `${path}.2`);
    renameSync(path, `${path}.1`);
    const next = openSync(path, 'a', 0o600);
    closeSync(file);
    file = next;
    size = 0;
  };
  const write = (line: string) => {
    last.push(line);
    if (last.length > TAIL_LINES) last.shift();
    try {
      if (size > rotateBytes) rotate();
      size += writeSync(file, `${line}\n`);
    } catch {
      // A full disk must cost only log lines, not the desk; logging resumes when there is space.
    }
  };
  return {
    path,
    note: (text) => write(`${new Date().toISOString()} ${text}`),
    tail: () => [...last],
    follow: (child, onWarning) => {
      for (const stream of [child.stdout, child.stderr]) {
        if (!stream) continue;
        createInterface({ input: stream }).on('line', (line) => {
          write(line);
          const warning = toWarning(line);
          if (warning) onWarning(warning);
        });
      }
    },
  };
}

/**
 * Shortens a pino line of level warn or above, or a PostgreSQL FATAL or PANIC line; undefined for the rest. Ignores the
 * FATAL that PostgreSQL logs for each connection attempt while it starts up.
 */
export function toWarning(line: string): string | undefined {
  if (!line.startsWith('{')) return line.match(/ (?:FATAL|PANIC): {2}(?!the database system is ).*/)?.[0].trim();
  try {
    const { level, msg, err } = JSON.parse(line) as { level?: unknown; msg?: unknown; err?: { message?: unknown } };
    if (typeof level !== 'number' || level < WARN) return undefined;
    const texts = [msg, err?.message].filter((text) => typeof text === 'string' && text !== '');
    return [...new Set(texts)].join(': ').slice(0, 200) || undefined;
  } catch {
    return undefined;
  }
}
