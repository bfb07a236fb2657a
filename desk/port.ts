import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Undefined when the port can be listened on, else the system's error code (EADDRINUSE, EACCES, EADDRNOTAVAIL…). */
export async function findPortProblem(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/**
 * A free port, one of `preferred` if possible. Others are drawn from below the range that systems use for outgoing
 * connections, so that nobody takes the port while a child that died is being started again.
 */
export async function findFreePort({
  host = '127.0.0.1',
  preferred = [],
}: {
  host?: string;
  preferred?: number[];
} = {}) {
  for (const port of preferred) if (!(await findPortProblem(port, host))) return port;
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(15_000, 32_000);
    if (!(await findPortProblem(port, host))) return port;
  }
  throw new Error(`No free port found on ${host}.`);
}
