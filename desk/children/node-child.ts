import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnv } from '../../config/env.js';

/** The bundled programs of this release (scripts/bundle-programs.mjs). */
const PROGRAMS = new URL('../../programs/', import.meta.url);

/** Programs that a desk starts. */
export type Program =
  | 'api'
  | 'worker'
  | 'rounds'
  | 'watchdog'
  | 'mail'
  | 'doubles'
  | 'roles'
  | 'seed'
  | 'demo'
  | 'temporal-gate';

/**
 * Starts one of our own programs with a channel to us. It stays in our process group, so that killing the group finds it;
 * it ignores SIGINT by itself and ends when the channel closes, which is how it learns that we were killed. `programs`: those of
 * another release.
 */
export function spawnProgram(
  program: Program,
  env: Record<string, string | undefined>,
  programs: URL = PROGRAMS,
): ChildProcess {
  return spawnProgramBy([process.execPath], program, env, programs);
}

/** The same by a command that becomes Node; it ends with Node's own path. */
export function spawnProgramBy(
  [command, ...before]: readonly [string, ...string[]],
  program: Program,
  env: Record<string, string | undefined> = {},
  programs: URL = PROGRAMS,
): ChildProcess {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  const path = fileURLToPath(new URL(`${program}.js`, programs));
  return spawn(command, [...before, '--enable-source-maps', path], {
    cwd: fileURLToPath(new URL('../../', programs)),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...inheritedEnv(), NODE_ENV: 'production', TZ: 'UTC', ...given },
  });
}

/** For our own programs' main: Ctrl-C is the supervisor's business, and without a supervisor there is no work. */
export function obeySupervisor(stop: () => void): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
}
