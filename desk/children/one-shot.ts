import type { ChildProcess } from 'node:child_process';
import type { ChildLog } from './child-log.js';

export interface OneShot {
  /** Resolves with undefined on exit 0, otherwise with a description of how it ended. */
  done: Promise<string | undefined>;
  kill(): void;
}

export const notStarted = ({ message }: Error) => `could not be started (${message})`;

export function followOneShot(
  child: ChildProcess,
  { log, warn }: { log: ChildLog; warn: (text: string) => void },
): OneShot {
  log.follow(child, warn);
  const done = new Promise<string | undefined>((resolve) => {
    child.once('error', (error) => resolve(notStarted(error)));
    // `close` instead of `exit`, because by then the last output is in the log.
    child.once('close', (code, signal) => resolve(code === 0 ? undefined : `exited (${signal ?? `exit ${code}`})`));
  });
  return { done, kill: () => void child.kill('SIGKILL') };
}
