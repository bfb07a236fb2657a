import { createHash } from 'node:crypto';
import { listen, type Neighbour } from '../../../support/cutting-server.js';

const A_CID = 'bafyreidfayvfuwqa7qlnopdjiqrxzs6blmoeu4rujcjtnci5beludirz2a';

const POST = {
  langs: ['pa', 'en'],
  createdAt: '2021-02-01T08:00:00.000Z',
  embed: { $type: 'app.bsky.embed.images', images: [{ alt: '' }, { alt: '' }] },
};
const PROFILE = { displayName: 'A farmer', description: 'Grows wheat.' };

export function computeDid(name: string): string {
  const letters = [...createHash('sha256').update(name).digest()].map(
    (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte % 32],
  );
  return `did:plc:${letters.slice(0, 24).join('')}`;
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
    const [collection, key] = [searchParams.get('collection'), searchParams.get('rkey')];
    if (key === 'deleted') return answer(400, { error: 'RecordNotFound', message: 'Could not locate record' });
    const value = collection === 'app.bsky.feed.post' ? { ...POST, text: `Post ${key}` } : PROFILE;
    return answer(200, { uri: `at://${repo}/${collection}/${key}`, cid: A_CID, value });
  });
}
