import { RulebookError } from '../../rulebook/load.js';

/** What is under way may finish within this; then the process ends whatever hangs. */
const LAST_RESORT_MS = 5_000;

/** Resolves when the process is to end. Ctrl-C is the supervisor's business; without a supervisor (its channel closed) there is no work. */
export async function untilStopped(): Promise<void> {
  process.on('SIGINT', () => undefined);
  await new Promise((resolve) => {
    process.on('SIGTERM', resolve);
    process.on('disconnect', resolve);
  });
  setTimeout(() => process.exit(1), LAST_RESORT_MS).unref();
}

/** Runs a process to its end, and says by its name why it could not go on. */
export function runProcess(name: string, main: () => Promise<void>): void {
  main().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`The ${name} has stopped: ${reasonOf(error)}\n`);
      process.exit(1);
    },
  );
}

/** A rulebook that cannot be used is a person's fault to mend: its own words, no stack. */
function reasonOf(error: unknown): string {
  if (error instanceof RulebookError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
