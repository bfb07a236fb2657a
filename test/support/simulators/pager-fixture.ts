import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export const SECRET = `whsec_${Buffer.from('a-secret-of-some-length-for-tests').toString('base64')}`;

export type PagerPage = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- see above

export interface PagerFixture {
  url: string;
  pages: PagerPage[];
  attempts: string[];
  answer(status: number): void;
  visits: string[];
  close(): Promise<void>;
}

export async function startPager(): Promise<PagerFixture> {
  const pages: PagerPage[] = [];
  const attempts: string[] = [];
  const visits: string[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const chunk of request) text += String(chunk);
      if (request.method === 'GET') visits.push(String(request.url));
      else {
        const body = new Webhook(SECRET).verify(text, request.headers as Record<string, string>) as PagerPage;
        attempts.push(String(request.headers['webhook-id']));
        if (status < 300) pages.push(body);
      }
      response.writeHead(status).end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/page`,
    pages,
    attempts,
    visits,
    answer: (next) => (status = next),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
