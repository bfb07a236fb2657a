import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program as it is started: with what it may not do. */
export interface SandboxedCommand {
  command: string;
  args: string[];
}

export interface SandboxedProgram {
  /** A built program of ours. It may read its own folder. */
  program: URL;
  args?: readonly string[];
  /** Flags of Node beside those of the sandbox. */
  flags?: readonly string[];
  /** Further files that it may read. */
  readable?: readonly string[];
  /** Whether it needs the network: then only files and processes are out of its reach. */
  network?: boolean;
}

/** Where util-linux puts the program that starts another one without a network. */
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
 * How a program that reads hostile bytes is started: it reads no file but its own and those named, writes none, starts no
 * process, and has no network where the kernel can take it away.
 */
export async function sandbox({
  program,
  args = [],
  flags = [],
  readable = [],
  network = false,
}: SandboxedProgram): Promise<SandboxedCommand> {
  const path = fileURLToPath(program);
  const files = [dirname(path), ...readable].map((file) => `--allow-fs-read=${file}`);
  const node = [PERMISSION, ...files, '--allow-worker', '--no-warnings', ...flags, path, ...args];
  if (network || UNSHARE === undefined || !(await canDropNetwork())) return { command: process.execPath, args: node };
  return { command: UNSHARE, args: [...WITHOUT_NETWORK, process.execPath, ...node] };
}
