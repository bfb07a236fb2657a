import { readFileSync } from 'node:fs';

/** Resident memory of a process in kB; 0 if it has ended meanwhile. */
export function readResidentKb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
