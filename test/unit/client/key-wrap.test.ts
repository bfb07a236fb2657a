import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createKeyWrap, KeyLost, makeNoticeKey } from '../../../client/connection/key-wrap.js';

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

describe('key of a notice', () => {
  test('is stored wrapped and can be unwrapped', async () => {
    const wrap = createKeyWrap({ current: first, former: [] });
    const key = makeNoticeKey();
    const kept = await wrap.wrap(key, NOTICE);
    expect(kept.wrapped.includes(key)).toBe(false);
    expect(await wrap.unwrap(kept, NOTICE)).toEqual(key);
  });

  test('is unwrapped by a former wrapping key, and wrapped with the current one', async () => {
    const key = makeNoticeKey();
    const kept = await createKeyWrap({ current: first, former: [] }).wrap(key, NOTICE);
    const now = createKeyWrap({ current: second, former: [first] });
    expect(await now.unwrap(kept, NOTICE)).toEqual(key);
    expect((await now.wrap(key, NOTICE)).wrappedBy).toBe(now.id);
    expect(now.id).not.toBe(kept.wrappedBy);
  });

  test('is lost if its wrapping key is not configured, and the error names that key', async () => {
    const kept = await createKeyWrap({ current: first, former: [] }).wrap(makeNoticeKey(), NOTICE);
    const without = createKeyWrap({ current: second, former: [] });
    await expect(without.unwrap(kept, NOTICE)).rejects.toThrow(
      new KeyLost(`The payload key ${kept.wrappedBy} is not configured.`),
    );
  });

  test('cannot be unwrapped for another notice', async () => {
    const wrap = createKeyWrap({ current: first, former: [] });
    const kept = await wrap.wrap(makeNoticeKey(), NOTICE);
    await expect(wrap.unwrap(kept, OTHER)).rejects.toThrow(KeyLost);
  });
});

describe('key wrap by an external command', () => {
  test('wraps and unwraps over stdin and stdout', async () => {
    const kms = `if [ "$1" = wrap ]; then printf '%s:' "$2"; base64 -d; else base64 -d | tail -c 32; fi | base64 -w0`;
    const wrap = createKeyWrap({ former: [], command: program('kms', kms) });
    const key = makeNoticeKey();
    const kept = await wrap.wrap(key, NOTICE);
    expect(kept).toEqual({ wrappedBy: 'command', wrapped: Buffer.concat([Buffer.from(`${NOTICE}:`), key]) });
    expect(await wrap.unwrap(kept, NOTICE)).toEqual(key);
  });

  test('rejects wrapping if the command gives back no key or another one', async () => {
    for (const text of ['cat >/dev/null', 'cat >/dev/null; head -c 32 /dev/urandom | base64 -w0']) {
      const wrap = createKeyWrap({ former: [], command: program('forgetful', text) });
      await expect(wrap.wrap(makeNoticeKey(), NOTICE)).rejects.toThrow('returns a different key');
    }
  });

  test('leaves a key that a configured key has wrapped to that key', async () => {
    const key = makeNoticeKey();
    const kept = await createKeyWrap({ current: first, former: [] }).wrap(key, NOTICE);
    const command = program('unasked', 'exit 9');
    expect(await createKeyWrap({ current: first, former: [], command }).unwrap(kept, NOTICE)).toEqual(key);
    expect(await createKeyWrap({ former: [first], command }).unwrap(kept, NOTICE)).toEqual(key);
    await expect(createKeyWrap({ former: [], command }).unwrap(kept, NOTICE)).rejects.toThrow(KeyLost);
  });

  test('reports a failing command as a lost key instead of waiting for it', async () => {
    const wrap = createKeyWrap({ former: [], command: program('down', 'exit 7') });
    await expect(wrap.wrap(makeNoticeKey(), NOTICE)).rejects.toThrow('PAYLOAD_KEY_COMMAND exited with 7.');
    const missing = createKeyWrap({ former: [], command: join(folder, 'nowhere') });
    await expect(missing.wrap(makeNoticeKey(), NOTICE)).rejects.toThrow(KeyLost);
  });
});
