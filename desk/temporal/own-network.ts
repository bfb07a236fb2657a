import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { machineEnv } from '../../config/env.js';

const run = promisify(execFile);

const NAMESPACES = ['--user', '--net'];
/**
 * A new network has a loopback that is down, and Node cannot bring it up. One of these programs is on nearly every Linux: a slim
 * Debian has Perl alone. 0x8914 is SIOCSIFFLAGS, 0x41 is IFF_UP and IFF_RUNNING (linux/sockios.h, linux/if.h).
 */
export const LOOPBACK_UP: readonly string[] = [
  'ip link set lo up',
  'ifconfig lo up',
  'busybox ip link set lo up',
  `perl -e '$lo = pack("a16sx22", "lo", 0x41); socket(S, 2, 2, 0) && ioctl(S, 0x8914, $lo) || exit 1'`,
  `python3 -c 'import fcntl, socket, struct; fcntl.ioctl(socket.socket(2, 2), 0x8914, struct.pack("16sh22x", b"lo", 0x41))'`,
];
const PREPARE = `(PATH="$PATH:/usr/sbin:/sbin"; ${LOOPBACK_UP.join(' || ')}) > /dev/null 2>&1 || exit 1; exec "$@"`;

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** Starts a command in a network of its own, which holds nothing but a loopback. The process becomes that of the command. */
export function inOwnNetwork(command: Command): Command {
  return ['unshare', ...NAMESPACES, '--map-root-user', '--', 'sh', '-c', PREPARE, 'sh', ...command];
}

/** Starts a command in the network of a process that has one of its own. The process becomes that of the command. */
export function inNetworkOf(pid: number, command: Command): Command {
  return ['nsenter', ...NAMESPACES, '--preserve-credentials', '--target', String(pid), '--', ...command];
}

/** Why this machine gives no process a network of its own; undefined where it does. Containers often do not, nor does macOS. */
export async function whyNoOwnNetwork(): Promise<string | undefined> {
  const options = { env: machineEnv(), timeout: 20_000 };
  try {
    const [enter, ...args] = inNetworkOf(process.pid, ['true']);
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
