import type { ChildProcess } from 'node:child_process';
import type { ChildLog } from './child-log.js';

export interface OneShot {
  /** Resolves with undefined on exit 0, else with how it ended, in words. */
  done: Promise<string | undefined>;
  kill(): void;
}

/** Follows a child that is to run once to its end. */
export function followOneShot(
  child: ChildProcess,
  { log, warn }: { log: ChildLog; warn: (text: string) => void },
): OneShot {
  log.follow(child, warn);
  const done = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(`could not be started (${error.message})`));
    // close, not exit: by then its last lines are in the log.
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `exited (${signal ?? `exit ${code}`})`));
  });
  return { done, kill: () => void child.kill('SIGKILL') };
}
