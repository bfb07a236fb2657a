const endings: (() => Promise<void>)[] = [];
let isEnding = false;

/** Whether servers are being ended: what then fails is no result. */
export function isCleaningUp(): boolean {
  return isEnding;
}

export function atEnd(ending: () => Promise<void>): void {
  endings.push(ending);
}

export async function cleanUp(): Promise<void> {
  isEnding = true;
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) {
    await ending().catch((error: unknown) => process.stderr.write(`  cleaning up: ${String(error)}\n`));
  }
  isEnding = false;
}
