import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { machineEnv } from '../../config/env.js';

const run = promisify(execFile);

const NAMESPACES = ['--user', '--net'];
/**
 * Commands that bring loopback up in a new network namespace, which Node cannot. Nearly every Linux has one of these
 * programs; a slim Debian has only Perl. 0x8914 is SIOCSIFFLAGS, 0x41 is IFF_UP and IFF_RUNNING (linux/sockios.h,
 * linux/if.h).
 */
export const LOOPBACK_UP: readonly string[] = [
  'ip link set lo up',
  'ifconfig lo up',
  'busybox ip link set lo up',
  `perl -e '$lo = pack("a16sx22", "lo", 0x41); socket(S, 2, 2, 0) && ioctl(S, 0x8914, $lo) || exit 1'`,
  `python3 -c 'import fcntl, socket, struct; fcntl.ioctl(socket.socket(2, 2), 0x8914, struct.pack("16sh22x", b"lo", 0x41))'`,
];
const PREPARE = `(PATH="$PATH:/usr/sbin:/sbin"; ${LOOPBACK_UP.join(' || ')}) > /dev/null 2>&1 || exit 1; exec "$@"`;

export type ProgramCommand = readonly [program: string, ...args: string[]];

/**
 * Returns a command that runs in a new network namespace with only a loopback. The process is replaced by `command`.
 */
export function inOwnNetwork(command: ProgramCommand): ProgramCommand {
  return ['unshare', ...NAMESPACES, '--map-root-user', '--', 'sh', '-c', PREPARE, 'sh', ...command];
}

/** Returns a command that runs in the network namespace of process `pid`. The process is replaced by `command`. */
export function enterNetwork(pid: number, command: ProgramCommand): ProgramCommand {
  return ['nsenter', ...NAMESPACES, '--preserve-credentials', '--target', String(pid), '--', ...command];
}

/**
 * Returns why this machine allows no network namespaces; undefined if it does. Containers often do not allow them, and
 * macOS has none.
 */
export async function whyNoOwnNetwork(): Promise<string | undefined> {
  const options = { env: machineEnv(), timeout: 20_000 };
  try {
    const [enter, ...args] = enterNetwork(process.pid, ['true']);
    await run(enter, [...args, '--version'], options).catch((error: { code?: unknown }) => {
      if (error.code === 'ENOENT') throw error;
    });
    const [start, ...rest] = inOwnNetwork(['true']);
    await run(start, rest, options);
    return undefined;
  } catch (error) {
    return (error as { code?: unknown }).code === 'ENOENT'
      ? 'unshare or nsenter (util-linux) was not found'
      : 'the system does not allow a network namespace, or its loopback interface cannot be started';
  }
}
