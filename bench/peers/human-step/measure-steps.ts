import { untilQuiet } from '../../rig/cpu.js';
import { readCpuMs, readMemoryMb } from './processes.js';
import { runConcurrently, timed } from '../../rig/load.js';
import { countPostgres } from '../../rig/postgres.js';
import { randomUUID } from 'node:crypto';
import { round3 } from '../../rig/pairs.js';
import type { StepsLine } from '../figures/lines.js';
import type { Contender } from './contender.js';
import { STEPS } from './registry.js';

type Steps = Omit<StepsLine, 'run' | 'part' | 'contender'>;

/** Each client takes one notice after the other through all four steps; receiving and settling is not measured. */
export async function measureSteps(contender: Contender, clients: number, notices: number): Promise<Steps> {
  const ids: string[] = [];
  await runConcurrently({ count: notices, concurrency: 4, work: async () => void ids.push(await contender.receive()) });
  await untilQuiet();
  const ms: number[] = [];
  const ops = notices * STEPS.length;
  const before = readCpuMs(contender.processes);
  let wallMs = 0;
  const { walBytes } = await countPostgres({
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
  return {
    clients,
    ms: ms.map(round3),
    perSecond: round3((ops / wallMs) * 1_000),
    cpuMs: round3((readCpuMs(contender.processes) - before) / ops),
    memoryMb: readMemoryMb(contender.processes),
    walBytes,
  };
}
