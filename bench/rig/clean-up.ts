const endings: (() => Promise<void>)[] = [];

/** Has something ended before the benchmarks end, whichever way they end. */
export function atEnd(ending: () => Promise<void>): void {
  endings.push(ending);
}

/** Ends everything, last begun first; what cannot be ended does not keep the rest. */
export async function cleanUp(): Promise<void> {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) {
    await ending().catch((error: unknown) => process.stderr.write(`  cleaning up: ${String(error)}\n`));
  }
}
