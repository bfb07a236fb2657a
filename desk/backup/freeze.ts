import { spawn } from 'node:child_process';
import { isSameProcess, type ProcessIdentity } from '../children/process-identity.js';
import { BackupError } from './backup-error.js';

/** Longer than any copy of the engine's file should take; the engine thaws then whatever has become of us. */
const THAW_AFTER_S = 60;

/**
 * Does something while a process stands still, so that its files do not move. Should we die meanwhile, a process of its own
 * lets it go on: an engine that stays frozen fires no clock.
 */
export async function whileFrozen<Result>(frozen: ProcessIdentity, work: () => Promise<Result>): Promise<Result> {
  const thaw = `sleep ${THAW_AFTER_S}; kill -CONT ${frozen.pid}`;
  const guard = spawn('/bin/sh', ['-c', thaw], { detached: true, stdio: 'ignore' });
  guard.unref();
  const began = Date.now();
  process.kill(frozen.pid, 'SIGSTOP');
  try {
    const result = await work();
    // Past it the file may have moved under the copy.
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

/** The guard and its sleep. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
