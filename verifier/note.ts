import { createPublicKey, hash, verify } from 'node:crypto';

/** A checkpoint of a log: a signed note (C2SP signed-note, tlog-checkpoint). */
export interface Checkpoint {
  origin: string;
  size: number;
  /** Base64. */
  root: string;
  /** What the signatures are over. */
  text: string;
  signatures: { name: string; keyHash: string; signature: Buffer }[];
}

const NOTE =
  /(?<=^|\n)(?<text>(?<origin>[^\n]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n(?<lines>(?:\u2014 [^\n]+(?:\n|$))+)/gu;
const SIGNATURE = /^\u2014 (?<name>\S+) (?<bytes>[A-Za-z0-9+/]+={0,2})$/u;

/** Every checkpoint in a text, in its order: a witness's file holds one after another, a mail words around them. */
export function readCheckpoints(text: string): Checkpoint[] {
  return [...text.replaceAll('\r\n', '\n').matchAll(NOTE)].map(({ groups = {} }) => ({
    origin: groups['origin'] ?? '',
    size: Number(groups['size']),
    root: groups['root'] ?? '',
    text: groups['text'] ?? '',
    signatures: (groups['lines'] ?? '').split('\n').flatMap(readSignature),
  }));
}

function readSignature(line: string): Checkpoint['signatures'] {
  const { name, bytes } = SIGNATURE.exec(line)?.groups ?? {};
  if (name === undefined || bytes === undefined) return [];
  const decoded = Buffer.from(bytes, 'base64');
  // One way of writing a signature and no other: every changed byte is a change.
  if (decoded.length !== 68 || decoded.toString('base64') !== bytes) return [];
  return [{ name, keyHash: decoded.toString('hex', 0, 4), signature: decoded.subarray(4) }];
}

const VERIFIER_KEY = /^\S+\+[0-9a-f]{8}\+(?<key>[A-Za-z0-9+/]{44})$/;

/** A raw Ed25519 public key in base64, or a verifier key of C2SP (`name+hash+base64`); null for anything else. */
export function readKey(text: string): Buffer | null {
  const { key } = VERIFIER_KEY.exec(text.trim())?.groups ?? {};
  const raw = Buffer.from(key ?? text.trim(), 'base64');
  if (key === undefined) return raw.length === 32 ? raw : null;
  return raw[0] === 1 ? raw.subarray(1) : null;
}

/** Whether one of the keys has signed the checkpoint under the log's name. */
export function isSignedBy(checkpoint: Checkpoint, keys: readonly Buffer[]): boolean {
  return keys.some((key) => {
    const keyHash = hash('sha256', Buffer.concat([Buffer.from(`${checkpoint.origin}\n\u0001`), key]), 'hex').slice(
      0,
      8,
    );
    return checkpoint.signatures.some(
      (one) =>
        one.name === checkpoint.origin &&
        one.keyHash === keyHash &&
        verify(null, Buffer.from(checkpoint.text), toKey(key), one.signature),
    );
  });
}

function toKey(raw: Buffer) {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
}
