import { readFileSync } from 'node:fs';

/** Resident memory of a process in kB; 0 if it has ended meanwhile. */
export function readResidentKb(pid: number): number {
  return readKb(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB$/m);
}

/** As resident memory, with each shared page divided among the processes that share it. */
export function readProportionalKb(pid: number): number {
  return readKb(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m);
}

function readKb(file: string, line: RegExp): number {
  try {
    return Number(line.exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
