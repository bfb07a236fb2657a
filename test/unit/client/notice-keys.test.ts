import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uuidv7 } from 'uuidv7';
import { toKeyValues } from '../../../registry/notices/notice-keys.js';
import { createKeyWrap } from '../../../client/connection/key-wrap.js';
import { createNoticeKeys } from '../../../client/connection/notice-keys.js';
import { aNotice, startRegistry, type Registry } from '../../support/registry-fixture.js';

const wrap = createKeyWrap({ current: Buffer.alloc(32, 3).toString('base64'), former: [] });

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.stop());

test('has a new key at its maker before the row exists, and reads the same from the row elsewhere', async () => {
  const noticeId = await aNotice(registry, []);
  const maker = createNoticeKeys(registry.db, wrap);
  const made = await maker.make(noticeId);
  const before = await maker.keyOf(noticeId);
  await registry.db.insertInto('notice_key').values(toKeyValues(noticeId, made)).execute();
  expect(before).toHaveLength(32);
  expect(await createNoticeKeys(registry.db, wrap).keyOf(noticeId)).toEqual(before);
});

test('a cached key keeps no more memory than its own bytes', async () => {
  const noticeId = await aNotice(registry, []);
  const made = await createNoticeKeys(registry.db, wrap).make(noticeId);
  await registry.db.insertInto('notice_key').values(toKeyValues(noticeId, made)).execute();
  expect((await createNoticeKeys(registry.db, wrap).keyOf(noticeId))?.buffer.byteLength).toBe(32);
});

test('a notice that is not on record has no key', async () => {
  const keys = createNoticeKeys(registry.db, wrap);
  expect(await keys.keyOf(uuidv7())).toBeUndefined();
  expect(await keys.keyOf('anything')).toBeUndefined();
});

test('unwraps the key of a notice once for concurrent payloads', async () => {
  const noticeId = await aNotice(registry, []);
  const made = await createNoticeKeys(registry.db, wrap).make(noticeId);
  await registry.db.insertInto('notice_key').values(toKeyValues(noticeId, made)).execute();
  let unwrapped = 0;
  const counting: typeof wrap = {
    ...wrap,
    unwrap(key, id) {
      unwrapped += 1;
      return wrap.unwrap(key, id);
    },
  };
  const keys = createNoticeKeys(registry.db, counting);
  await Promise.all(Array.from({ length: 20 }, () => keys.keyOf(noticeId)));
  expect(unwrapped).toBe(1);
});
