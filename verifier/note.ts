import { createPublicKey, hash, verify } from 'node:crypto';

/** A signed note (C2SP signed-note). */
interface Note {
  /** Its first line, and the name that its key goes by. */
  origin: string;
  /** What the signatures are over. */
  text: string;
  signatures: { name: string; keyHash: string; signature: Buffer }[];
}

/** A checkpoint of a log (C2SP tlog-checkpoint). */
export interface Checkpoint extends Note {
  size: number;
  /** Base64. */
  root: string;
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

const MANIFEST = /^(?<text>(?<origin>[^\n]+\/bundle)\n(?<sha256>[0-9a-f]{64})\n)\n(?<lines>(?:\u2014 [^\n]+\n)+)$/u;

/** The signature over a bundle's manifest; null where it cannot be read. */
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

/** Whether one of the keys has signed the note under its name. */
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

/** A raw Ed25519 public key as Node takes it. */
export function toPublicKey(raw: Buffer) {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' });
}
