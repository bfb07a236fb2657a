import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Neighbour {
  url: string;
  stop(): Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Neighbour> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Starts a proxy that passes every request on, and cuts the connection after it was executed where `cuts` says so. */
export function openCuttingServer(target: string, cuts: (path: string) => boolean): Promise<Neighbour> {
  return listen((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { authorization = '', 'content-type': type = '' } = request.headers;
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'GET',
        headers: { authorization, ...(type === '' ? {} : { 'content-type': type }) },
        ...(request.method === 'GET' ? {} : { body: Buffer.concat(chunks) }),
      });
      const text = await answer.text();
      if (cuts(request.url ?? '')) return response.destroy();
      return response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text);
    })().catch(() => response.destroy());
  });
}
