const endings: (() => Promise<void>)[] = [];

export function atEnd(ending: () => Promise<void>): void {
  endings.push(ending);
}

export async function cleanUp(): Promise<void> {
  for (let ending = endings.pop(); ending !== undefined; ending = endings.pop()) {
    await ending().catch((error: unknown) => process.stderr.write(`  cleaning up: ${String(error)}\n`));
  }
}
