import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';

export interface WrappedKey {
  wrappedBy: string;
  wrapped: Buffer;
}

export interface KeyWrap {
  id: string;
  wrap(key: Buffer, noticeId: string): Promise<WrappedKey>;
  /** Throws `KeyLost` if the wrapping key is not available. */
  unwrap(wrapped: WrappedKey, noticeId: string): Promise<Buffer>;
}

/** Thrown when a notice's key cannot be read; its data stays sealed until the wrapping key is available again. */
export class KeyLost extends Error {
  override readonly name = 'KeyLost';
}

/**
 * Thrown when a notice's key was shredded at the end of its retention; its data is gone for good, and no alert is
 * raised.
 */
export class KeyErased extends Error {
  override readonly name = 'KeyErased';
}

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts with AES-256-GCM. Layout: 12 random bytes, 16 bytes of tag, ciphertext. `aad` is authenticated but not
 * included.
 */
export function seal(key: Buffer, plain: Uint8Array, aad: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(aad));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

/** Decrypts what `sealText` returned; throws if key, `aad` or any bit differs. */
export function unseal(key: Buffer, sealed: Uint8Array, aad: string): Buffer {
  const tagEnd = IV_BYTES + TAG_BYTES;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(aad))
    .setAuthTag(sealed.subarray(IV_BYTES, tagEnd));
  return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]);
}

export function makeNoticeKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

function nameOfKey(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 16);
}

/**
 * Wraps with `PAYLOAD_KEY` (base64 of 32 bytes). Former keys only unwrap, so that the key can be replaced while notices
 * are open.
 */
export function wrapWithKey({ current, former }: { current: string; former: readonly string[] }): KeyWrap {
  const wrapping = Buffer.from(current, 'base64');
  const unwrap = unwrapWith([current, ...former]);
  return {
    id: nameOfKey(wrapping),
    wrap: async (key, noticeId) => ({ wrappedBy: nameOfKey(wrapping), wrapped: seal(wrapping, key, noticeId) }),
    unwrap,
  };
}

function unwrapWith(keys: readonly string[]): KeyWrap['unwrap'] {
  const byName = new Map(keys.map((text) => Buffer.from(text, 'base64')).map((key) => [nameOfKey(key), key]));
  return async ({ wrappedBy, wrapped }, noticeId) => {
    const opening = byName.get(wrappedBy);
    if (opening === undefined) throw new KeyLost(`The payload key ${wrappedBy} is not configured.`);
    try {
      return unseal(opening, wrapped, noticeId);
    } catch {
      throw new KeyLost('The key on record was not made for this notice.');
    }
  };
}

const OTHER_KEY = 'returns a different key than it was given';

const COMMAND_MS = 10_000;

/**
 * Wraps through a program that talks to a key service: `COMMAND wrap NOTICE` and `COMMAND unwrap NOTICE` read base64 on
 * stdin and write base64 on stdout. Keys wrapped with a former `PAYLOAD_KEY` are unwrapped with that.
 */
function wrapByCommand(command: string, keys: readonly string[]): KeyWrap {
  const id = 'command';
  const unwrapBefore = unwrapWith(keys);
  const unwrap = async (wrapped: Buffer, noticeId: string) => {
    const key = await ask(command, ['unwrap', noticeId], wrapped);
    if (key.length !== KEY_BYTES) throw new KeyLost(`PAYLOAD_KEY_COMMAND ${OTHER_KEY}.`);
    return key;
  };
  return {
    id,
    async wrap(key, noticeId) {
      const wrapped = await ask(command, ['wrap', noticeId], key);
      // A service that succeeds but returns something unusable would lose the notice, so its result is verified
      // immediately.
      if (!(await unwrap(wrapped, noticeId)).equals(key)) throw new KeyLost(`PAYLOAD_KEY_COMMAND ${OTHER_KEY}.`);
      return { wrappedBy: id, wrapped };
    },
    async unwrap({ wrappedBy, wrapped }, noticeId) {
      return wrappedBy === id ? unwrap(wrapped, noticeId) : unwrapBefore({ wrappedBy, wrapped }, noticeId);
    },
  };
}

function ask(command: string, args: readonly string[], input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'], timeout: COMMAND_MS });
    const said: Buffer[] = [];
    const fail = (why: string) => reject(new KeyLost(`PAYLOAD_KEY_COMMAND ${why}.`));
    child.on('error', (error) => fail(`cannot be run (${error.message})`));
    child.stdout.on('data', (part: Buffer) => said.push(part));
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => {
      if (code !== 0) return fail(`exited with ${code ?? 'a signal'}`);
      resolve(Buffer.from(Buffer.concat(said).toString('utf8').trim(), 'base64'));
    });
    child.stdin.end(input.toString('base64'));
  });
}

export function createKeyWrap(settings: {
  current?: string | undefined;
  former: readonly string[];
  command?: string | undefined;
}): KeyWrap {
  const { current, former, command } = settings;
  if (command !== undefined) return wrapByCommand(command, current === undefined ? former : [current, ...former]);
  if (current === undefined) throw new Error('PAYLOAD_KEY or PAYLOAD_KEY_COMMAND is required.');
  return wrapWithKey({ current, former });
}
