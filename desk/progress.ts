/** Prints one line per step with its duration. Works the same without a terminal. */
export interface StartProgress {
  say: (text: string) => void;
  step: <T>(label: string, work: () => Promise<T>) => Promise<T>;
}

/** Ignores write errors, because a closed terminal must not end the desk. */
export function createProgress(out: NodeJS.WritableStream): StartProgress {
  out.on('error', () => undefined);
  const say = (text: string) => void out.write(`${text}\n`);
  return {
    say,
    step: async (label, work) => {
      const from = performance.now();
      const note = setInterval(() => say(`  ${label} … ${seconds(from)} s`), 10_000);
      try {
        const result = await work();
        say(`  ${label} (${seconds(from)} s)`);
        return result;
      } finally {
        clearInterval(note);
      }
    },
  };
}

const seconds = (from: number): string => ((performance.now() - from) / 1000).toFixed(1);
