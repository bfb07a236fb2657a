import { type Item, toLines } from './checklist.js';

export interface Verdict {
  tick(item: Item): void;
  wrong(): number;
}

export function createVerdict(print: (line: string) => void): Verdict {
  let wrong = 0;
  return {
    tick(item) {
      for (const line of toLines(item)) print(line);
      wrong += item.wrong.length === 0 ? 0 : 1;
    },
    wrong: () => wrong,
  };
}

export function endOnSignals(end: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => void end().then(() => process.exit(130)));
  }
}
