import { createECDH } from 'node:crypto';

/** Key pair of Web Push (RFC 8292, VAPID): a P-256 scalar and its uncompressed point, base64url. */
export interface PushKey {
  privateKey: string;
  publicKey: string;
}

export function makePushKey(): string {
  const pair = createECDH('prime256v1');
  pair.generateKeys();
  return pair.getPrivateKey().toString('base64url').padStart(43, 'A');
}

export function readPushKey(text: string): PushKey | null {
  if (!/^[A-Za-z0-9_-]{43}$/.test(text)) return null;
  const pair = createECDH('prime256v1');
  try {
    pair.setPrivateKey(text, 'base64url');
  } catch {
    return null;
  }
  return { privateKey: text, publicKey: pair.getPublicKey('base64url') };
}
