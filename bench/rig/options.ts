import { parseArgs } from 'node:util';

export interface BenchOptions {
  pairs: number;
  workflows: number;
  targets: number;
  /**
   * Clocks that fall due in one round of `timer-lag-1k` and `timer-lag-10k`; as many are open, or ten times as many.
   */
  due: number;
  cases: number;
  say: (text: string) => void;
}

export const DEFAULT_OPTIONS = { pairs: 7, workflows: 2_000, targets: 1_178, due: 1_000, cases: 30_000 } as const;

export function readOptions(args: readonly string[]): { words: string[]; options: Omit<BenchOptions, 'say'> } | string {
  const text = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { pairs: text, workflows: text, targets: text, due: text, cases: text },
    });
    const read = (name: keyof typeof DEFAULT_OPTIONS, max: number) => {
      const value = Number(values[name] ?? DEFAULT_OPTIONS[name]);
      if (!Number.isInteger(value) || value < 1 || value > max)
        throw new Error(`--${name}: a whole number from 1 to ${max}.`);
      return value;
    };
    return {
      words: positionals,
      options: {
        pairs: read('pairs', 50),
        workflows: read('workflows', 20_000),
        targets: read('targets', 100_000),
        due: read('due', 1_000),
        cases: read('cases', 1_000_000),
      },
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
