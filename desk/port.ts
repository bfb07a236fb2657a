import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** A port that this process listens on, so that nobody else takes it before the child that is to have it starts. */
export interface HeldPort {
  readonly number: number;
  /** Call it just before the child starts. Later calls do nothing. */
  release(): Promise<void>;
}

/** Holds a port, or answers the system's error code (EADDRINUSE, EACCES, EADDRNOTAVAIL…). */
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
 * Holds a free port, one of `preferred` if possible. Others are drawn from below the range that systems use for
 * outgoing connections, so that nobody takes the port while a child that died is being started again.
 */
export async function holdFreePort({
  host = '127.0.0.1',
  preferred = [],
}: {
  host?: string;
  preferred?: number[];
} = {}): Promise<HeldPort> {
  const drawn = Array.from({ length: 100 }, () => randomInt(15_000, 32_000));
  for (const port of [...preferred, ...drawn]) {
    const held = await holdPort(port, host);
    if (typeof held !== 'string') return held;
  }
  throw new Error(`No free port found on ${host}.`);
}
