import '../../../support/words.js';
import { afterEach, describe, expect, test } from '@jest/globals';
import { readAll } from '../../../../console/http/read-all.js';

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
});

function answer(...pages: readonly Response[]): unknown[] {
  const left = [...pages];
  const paths: unknown[] = [];
  globalThis.fetch = async (path) => {
    paths.push(path);
    return left.shift() ?? json({}, 500);
  };
  return paths;
}

describe('readAll()', () => {
  test('follows the cursor to the end of the list', async () => {
    const paths = answer(json({ items: [1, 2], nextCursor: 'a b', total: 3 }), json({ items: [3], nextCursor: null }));
    expect(await readAll('/v1/keys')).toEqual({ items: [1, 2, 3], total: 3 });
    expect(paths).toEqual(['/v1/keys?limit=200&count=true', '/v1/keys?limit=200&cursor=a%20b']);
  });

  test('fails at the first refused page and requests no more', async () => {
    const refused = json({ type: 'about:blank', title: 'Forbidden', status: 403, detail: 'No longer allowed.' }, 403);
    const paths = answer(json({ items: [1], nextCursor: 'a', total: 9 }), refused);
    await expect(readAll('/v1/keys?state=live')).rejects.toMatchObject({ status: 403 });
    expect(paths).toHaveLength(2);
  });

  test('reads no page beyond the wanted number of items, and still knows the total', async () => {
    const paths = answer(json({ items: [1, 2], nextCursor: 'a', total: 5 }));
    expect(await readAll('/v1/keys', { max: 2 })).toEqual({ items: [1, 2], total: 5 });
    expect(paths).toHaveLength(1);
  });
});
