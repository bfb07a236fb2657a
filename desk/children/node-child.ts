import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { inheritedEnv } from '../../config/env.js';

const PROGRAMS = new URL('../../programs/', import.meta.url);

export type Program =
  | 'api'
  | 'worker'
  | 'jobs'
  | 'watchdog'
  | 'mail'
  | 'simulators'
  | 'roles'
  | 'seed'
  | 'demo'
  | 'temporal-gate';

/**
 * Starts one of our programs with an IPC channel, in our process group so that killing the group reaches it. The child
 * ignores SIGINT and exits when the channel closes, which is how it detects our death. `programs` is the folder of
 * another release.
 */
export function spawnProgram(
  program: Program,
  env: Record<string, string | undefined>,
  { programs, args }: { programs?: URL | undefined; args?: readonly string[] } = {},
): ChildProcess {
  return spawnProgramBy([process.execPath], program, env, { programs, args });
}

/** Like `spawnProgram`, through a command that execs Node; Node's path is appended to its arguments. */
export function spawnProgramBy(
  [command, ...before]: readonly [string, ...string[]],
  program: Program,
  env: Record<string, string | undefined> = {},
  { programs = PROGRAMS, args = [] }: { programs?: URL | undefined; args?: readonly string[] | undefined } = {},
): ChildProcess {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  const path = fileURLToPath(new URL(`${program}.js`, programs));
  return spawn(command, [...before, '--enable-source-maps', path, ...args], {
    cwd: fileURLToPath(new URL('../../', programs)),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...inheritedEnv(), NODE_ENV: 'production', TZ: 'UTC', ...given },
  });
}

/**
 * For the main of our own programs: the supervisor handles Ctrl-C, and the program stops when the supervisor
 * disappears.
 */
export function obeySupervisor(stop: () => void): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
}
