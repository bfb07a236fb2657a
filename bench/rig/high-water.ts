import { readFileSync, writeFileSync } from 'node:fs';
import { listParts, type ProcessPart } from './cpu.js';

export type HighWaterMb = Partial<Record<ProcessPart, number>>;

/** Resets the kernel's peak-memory marks of all processes. */
export function resetHighWater(): void {
  for (const { pid } of listParts()) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // It may have ended meanwhile, or belong to another account, as PostgreSQL does; then its old mark stays.
    }
  }
}

export function readHighWater(): HighWaterMb {
  const marks: HighWaterMb = {};
  for (const { pid, part } of listParts()) {
    const mb = Math.round(highWaterKb(pid) / 1024);
    marks[part] = Math.max(marks[part] ?? 0, mb);
  }
  return marks;
}

function highWaterKb(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
