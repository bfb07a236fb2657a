import { connect, createServer, type Socket } from 'node:net';

/** A proxy to PostgreSQL that cuts at a chosen request, before the server gets it or before its answer returns. */
export interface CutLine {
  url: string;
  /** Cuts at the nth request from now on; afterwards all connections fail until `mend`. */
  cutAt(nth: number, when: 'before' | 'after'): void;
  mend(): boolean;
  close(): Promise<void>;
}

const QUERY = 0x51;
const SYNC = 0x53;

/** Counts the requests in the frontend's messages: simple queries and Sync messages. */
function countRequests(): (chunk: Buffer) => number {
  let rest = Buffer.alloc(0);
  let started = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    let requests = 0;
    for (;;) {
      const header = started ? 1 : 0; // the first message has no type
      if (rest.length < header + 4) return requests;
      const end = header + rest.readInt32BE(header);
      if (rest.length < end) return requests;
      if (started && (rest[0] === QUERY || rest[0] === SYNC)) requests += 1;
      started = true;
      rest = rest.subarray(end);
    }
  };
}

export async function openCutLine(url: string): Promise<CutLine> {
  const server = new URL(url);
  const sockets = new Set<Socket>();
  let plan: { left: number; when: 'before' | 'after' } | null = null;
  let cut = false;
  const cutAll = () => {
    cut = true;
    plan = null;
    for (const socket of sockets) socket.destroy();
  };
  const line = createServer((client) => {
    if (cut) return client.destroy();
    const far = connect(Number(server.port), '127.0.0.1');
    const count = countRequests();
    let awaited = false;
    for (const socket of [client, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        far.destroy();
      });
    }
    client.on('data', (chunk) => {
      const requests = count(chunk);
      if (plan !== null && requests > 0) {
        plan.left -= requests;
        if (plan.left <= 0 && plan.when === 'before') return cutAll();
        if (plan.left <= 0) awaited = true;
      }
      return far.write(chunk);
    });
    far.on('data', (chunk) => (awaited ? cutAll() : client.write(chunk)));
    return undefined;
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const through = new URL(url);
  // The server may be addressed by its socket's folder.
  through.hostname = '127.0.0.1';
  through.port = String((line.address() as { port: number }).port);
  return {
    url: through.href,
    cutAt: (left, when) => {
      plan = { left, when };
    },
    mend: () => {
      const was = cut;
      cut = false;
      plan = null;
      return was;
    },
    close: async () => {
      cutAll();
      await new Promise((resolve) => line.close(resolve));
    },
  };
}
