import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { percentile, round3 } from './pairs.js';

/** How busy the machine was: figures in ms mean little without it. */
export interface MachineState {
  loadAverage: number;
  fdatasyncP50Ms: number;
}

const WRITES = 40;

/** Measures the load of the last minute, and how long the disk that holds the desks' homes takes to sync 8 kB. */
export function probeMachine(): MachineState {
  const folder = mkdtempSync(join(tmpdir(), 'desk-bench-'));
  const file = openSync(join(folder, 'probe'), 'w');
  const page = Buffer.alloc(8192, 1);
  const ms: number[] = [];
  for (let write = 0; write < WRITES; write += 1) {
    const from = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    ms.push(performance.now() - from);
  }
  closeSync(file);
  rmSync(folder, { recursive: true, force: true });
  return { loadAverage: round3(loadavg()[0] ?? 0), fdatasyncP50Ms: round3(percentile(ms, 50)) };
}
