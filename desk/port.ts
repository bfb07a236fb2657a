import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

/** A port that this process listens on, to reserve it until the child that needs it starts. */
export interface HeldPort {
  readonly number: number;
  release(): Promise<void>;
}

/** Holds a port, or returns the system's error code (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`, …). */
export async function holdPort(port: number, host = '127.0.0.1'): Promise<HeldPort | string> {
  const server = createServer((socket) => socket.resetAndDestroy());
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => {
      server.unref();
      let released: Promise<void> | undefined;
      resolve({
        number: port,
        release: () => (released ??= new Promise((closed) => server.close(() => closed()))),
      });
    });
  });
}

/**
 * Holds a free port, preferably one of `preferred`. Others are below the ephemeral port range, so that no outgoing
 * connection takes the port while a dead child restarts, and claimed for as long as this process runs.
 */
export async function holdFreePort({
  host = '127.0.0.1',
  preferred = [],
  draw = () => randomInt(15_000, 32_000),
}: {
  host?: string;
  preferred?: number[];
  draw?: () => number;
} = {}): Promise<HeldPort> {
  const drawn = Array.from({ length: 100 }, draw);
  for (const port of [...preferred, ...drawn]) {
    const held = await holdPort(port, host);
    if (typeof held === 'string') continue;
    if (preferred.includes(port) || (await claim(port))) return held;
    await held.release();
  }
  throw new Error(`No free port found on ${host}.`);
}

/**
 * Claims a port among the desks of this machine, by its UDP twin: between the release of a port and the child's
 * `listen` lie seconds, in which another desk that starts would draw the same one. False: claimed already.
 */
function claim(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  return new Promise((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => {
      socket.unref();
      resolve(true);
    });
  });
}
