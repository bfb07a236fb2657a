import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createKeyWrap, KeyLost, makeNoticeKey } from '../../../temporal/key-wrap.js';

const NOTICE = '018f0000-0000-7000-8000-00000000000a';
const OTHER = '018f0000-0000-7000-8000-00000000000b';
const first = Buffer.alloc(32, 1).toString('base64');
const second = Buffer.alloc(32, 2).toString('base64');

const folder = mkdtempSync(join(tmpdir(), 'key-wrap-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o700);
  return path;
}

describe('the key of a notice', () => {
  test('is kept wrapped and opens again', async () => {
    const wrap = createKeyWrap({ current: first, former: [] });
    const key = makeNoticeKey();
    const kept = await wrap.wrap(key, NOTICE);
    expect(kept.wrapped.includes(key)).toBe(false);
    expect(await wrap.unwrap(kept, NOTICE)).toEqual(key);
  });

  test('opens by a former wrapping key, and is wrapped with the present one', async () => {
    const key = makeNoticeKey();
    const kept = await createKeyWrap({ current: first, former: [] }).wrap(key, NOTICE);
    const now = createKeyWrap({ current: second, former: [first] });
    expect(await now.unwrap(kept, NOTICE)).toEqual(key);
    expect((await now.wrap(key, NOTICE)).wrappedBy).toBe(now.id);
    expect(now.id).not.toBe(kept.wrappedBy);
  });

  test('is lost where no configured key wrapped it, and says which one did', async () => {
    const kept = await createKeyWrap({ current: first, former: [] }).wrap(makeNoticeKey(), NOTICE);
    const without = createKeyWrap({ current: second, former: [] });
    await expect(without.unwrap(kept, NOTICE)).rejects.toThrow(
      new KeyLost(`The payload key ${kept.wrappedBy} is not configured.`),
    );
  });

  test('put beside another notice does not open', async () => {
    const wrap = createKeyWrap({ current: first, former: [] });
    const kept = await wrap.wrap(makeNoticeKey(), NOTICE);
    await expect(wrap.unwrap(kept, OTHER)).rejects.toThrow(KeyLost);
  });
});

describe('a key service asked by a program', () => {
  test('wraps and unwraps over stdin and stdout', async () => {
    const kms = `if [ "$1" = wrap ]; then printf '%s:' "$2"; base64 -d; else base64 -d | tail -c 32; fi | base64 -w0`;
    const wrap = createKeyWrap({ former: [], command: program('kms', kms) });
    const key = makeNoticeKey();
    const kept = await wrap.wrap(key, NOTICE);
    expect(kept).toEqual({ wrappedBy: 'command', wrapped: Buffer.concat([Buffer.from(`${NOTICE}:`), key]) });
    expect(await wrap.unwrap(kept, NOTICE)).toEqual(key);
  });

  test('that takes a key and gives none back, or another, loses no notice: nothing is taken in', async () => {
    for (const text of ['cat >/dev/null', 'cat >/dev/null; head -c 32 /dev/urandom | base64 -w0']) {
      const wrap = createKeyWrap({ former: [], command: program('forgetful', text) });
      await expect(wrap.wrap(makeNoticeKey(), NOTICE)).rejects.toThrow('gives back another key');
    }
  });

  test('leaves what a key of before has wrapped to that key', async () => {
    const key = makeNoticeKey();
    const kept = await createKeyWrap({ current: first, former: [] }).wrap(key, NOTICE);
    const command = program('unasked', 'exit 9');
    expect(await createKeyWrap({ current: first, former: [], command }).unwrap(kept, NOTICE)).toEqual(key);
    expect(await createKeyWrap({ former: [first], command }).unwrap(kept, NOTICE)).toEqual(key);
    await expect(createKeyWrap({ former: [], command }).unwrap(kept, NOTICE)).rejects.toThrow(KeyLost);
  });

  test('that fails is told as a lost key, not waited for', async () => {
    const wrap = createKeyWrap({ former: [], command: program('down', 'exit 7') });
    await expect(wrap.wrap(makeNoticeKey(), NOTICE)).rejects.toThrow('PAYLOAD_KEY_COMMAND ended with 7.');
    const missing = createKeyWrap({ former: [], command: join(folder, 'nowhere') });
    await expect(missing.wrap(makeNoticeKey(), NOTICE)).rejects.toThrow(KeyLost);
  });
});
