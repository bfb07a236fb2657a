import { beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { answerContent as answer } from '../../../activities/answer-content.js';
import type { PlatformClient } from '../../../platforms/client.js';
import { fetchContentAnswer, insertContentRequest } from '../../../registry/targets/content-requests.js';
import { handles, withEnforcement } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import { aNotice, type Registry } from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
withEnforcement((...started) => ([registry, platform] = started));
beforeEach(() => platform.faults({}));

let prefixes = 0;

/** A notice with two targets that the platform has resolved, the second of which no longer exists. */
async function aResolvedNotice(): Promise<string> {
  prefixes += 1;
  const locators = handles(`content-${prefixes}`, 2);
  const [shown = '', gone = ''] = locators;
  const found = await platform.client.resolve(locators.map((locator) => ({ type: 'account', locator })));
  await platform.configure([
    { type: 'account', locator: shown, content: 'Join us at the march.', language: 'pa' },
    { type: 'account', locator: gone, exists: false },
  ]);
  const noticeId = await aNotice(registry, locators);
  for (const [at, { id }] of found.entries())
    await sql`update target set platform_id = ${id} where notice_id = ${noticeId}::uuid and no = ${at + 1}`.execute(
      registry.db,
    );
  return noticeId;
}

async function request(noticeId: string, no: number): Promise<string> {
  const id = uuidv7();
  await insertContentRequest(registry.db, { id, noticeId, no });
  return id;
}

const answerContent = (client: Pick<PlatformClient, 'content'> = platform.client) =>
  answer({ db: registry.enforcement, platform: client });
const fetchAnswer = (id: string) => fetchContentAnswer(registry.db, id);
const WITHOUT = (state: string) => ({ state, content: null });

describe('answerContent', () => {
  test('answers each request once with what the platform shows, and says of a missing item that it is gone', async () => {
    const noticeId = await aResolvedNotice();
    const [shown, gone] = [await request(noticeId, 1), await request(noticeId, 2)];
    expect(await answerContent()).toBe(2);
    expect(await fetchAnswer(shown)).toMatchObject({
      state: 'shown',
      content: { text: 'Join us at the march.', cut: false, language: 'pa' },
    });
    expect(await fetchAnswer(gone)).toEqual(WITHOUT('gone'));
    expect(await fetchAnswer(shown)).toBeUndefined();
    expect(await answerContent()).toBe(0);
  });

  test('asks nothing of the platform while nobody waits', async () => {
    const before = platform.seen.length;
    expect(await answerContent()).toBe(0);
    expect(platform.seen.slice(before)).toEqual([]);
  });

  test('says that the platform offers no content, of no item or not of this one', async () => {
    const noticeId = await aResolvedNotice();
    await platform.faults({ noContent: true });
    const ofNone = await request(noticeId, 1);
    await answerContent();
    expect(await fetchAnswer(ofNone)).toEqual(WITHOUT('not_offered'));
    const notOfThis = await request(noticeId, 1);
    await answerContent({ content: async (items) => new Map(items.map(({ id }) => [id, null])) });
    expect(await fetchAnswer(notOfThis)).toEqual(WITHOUT('not_offered'));
  });

  test('says that the platform is unavailable when it is down or leaves the item out', async () => {
    const noticeId = await aResolvedNotice();
    await platform.faults({ down: 1 });
    const whileDown = await request(noticeId, 1);
    expect(await answerContent()).toBe(1);
    expect(await fetchAnswer(whileDown)).toEqual(WITHOUT('unavailable'));
    const leftOut = await request(noticeId, 1);
    await answerContent({ content: async () => new Map() });
    expect(await fetchAnswer(leftOut)).toEqual(WITHOUT('unavailable'));
  });

  test('answers those who wait before it fails by a fault of its own', async () => {
    const waiting = await request(await aResolvedNotice(), 1);
    const broken = async () => {
      throw new TypeError('a bug');
    };
    await expect(answerContent({ content: broken })).rejects.toThrow('a bug');
    expect(await fetchAnswer(waiting)).toEqual(WITHOUT('unavailable'));
  });

  test('leaves a request to one of several processes', async () => {
    const noticeId = await aResolvedNotice();
    const ids = await Promise.all(Array.from({ length: 6 }, () => request(noticeId, 1)));
    const taken = await Promise.all([answerContent(), answerContent(platform.another())]);
    expect(taken[0] + taken[1]).toBe(6);
    for (const id of ids) expect(await fetchAnswer(id)).toMatchObject({ state: 'shown' });
  });

  test('deletes after a minute what nobody fetched, with the content', async () => {
    const id = await request(await aResolvedNotice(), 1);
    await answerContent();
    await sql`update content_request set asked_at = now() - interval '61 seconds' where id = ${id}::uuid`.execute(
      registry.db,
    );
    await answerContent();
    const { rows } = await sql`select from content_request where id = ${id}::uuid`.execute(registry.db);
    expect(rows).toEqual([]);
  });
});
