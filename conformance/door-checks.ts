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

async function post(door: ServerUnderTest, { path, body, token = door.token, sign }: Sent): Promise<Response> {
  const signed = sign ?? ((text: string) => (door.secret === undefined ? {} : signature(door.secret, text)));
  return fetch(`${door.url.replace(/\/+$/, '')}${path}`, {
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

export const DOOR_CHECKS: readonly Check<ServerUnderTest>[] = [
  {
    title: 'requests without the token are rejected',
    async run(door) {
      for (const token of [null, 'not-the-token']) {
        const response = await post(door, { path: '/state', body: aState(door), token });
        holds(isRefusedSignIn(response), `A request with ${token ?? 'no token'} was answered with ${response.status}.`);
      }
    },
  },
  {
    title: 'a wrongly signed request, or one changed after signing, is not carried out',
    async run(door) {
      const { secret } = door;
      if (secret === undefined) throw new NotOffered('no --secret was given');
      const operation = anOperation(door.item, { action: 'remove' });
      const body = JSON.stringify({ operations: [operation] });
      const other = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
      const ways = [(text: string) => signature(other, text), (text: string) => signature(secret, `${text} `)];
      for (const sign of ways) {
        const response = await post(door, { path: '/operations', body, sign });
        holds(response.status >= 400 && response.status < 500, `It answered ${response.status}.`);
      }
      const after = await post(door, { path: '/state', body: aState(door) });
      holds(!(await after.text()).includes('"everywhere":true'), 'It was carried out nevertheless.');
    },
  },
  {
    title: 'an unreadable request is answered with a 4xx',
    async run(door) {
      for (const body of ['{', '[]', '{"operations":"none"}']) {
        const { status } = await post(door, { path: '/operations', body });
        holds(status >= 400 && status < 500, `${body} was answered with ${status}.`);
      }
    },
  },
  {
    title: 'several keys can be looked up in one request (optional)',
    async run(door) {
      const body = JSON.stringify({ keys: [randomUUID(), randomUUID()] });
      const response = await post(door, { path: '/operations/query', body });
      if (response.status === 404) throw new NotOffered('the desk looks up keys one by one');
      const results = ((await response.json()) as { results?: unknown }).results;
      holds(
        Array.isArray(results) && results.length === 0,
        `For keys that were never sent it answered ${JSON.stringify(results)}.`,
      );
    },
  },
];
