import { listParts } from '../../rig/cpu.js';
import { readResidentKb } from '../../rig/resident.js';

/** CPU time of PostgreSQL and of the processes below this one whose names match. */
export function readCpuMs(names: RegExp): number {
  return listParts().reduce((sum, { name, part, cpuMs }) => {
    return part === 'postgres' || names.test(name) ? sum + cpuMs : sum;
  }, 0);
}

/** Resident memory of the processes below this one whose names match. */
export function readMemoryMb(names: RegExp): number {
  const kb = listParts().flatMap(({ pid, name }) => (names.test(name) ? [readResidentKb(pid)] : []));
  return Math.round(kb.reduce((sum, one) => sum + one, 0) / 1024);
}
