import { type ChecklistItem, toLines } from './checklist.js';

export interface RunVerdict {
  tick(item: ChecklistItem): void;
  wrong(): number;
}

export function createVerdict(print: (line: string) => void): RunVerdict {
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
