import { createPublicKey, hash, verify } from 'node:crypto';

/** A signed note (C2SP signed-note). */
interface Note {
  origin: string;
  text: string;
  signatures: { name: string; keyHash: string; signature: Buffer }[];
}

/** A checkpoint of a log (C2SP tlog-checkpoint). */
export interface Checkpoint extends Note {
  size: number;
  root: string;
}

const NOTE =
  /(?<=^|\n)(?<text>(?<origin>[^\n]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n(?<lines>(?:\u2014 [^\n]+(?:\n|$))+)/gu;
const SIGNATURE = /^\u2014 (?<name>\S+) (?<bytes>[A-Za-z0-9+/]+={0,2})$/u;

/**
 * Returns every checkpoint in a text, in order: a witness's file holds several, and a mail surrounds them with words.
 */
export function readCheckpoints(text: string): Checkpoint[] {
  return [...text.replaceAll('\r\n', '\n').matchAll(NOTE)].map(({ groups = {} }) => ({
    origin: groups['origin'] ?? '',
    size: Number(groups['size']),
    root: groups['root'] ?? '',
    text: groups['text'] ?? '',
    signatures: (groups['lines'] ?? '').split('\n').flatMap(readSignature),
  }));
}

const MANIFEST = /^(?<text>(?<origin>[^\n]+\/bundle)\n(?<sha256>[0-9a-f]{64})\n)\n(?<lines>(?:\u2014 [^\n]+\n)+)$/u;

/** The signature over a bundle's manifest; null if malformed. */
export function readManifestNote(text: string): (Note & { sha256: string }) | null {
  const { groups } = MANIFEST.exec(text) ?? {};
  if (groups === undefined) return null;
  const { text: signed = '', origin = '', sha256 = '', lines = '' } = groups;
  return { origin, sha256, text: signed, signatures: lines.split('\n').flatMap(readSignature) };
}

function readSignature(line: string): Checkpoint['signatures'] {
  const { name, bytes } = SIGNATURE.exec(line)?.groups ?? {};
  if (name === undefined || bytes === undefined) return [];
  const decoded = Buffer.from(bytes, 'base64');
  // Accepts only the canonical base64, so that every changed byte is detected.
  if (decoded.length !== 68 || decoded.toString('base64') !== bytes) return [];
  return [{ name, keyHash: decoded.toString('hex', 0, 4), signature: decoded.subarray(4) }];
}

const VERIFIER_KEY = /^\S+\+[0-9a-f]{8}\+(?<key>[A-Za-z0-9+/]{44})$/;

/** Parses a raw Ed25519 public key in base64, or a C2SP verifier key (`name+hash+base64`); null for anything else. */
export function readKey(text: string): Buffer | null {
  const { key } = VERIFIER_KEY.exec(text.trim())?.groups ?? {};
  const raw = Buffer.from(key ?? text.trim(), 'base64');
  if (key === undefined) return raw.length === 32 ? raw : null;
  return raw[0] === 1 ? raw.subarray(1) : null;
}

export function isSignedBy(note: Note, keys: readonly Buffer[]): boolean {
  return keys.some((key) => {
    const keyHash = hash('sha256', Buffer.concat([Buffer.from(`${note.origin}\n\u0001`), key]), 'hex').slice(0, 8);
    return note.signatures.some(
      (one) =>
        one.name === note.origin &&
        one.keyHash === keyHash &&
        verify(null, Buffer.from(note.text), toPublicKey(key), one.signature),
    );
  });
}

export function toPublicKey(raw: Buffer) {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
}
