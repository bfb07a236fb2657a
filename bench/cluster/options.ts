import { parseArgs } from 'node:util';
import { COUNT_OPTIONS, readProcessCounts } from '../../desk/cluster/options.js';
import type { ProcessCounts } from '../../desk/process-table.js';

export const USAGE = `Usage: npm run cluster -- --measure [--workers 1,2,4] [--rates 0.5,1,2] [--seconds N] [--targets N] [--apis N] [--enforcement-workers N] [--jobs N]
  --workers LIST  numbers of notice workers, each measured on a new cluster (default 1,2)
  --rates LIST    arriving notices a second, in turn until the cluster cannot keep up (default 0.5,1,1.5,2,3,4)
  --seconds N     duration of each rate (default 60)
  --targets N     targets of each notice, all withheld (default 3)`;

export interface MeasureOptions {
  counts: ProcessCounts;
  workers: readonly number[];
  rates: readonly number[];
  seconds: number;
  targets: number;
}

export function readOptions(args: readonly string[]): MeasureOptions | string {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { ...COUNT_OPTIONS, workers: text, rates: text, seconds: text, targets: text },
    });
    return {
      counts: readProcessCounts(values),
      workers: readNumbers('workers', values.workers ?? '1,2', { whole: true, max: 16 }),
      rates: readNumbers('rates', values.rates ?? '0.5,1,1.5,2,3,4', { whole: false, max: 100 }),
      seconds: readNumbers('seconds', values.seconds ?? '60', { whole: true, max: 3_600 })[0] ?? 60,
      targets: readNumbers('targets', values.targets ?? '3', { whole: true, max: 100_000 })[0] ?? 3,
    };
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n${USAGE}`;
  }
}

function readNumbers(name: string, list: string, { whole, max }: { whole: boolean; max: number }): number[] {
  const numbers = list.split(',').map(Number);
  const fits = (value: number) => value > 0 && value <= max && (!whole || Number.isInteger(value));
  if (!numbers.every(fits))
    throw new Error(`--${name}: ${whole ? 'whole numbers' : 'numbers'} up to ${max}, by commas.`);
  return numbers;
}
