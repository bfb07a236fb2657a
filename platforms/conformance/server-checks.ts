import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Check } from './checks.js';
import { anOperation, holds, NotOffered, type TrialItem } from './world.js';

/** The port as plain HTTP, for requests that the desk itself never sends. */
export interface ServerUnderTest {
  url: string;
  token: string;
  secret: string | undefined;
  item: TrialItem;
}

interface Sent {
  path: string;
  body: string;
  token?: string | null;
  /** Signs the body; absent: with `secret`. */
  sign?: (body: string) => Record<string, string>;
}

async function post(server: ServerUnderTest, { path, body, token = server.token, sign }: Sent): Promise<Response> {
  const signed = sign ?? ((text: string) => (server.secret === undefined ? {} : signature(server.secret, text)));
  return fetch(`${server.url.replace(/\/+$/, '')}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...signed(body),
    },
    body,
    signal: AbortSignal.timeout(30_000),
  });
}

function signature(secret: string, text: string): Record<string, string> {
  const [id, at] = [randomUUID(), new Date()];
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, text),
  };
}

const aState = ({ item }: ServerUnderTest) => JSON.stringify({ ids: [item.id] });
const isRefusedSignIn = ({ status }: Response) => status === 401 || status === 403;

export const SERVER_CHECKS: readonly Check<ServerUnderTest>[] = [
  {
    title: 'requests without the token are rejected',
    async run(server) {
      for (const token of [null, 'not-the-token']) {
        const response = await post(server, { path: '/state', body: aState(server), token });
        holds(isRefusedSignIn(response), `A request with ${token ?? 'no token'} was answered with ${response.status}.`);
      }
    },
  },
  {
    title: 'a wrongly signed request, or one changed after signing, is not carried out',
    async run(server) {
      const { secret } = server;
      if (secret === undefined) throw new NotOffered('no --secret was given');
      const operation = anOperation(server.item, { action: 'remove' });
      const body = JSON.stringify({ operations: [operation] });
      const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
      const ways = [(text: string) => signature(other, text), (text: string) => signature(secret, `${text} `)];
      for (const sign of ways) {
        const response = await post(server, { path: '/operations', body, sign });
        holds(response.status >= 400 && response.status < 500, `It answered ${response.status}.`);
      }
      const after = await post(server, { path: '/state', body: aState(server) });
      holds(!(await after.text()).includes('"everywhere":true'), 'It was carried out nevertheless.');
    },
  },
  {
    title: 'an unreadable request is answered with a 4xx',
    async run(server) {
      for (const body of ['{', '[]', '{"operations":"none"}']) {
        const { status } = await post(server, { path: '/operations', body });
        holds(status >= 400 && status < 500, `${body} was answered with ${status}.`);
      }
    },
  },
  {
    title: 'several keys can be looked up in one request (optional)',
    async run(server) {
      const body = JSON.stringify({ keys: [randomUUID(), randomUUID()] });
      const response = await post(server, { path: '/operations/query', body });
      if (response.status === 404) throw new NotOffered('the desk looks up keys one by one');
      const results = ((await response.json()) as { results?: unknown }).results;
      holds(
        Array.isArray(results) && results.length === 0,
        `For keys that were never sent it answered ${JSON.stringify(results)}.`,
      );
    },
  },
];
