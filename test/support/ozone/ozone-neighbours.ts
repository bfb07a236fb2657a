import { createHash } from 'node:crypto';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

const A_CID = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a';

export function computeDid(name: string): string {
  const letters = [...createHash('sha256').update(name).digest()].map(
    (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32],
  );
  return `did:plc:${letters.slice(0, 24).join('')}`;
}

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

/**
 * Resolves handles and records as a PDS does: any handle exists, except one reserved name. A real PDS needs a native
 * build, and Ozone calls it for nothing that is tested here.
 */
export function startNames(): Promise<Neighbour> {
  return listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://names');
    const answer = (status: number, body: unknown) =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    const [handle, repo] = [searchParams.get('handle'), searchParams.get('repo')];
    if (handle === 'nobody.example')
      return answer(400, { error: 'InvalidRequest', message: 'Unable to resolve handle' });
    if (pathname.endsWith('resolveHandle')) return answer(200, { did: computeDid(handle ?? '') });
    const path = `${searchParams.get('collection')}/${searchParams.get('rkey')}`;
    return answer(200, { uri: `at://${repo}/${path}`, cid: A_CID, value: {} });
  });
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
