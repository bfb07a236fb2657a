import { parseArgs } from 'node:util';
import { PLANTS } from './plants/all.js';
import type { Plant } from './plants/plant.js';

export const USAGE = `Usage: npm run chaos -- enforcement [--kills N] [--seed N] [--notices N] [--keep] [--plant NAME]
  --kills N    processes of the desk to kill (default 100)
  --seed N     names workload, faults and the order of kills (default: one of chance, which is printed)
  --notices N  orders under way at once, and the fewest in all (default 20)
  --keep       keep the home, with the journal of every operation
  --plant NAME put a known bug into a copy of the compiled desk; the run has to find it: ${PLANTS.map(({ name }) => name).join(', ')}`;

export interface ChaosOptions {
  kills: number;
  seed: number;
  notices: number;
  keep: boolean;
  plant: Plant | null;
}

/** The options of a run, or the words to say to whoever asked for something else. */
export function readOptions(args: readonly string[], chance: () => number): ChaosOptions | string {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { kills: text, seed: text, notices: text, plant: text, keep: { type: 'boolean' } },
    });
    if (positionals.length !== 1 || positionals[0] !== 'enforcement') return USAGE;
    const plant = values.plant === undefined ? null : PLANTS.find(({ name }) => name === values.plant);
    if (plant === undefined) return `--plant: one of ${PLANTS.map(({ name }) => name).join(', ')}.`;
    return {
      kills: readWhole('kills', values.kills ?? '100', 10_000),
      seed: readWhole('seed', values.seed ?? String(Math.floor(chance() * 1_000_000)), 4_294_967_295),
      notices: readWhole('notices', values.notices ?? '20', 40),
      keep: values.keep ?? false,
      plant,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function readWhole(name: string, text: string, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > most) throw new Error(`--${name}: a whole number up to ${most}.`);
  return value;
}
