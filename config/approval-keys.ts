import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { z } from 'zod';

/** A private key that signs approvals, with its published id and public half. */
export interface SigningKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the raw public key. */
  id: string;
  /** Raw, base64. */
  publicKey: string;
  privateKey: string;
}

export interface VerifyingKey {
  id: string;
  publicKey: string;
  /** RFC 3339; null: the key is in use. */
  until: string | null;
}

/** An Ed25519 private key in PKCS#8, as PEM or as base64 of the PEM or of its DER. */
export const ed25519Key = z.string().transform((text, context): SigningKey => {
  const key = readSigningKey(text);
  if (key !== null) return key;
  context.addIssue({ code: 'custom', message: 'not an Ed25519 private key' });
  return z.NEVER;
});

function readSigningKey(text: string): SigningKey | null {
  const decoded = Buffer.from(text, 'base64');
  const attempts = [
    () => createPrivateKey(text.replaceAll('\\n', '\n')),
    () => createPrivateKey(decoded.toString('utf8')),
    () => createPrivateKey({ key: decoded, format: 'der', type: 'pkcs8' }),
  ];
  for (const attempt of attempts) {
    try {
      const key = attempt();
      if (key.asymmetricKeyType !== 'ed25519') return null;
      const publicKey = toRaw(createPublicKey(key).export({ format: 'jwk' }).x ?? '');
      const privateKey = key.export({ format: 'pem', type: 'pkcs8' }).toString();
      return { id: computeKeyId(publicKey), publicKey, privateKey };
    } catch {}
  }
  return null;
}

function toRaw(base64url: string): string {
  return Buffer.from(base64url, 'base64url').toString('base64');
}

/** Derives a key's id from its raw public key, identical in every process. */
export function computeKeyId(publicKey: string): string {
  return createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex').slice(0, 16);
}

const ONE_KEY = /^(?<key>[A-Za-z0-9+/]{43}=)(?:=(?<until>\S+))?$/;

/**
 * Comma-separated raw Ed25519 public keys in base64; a replaced one is followed by `=` and the instant until which it
 * is valid.
 */
export const approvalPublicKeys = z.string().transform((text, context): VerifyingKey[] => {
  const keys = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(readPublicKey);
  if (keys.length > 0 && keys.every((key) => key !== null)) return keys;
  context.addIssue({ code: 'custom', message: 'not a list of public keys' });
  return z.NEVER;
});

function readPublicKey(text: string): VerifyingKey | null {
  const { key, until } = ONE_KEY.exec(text)?.groups ?? {};
  if (key === undefined) return null;
  const instant = until === undefined ? null : z.iso.datetime({ offset: true }).safeParse(until);
  if (instant?.success === false) return null;
  return {
    id: computeKeyId(key),
    publicKey: key,
    until: instant === null ? null : new Date(instant.data).toISOString(),
  };
}

export function makeSigningKey(): { privateKey: string; publicKey: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicKey: toRaw(publicKey.export({ format: 'jwk' }).x ?? ''),
  };
}

export function publishedKeys(own: SigningKey, others: readonly VerifyingKey[] = []): VerifyingKey[] {
  const { id, publicKey } = own;
  return [{ id, publicKey, until: null }, ...others.filter((key) => key.id !== id)];
}
