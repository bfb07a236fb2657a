import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SandboxedCommand {
  command: string;
  args: string[];
}

export interface SandboxedProgram {
  /** A built program of ours; it may read its own folder. */
  program: URL;
  args?: readonly string[];
  flags?: readonly string[];
  readable?: readonly string[];
  /** With network access, only files and processes are blocked. */
  network?: boolean;
}

const UNSHARE = ['/usr/bin/unshare', '/bin/unshare'].find((path) => existsSync(path));
const WITHOUT_NETWORK = ['--user', '--map-root-user', '--net', '--'];
const KNOWN_FLAGS = process.allowedNodeEnvironmentFlags;
/** Node 20 has the permission model under its first name. */
const PERMISSION = KNOWN_FLAGS.has('--permission') ? '--permission' : '--experimental-permission';

let hasNamespaces: Promise<boolean> | undefined;

/** Whether this kernel lets us start a process without a network. Containers often do not. */
export function canDropNetwork(): Promise<boolean> {
  hasNamespaces ??= new Promise((resolve) => {
    if (UNSHARE === undefined) resolve(false);
    else execFile(UNSHARE, [...WITHOUT_NETWORK, '/bin/true'], (error) => resolve(error === null));
  });
  return hasNamespaces;
}

/**
 * Builds the command for a program that reads hostile bytes: it reads only its own and the named files, writes none,
 * starts no process, and has no network where the kernel allows that.
 */
export async function sandbox(sandboxed: SandboxedProgram): Promise<SandboxedCommand> {
  const { program, args = [], flags = [], readable = [], network = false } = sandboxed;
  const path = fileURLToPath(program);
  const files = [dirname(path), ...readable].map((file) => `--allow-fs-read=${file}`);
  const node = [PERMISSION, ...files, '--allow-worker', '--no-warnings', ...flags, path, ...args];
  if (network || UNSHARE === undefined || !(await canDropNetwork())) return { command: process.execPath, args: node };
  return { command: UNSHARE, args: [...WITHOUT_NETWORK, process.execPath, ...node] };
}
