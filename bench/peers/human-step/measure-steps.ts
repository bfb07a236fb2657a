import { cpuPerOp, readCpu, untilQuiet } from '../../rig/cpu.js';
import { readMemoryMb } from './memory.js';
import { runConcurrently, timed } from '../../rig/load.js';
import { countPostgres, type PostgresCounters } from '../../rig/postgres.js';
import { randomUUID } from 'node:crypto';
import type { Contender } from './contender.js';
import { STEPS } from './registry.js';

export interface Steps {
  clients: number;
  ms: number[];
  perSecond: number;
  /** CPU time a step, of the contender's own processes and PostgreSQL. */
  cpuMs: number;
  memoryMb: number;
  postgres: PostgresCounters;
}

/** Each client takes one notice after the other through all four steps; receiving and settling is not measured. */
export async function measureSteps(contender: Contender, clients: number, notices: number): Promise<Steps> {
  const ids: string[] = [];
  await runConcurrently({ count: notices, concurrency: 4, work: async () => void ids.push(await contender.receive()) });
  await untilQuiet();
  const ms: number[] = [];
  const ops = notices * STEPS.length;
  const before = readCpu();
  let wallMs = 0;
  const postgres = await countPostgres({
    url: contender.database,
    ops,
    work: async () => {
      wallMs = await runConcurrently({
        count: notices,
        concurrency: clients,
        work: async (index) => {
          for (const step of STEPS)
            ms.push(await timed(() => contender.take({ id: ids[index] ?? '', step, command: randomUUID() })));
        },
      });
      // What a step sets off in the background belongs to it.
      await untilQuiet();
    },
  });
  const cpu = cpuPerOp(before, readCpu(), ops);
  return {
    clients,
    ms,
    perSecond: (ops / wallMs) * 1_000,
    cpuMs: contender.parts.reduce((sum, part) => sum + (cpu[part] ?? 0), 0),
    memoryMb: readMemoryMb(contender.processes),
    postgres,
  };
}
