import { spawn } from 'node:child_process';
import { isSameProcess, type ProcessIdentity } from '../children/process-identity.js';
import { BackupError } from './backup-error.js';

/**
 * Longer than copying Temporal's file should take. After it the guard resumes the server, even if this process has
 * died.
 */
const THAW_AFTER_S = 60;

/**
 * Runs `work` while a process is stopped, so that its files do not change. If this process dies, a guard process
 * resumes the other: a stopped Temporal server fires no clock.
 */
export async function whileFrozen<Result>(frozen: ProcessIdentity, work: () => Promise<Result>): Promise<Result> {
  const thaw = `sleep ${THAW_AFTER_S}; kill -CONT ${frozen.pid}`;
  const guard = spawn('/bin/sh', ['-c', thaw], { detached: true, stdio: 'ignore' });
  guard.unref();
  const began = Date.now();
  process.kill(frozen.pid, 'SIGSTOP');
  try {
    const result = await work();
    // After the limit, the server may have written to the file during the copy.
    if (Date.now() - began >= THAW_AFTER_S * 1000)
      throw new BackupError(
        `Copying the engine's file took longer than ${THAW_AFTER_S} s. Stop the desk and back it up then.`,
      );
    return result;
  } finally {
    if (isSameProcess(frozen)) process.kill(frozen.pid, 'SIGCONT');
    if (guard.pid !== undefined) endGroup(guard.pid);
  }
}

function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
