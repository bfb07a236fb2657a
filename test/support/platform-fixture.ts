import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPlatformClient } from '../../platforms/client.js';
import type { PlatformClient } from '../../platforms/client.js';
import type { PlatformFaults } from '../../desk/simulators/platform-messages.js';
import { startSimulators } from '../../desk/simulators/simulators.js';
import type { Registry } from './registry-fixture.js';

const TOKEN = 'a-token-for-tests';
const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-tests').toString('base64')}`;

export interface PlatformFixture {
  client: PlatformClient;
  another(): PlatformClient;
  seen: string[];
  configure(
    targets: {
      type: string;
      locator: string;
      exists?: boolean;
      owner?: string;
      protectedClass?: string | null;
      language?: string;
      content?: string;
    }[],
  ): Promise<void>;
  faults(faults: Partial<PlatformFaults>): Promise<void>;
  inbox(): Promise<{ key: string; language: string; text: string; appealUrl: string }[]>;
  state(ids: readonly string[]): Promise<{ id: string; countries: string[]; everywhere: boolean }[]>;
  stop(): Promise<void>;
}

/** Starts the platform simulator behind a proxy that records every request. */
export async function startPlatform(registry: Pick<Registry, 'url'>): Promise<PlatformFixture> {
  const simulators = await startSimulators({
    request: { http: { port: 0 } },
    databaseUrl: registry.url,
    platformToken: TOKEN,
    platformWebhookSecret: SECRET,
    pagerWebhookSecret: SECRET,
  });
  const target = `http://127.0.0.1:${simulators.ready.httpPort}`;
  const seen: string[] = [];
  const server = await openCountingServer(target, seen);
  const clients: PlatformClient[] = [];
  const another = () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const client = createPlatformClient({ url, token: TOKEN, webhookSecret: SECRET });
    clients.push(client);
    return client;
  };
  const post = async (path: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${target}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${TOKEN}` },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  return {
    client: another(),
    another,
    seen,
    configure: async (targets) => void (await post('/_double/targets', { targets })),
    inbox: async () => {
      const headers = { authorization: `Bearer ${TOKEN}` };
      const response = await fetch(`${target}/_double/messages`, { headers });
      return (
        (await response.json()) as { results: { key: string; language: string; text: string; appealUrl: string }[] }
      ).results;
    },
    faults: async (faults) => void (await post('/_double/faults', faults)),
    state: async (ids) =>
      ((await post('/state', { ids })) as { results: { id: string; countries: string[]; everywhere: boolean }[] })
        .results,
    stop: async () => {
      await Promise.all(clients.map((client) => client.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await simulators.close();
    },
  };
}

async function openCountingServer(target: string, seen: string[]): Promise<Server> {
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      seen.push(`${request.method} ${request.url}`);
      try {
        const answer = await fetch(`${target}${request.url}`, {
          method: request.method ?? 'GET',
          headers: Object.fromEntries(
            Object.entries(request.headers).filter(([name]) => name.startsWith('webhook-') || name === 'authorization'),
          ) as Record<string, string>,
          ...(request.method === 'POST' ? { body: Buffer.concat(chunks) } : {}),
        });
        const retryAfter = answer.headers.get('retry-after');
        response
          .writeHead(answer.status, retryAfter === null ? {} : { 'retry-after': retryAfter })
          .end(await answer.text());
      } catch {
        response.destroy();
      }
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
