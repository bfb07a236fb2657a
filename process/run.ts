import { RulebookError } from '../rulebook/load.js';

const LAST_RESORT_MS = 5_000;

/**
 * Resolves when the process has to end: on SIGTERM, or when the supervisor's channel closes. SIGINT is ignored because
 * the supervisor handles Ctrl-C.
 */
export async function untilStopped(): Promise<void> {
  process.on('SIGINT', () => undefined);
  await new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('disconnect', resolve);
  });
  setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
}

export function runProcess(name: string, main: () => Promise<void>): void {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`The ${name} has stopped: ${describeError(error)}\n`);
      process.exit(1);
    },
  );
}

function describeError(error: unknown): string {
  if (error instanceof RulebookError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
