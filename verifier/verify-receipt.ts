import { hash, verify } from 'node:crypto';
import { toCanonicalJson } from './canonical.js';
import { readKey, toPublicKey } from './note.js';

export interface ReceiptVerdict {
  /** Null if the desk signed this receipt. */
  problem: string | null;
  number: string | null;
  notice: string | null;
  instant: string | null;
  keyId: string | null;
  documents: { name: string; sha256: string }[];
}

const NOTHING: ReceiptVerdict = {
  problem: null,
  number: null,
  notice: null,
  instant: null,
  keyId: null,
  documents: [],
};

/**
 * Verifies the JSON text of a receipt. The signature (Ed25519 over the canonical JSON of `receipt`) is checked against
 * the given keys, else against the key named in the file, which must match its key id.
 */
export function verifyReceipt(text: string, keys: readonly string[] = []): ReceiptVerdict {
  const file = parse(text);
  const receipt = file?.['receipt'];
  if (file === null || !isObject(receipt))
    return refuse('This is not a receipt: expected a JSON object with receipt, keyId and signature.');
  const facts = { ...NOTHING, ...pickReported(receipt), keyId: toText(file['keyId']) };
  const signature = decodeBytes(file['signature'], 64);
  if (signature === null) return { ...facts, problem: 'It has no readable signature.' };
  const known = (keys.length > 0 ? keys : [toText(file['publicKey']) ?? '']).flatMap((key) => readKey(key) ?? []);
  if (known.length === 0)
    return { ...facts, problem: 'It names no public key: give the one published by the desk with --key.' };
  const named = known.filter((key) => computeKeyId(key) === facts.keyId);
  if (named.length === 0)
    return { ...facts, problem: `It was signed with the key ${facts.keyId}, which is not one of these.` };
  const signed = Buffer.from(toCanonicalJson(receipt));
  const holds = named.some((key) => verify(null, signed, toPublicKey(key), signature));
  return holds ? facts : { ...facts, problem: 'The signature is not valid: the receipt was changed.' };
}

function refuse(problem: string): ReceiptVerdict {
  return { ...NOTHING, problem };
}

function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const toText = (value: unknown) => (typeof value === 'string' ? value : null);

/** Accepts only the canonical base64 of exactly `length` bytes. */
function decodeBytes(value: unknown, length: number): Buffer | null {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : null;
  return bytes?.length === length && bytes.toString('base64') === value ? bytes : null;
}

/** A key's id: the first 16 hexadecimal digits of the SHA-256 of its raw public half. */
const computeKeyId = (key: Buffer) => hash('sha256', key, 'hex').slice(0, 16);

function pickReported(
  receipt: Record<string, unknown>,
): Pick<ReceiptVerdict, 'number' | 'notice' | 'instant' | 'documents'> {
  const { number, notice, instant, documents } = receipt;
  return {
    number: toText(number),
    notice: toText(notice),
    instant: toText(instant),
    documents: (Array.isArray(documents) ? documents : [])
      .filter(isObject)
      .map(({ name, sha256 }) => ({ name: toText(name) ?? '', sha256: toText(sha256) ?? '' })),
  };
}
