import type { LetterSender } from '../../domain/letters/letter-sender.js';
import type { LetterSignature } from '../../registry/letters/tables.js';
import { sha256 } from './der.js';
import { buildSignedData, type Timestamp } from './signed-data.js';
import { withSignature } from './signature-field.js';
import { type CertifiedKey, openSigningKey, refuseInvalidAt, type SigningKey } from './signing-key.js';
import { certifySelf } from './self-signed.js';
import type { TimestampService } from './timestamp.js';

export interface LetterSigner {
  hasTimestamps: boolean;
  /** Throws `SignerError`, and with a timestamp `TimestampError`. */
  sign(pdf: Buffer, at: Date, options?: { timestamped: boolean }): Promise<LetterSignature>;
}

export interface SignerSettings {
  certified?: CertifiedKey | undefined;
  timestamps?: TimestampService | undefined;
}

export interface SelfSigned {
  privateKey: string;
}

interface SignerParts extends SignerSettings {
  selfSigned?: SelfSigned | undefined;
  sender: LetterSender;
  publicUrl?: string | undefined;
}

/** Creates the signer of letters (PAdES, ETSI EN 319 142-1, B-B or B-T); null without any key. */
export function createLetterSigner({ certified, timestamps, selfSigned, ...about }: SignerParts): LetterSigner | null {
  const { sender } = about;
  const name = sender.company ?? sender.service;
  const timestamp = timestamps === undefined ? null : useTimestamps(timestamps);
  if (certified !== undefined)
    return createSigner(openSigningKey(certified), { name, contact: sender.replyTo ?? '', reason: '' }, timestamp);
  if (selfSigned === undefined) return null;
  const words = { name, contact: sender.replyTo ?? '', reason: explainSelfSigned(about.publicUrl) };
  return createSigner(certifySelf(selfSigned.privateKey, name), words, timestamp);
}

function useTimestamps(service: TimestampService): Timestamp {
  return async (signature) => {
    const { createTimestamp } = await import('./timestamp.js');
    return createTimestamp(service)(signature);
  };
}

function explainSelfSigned(publicUrl: string | undefined): string {
  const where = publicUrl === undefined ? 'the keys that the desk publishes' : `${publicUrl}/v1/receipt-keys`;
  return `Self-signed by this desk; verify with ${where}`;
}

const ROOM = { base: 1_400, timestamp: 24_000 };

function createSigner(
  key: SigningKey,
  about: Omit<LetterSignature['words'], 'at'>,
  timestamp: Timestamp | null,
): LetterSigner {
  const chain = key.chain.reduce((bytes, { raw }) => bytes + raw.length, 0);
  return {
    hasTimestamps: timestamp !== null,
    async sign(pdf, at, { timestamped } = { timestamped: false }) {
      refuseInvalidAt(key.chain, new Date());
      const room = ROOM.base + chain + (timestamped ? ROOM.timestamp : 0);
      const words = { ...about, at: at.toISOString() };
      let cms: Buffer = Buffer.alloc(0);
      await withSignature(pdf, { words, room }, async (covered) => {
        cms = await buildSignedData(covered, key, timestamped ? timestamp : null);
        return cms;
      });
      return { printed: sha256(pdf).toString('hex'), words, room, cms: cms.toString('base64') };
    },
  };
}

/** Puts a stored signature on a print; null if it covers another one. */
export async function applySignature(pdf: Buffer, signature: LetterSignature): Promise<Buffer | null> {
  if (sha256(pdf).toString('hex') !== signature.printed) return null;
  return withSignature(pdf, signature, async () => Buffer.from(signature.cms, 'base64'));
}
