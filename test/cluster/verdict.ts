import { type Item, toLines } from './checklist.js';

/** What a run has found so far, told item by item as it comes. */
export interface Verdict {
  tick(item: Item): void;
  /** How many items do not hold. */
  wrong(): number;
}

/** A verdict whose lines go to `print`. */
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

/** A signal ends a run in order, and the process after it. */
export function endOnSignals(end: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal);
    process.once(signal, () => void end().then(() => process.exit(130)));
  }
}
