import { parseArgs } from 'node:util';
import { CLUSTER, type ProcessCounts } from '../process-table.js';

export const USAGE = `Usage: npm run cluster -- [--apis N] [--notice-workers N] [--enforcement-workers N] [--jobs N]
  --apis N                 APIs (default ${CLUSTER.api})
  --notice-workers N       workflow workers (default ${CLUSTER.worker})
  --enforcement-workers N  enforcement workers (default ${CLUSTER.enforcement})
  --jobs N                 processes for background jobs, of which one is active (default ${CLUSTER.jobs})
  --check                  run the February 2021 case while processes are killed, check the result and stop
  --measure                measure decisions, latencies, sizes and CPU time, print tables and stop`;

const MAX = 16;
const text = { type: 'string' } as const;
export const COUNT_OPTIONS = {
  apis: text,
  'notice-workers': text,
  'enforcement-workers': text,
  jobs: text,
} as const;

/** Returns the requested counts, or a message for invalid options. */
export function readCounts(args: readonly string[]): ProcessCounts | string {
  try {
    const { values } = parseArgs({ args: [...args], options: COUNT_OPTIONS });
    return readProcessCounts(values);
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

/** Throws if a count is not an integer from 1 to 16. */
export function readProcessCounts(values: Partial<Record<keyof typeof COUNT_OPTIONS, string>>): ProcessCounts {
  return {
    ...CLUSTER,
    api: readCount('apis', values.apis, CLUSTER.api),
    worker: readCount('notice-workers', values['notice-workers'], CLUSTER.worker),
    enforcement: readCount('enforcement-workers', values['enforcement-workers'], CLUSTER.enforcement),
    jobs: readCount('jobs', values.jobs, CLUSTER.jobs),
  };
}

function readCount(name: string, given: string | undefined, otherwise: number): number {
  if (given === undefined) return otherwise;
  const count = Number(given);
  if (!/^\d+$/.test(given) || count < 1 || count > MAX)
    throw new Error(`--${name}: expected a whole number from 1 to ${MAX}.`);
  return count;
}
