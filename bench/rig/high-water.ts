import { readFileSync, writeFileSync } from 'node:fs';
import { listParts, type Part } from './cpu.js';

/** The most memory (RSS) that the processes of a part held at any one time, in MB. */
export type HighWaterMb = Partial<Record<Part, number>>;

/** Lets the kernel begin anew to keep the most that each process has held. */
export function resetHighWater(): void {
  for (const { pid } of listParts()) {
    try {
      writeFileSync(`/proc/${pid}/clear_refs`, '5');
    } catch {
      // It may have ended meanwhile, or belong to another account, as PostgreSQL does; then it keeps its old mark.
    }
  }
}

/** The marks since then, the greatest of the processes of a part. Empty where there is no /proc. */
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
